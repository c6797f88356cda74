using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Letters made up afterwards: dated after the meal with a number from nowhere, or a batch of one issuer and one day for visits months apart.</summary>
public sealed class FalseLetters : StoryKind
{
    public override int Count => 9;

    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        if (plot.Dice.Chance(0.6))
        {
            BackDated(plot, host);
        }
        else
        {
            Batch(plot, host);
        }
    }

    private static void BackDated(Plot plot, Organisation host)
    {
        plot.Tell("公函日期晚于就餐日期");
        var times = plot.Dice.Whole(2, 6);
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            var written = WorkCalendar.Later(visit.Reception.ReceptionDate, plot.Dice.Whole(1, 25));
            Plot.SetLetter(visit, new Letter(visit.Guest, written) { Number = visit.Guest.MadeUpLetter(written.Year, (written.DayOfYear / 40) + plot.Dice.Whole(1, 4)) });
            plot.Add(visit, plot.About("organisation", host.Code));
        }
    }

    private static void Batch(Plot plot, Organisation host)
    {
        plot.Tell("同一来访单位同一天开出多份公函，对应不同月份的接待");
        var guest = plot.Guest(host);
        var first = plot.Day(200);
        var times = plot.Dice.Whole(3, 6);
        var day = first;
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, guest, day);
            Plot.SetLetter(visit, new Letter(guest, first));
            plot.Add(visit, plot.About("organisation", host.Code));
            day = WorkCalendar.Later(day, plot.Dice.Whole(8, 24));
        }
    }
}

using FundWatch.Samples.Rows;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>One letter feeds a party for days: several claims on it, or one claim for several meals.</summary>
public sealed class OneLetterManyMeals : StoryKind
{
    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var mark = Told(plot, host.Code);
        if (plot.Dice.Chance(0.3))
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            visit.Reception.MealCount = plot.Dice.Whole(3, 6);
            plot.Add(visit, mark);
            return;
        }

        var guest = plot.Guest(host);
        var day = plot.Day();
        var letter = new Letter(guest, day);
        var meals = plot.Dice.Whole(2, 6);
        for (var i = 0; i < meals; i++)
        {
            // The same party: it is drawn on the letter's day and moved along.
            var visit = plot.Receptions.Draw(plot.Dice, host, guest, day);
            var row = visit.Reception;
            row.ReceptionDate = WorkCalendar.Later(day, 1 + (i / 2));
            row.MealType = i % 2 == 0 ? "中" : "晚";
            ReceptionFactory.SetMeal(visit, ReceptionFactory.MealAmount(plot.Dice, visit, plot.Dice.Between(0.6, 0.9)), 0);
            row.ReimbursedOn = WorkCalendar.Later(row.ReceptionDate, plot.Dice.Whole(3, 30));
            row.GuestOrgCode = guest.Code;
            Plot.SetLetter(visit, letter);
            if (visit.Canteen is not null)
            {
                plot.Receptions.PayEach(plot.Dice, visit);
            }

            plot.Add(visit, mark);
        }
    }

    private static Mark Told(Plot plot, string host)
    {
        plot.Tell("一份公函报销多餐");
        return plot.About("organisation", host);
    }
}

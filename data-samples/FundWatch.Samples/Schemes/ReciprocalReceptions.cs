using FundWatch.Samples.Rows;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Two bureaus exchange letters and feed each other in turn, at nearly the same cost; half of the pairs lie in different prefectures.</summary>
public sealed class ReciprocalReceptions : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        var one = plot.TakeHost();
        var abroad = plot.Dice.Chance(0.5);
        var others = plot.World.Hosts.Where(h => h != one && h.Region != one.Region
            && h.Region.Code.StartsWith(one.Region.Code[..4], StringComparison.Ordinal) != abroad).ToList();
        var same = others.Where(h => h.Sector == one.Sector).ToList();
        var two = plot.Dice.Pick(same.Count > 0 ? same : others);
        plot.Tell(abroad ? "两市单位互相出函轮流接待" : "本市两单位互相出函轮流接待");

        var rounds = plot.Dice.Whole(3, 7);
        var bill = plot.Dice.Between(0.7, 0.95);
        var day = plot.Day(rounds * 52);
        for (var i = 0; i < rounds; i++)
        {
            Visit(plot, one, two, day, bill);
            day = WorkCalendar.Later(day, plot.Dice.Whole(5, 18));
            Visit(plot, two, one, day, bill);
            day = WorkCalendar.Later(day, plot.Dice.Whole(7, 20));
        }
    }

    private static void Visit(Plot plot, Organisation host, Organisation guest, DateOnly letterDate, double bill)
    {
        var visit = plot.Reception(host, guest, letterDate);
        visit.Reception.GuestCount = plot.Dice.Whole(4, 6);
        visit.Reception.AccompanyCount = plot.Dice.Whole(2, 3);
        visit.Reception.MealType = "中";
        visit.Reception.GuestOrgCode = guest.Code;
        if (visit.Canteen is not null)
        {
            plot.Receptions.PayEach(plot.Dice, visit);
        }

        ReceptionFactory.SetMeal(visit, ReceptionFactory.MealAmount(plot.Dice, visit, bill * plot.Dice.Between(0.96, 1.04)), 0);
        plot.Add(visit, plot.About("organisation", host.Code));
    }
}

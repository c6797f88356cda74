using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>The list grows until the bill fits the standard: per head the claims sit just under it. At designated canteens fewer people paid than are listed.</summary>
public sealed class InflatedHeadcounts : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var times = plot.Dice.Whole(12, 22);
        plot.Tell("虚增就餐人数使人均贴近标准");
        var day = plot.Day(480);
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), day);
            var row = visit.Reception;
            row.MealType = plot.Dice.Chance(0.6) ? "中" : "晚";
            var standard = ReceptionFactory.Standard(visit);
            var diners = plot.Dice.Whole(4, 8);
            var bill = Math.Floor(standard * diners * (decimal)plot.Dice.Between(1.15, 2.2));
            var heads = (int)Math.Ceiling(bill / standard);
            row.AccompanyCount = Math.Min(3, heads / 4);
            row.GuestCount = heads - row.AccompanyCount.Value;
            if (visit.Canteen is not null)
            {
                plot.Receptions.PayEach(plot.Dice, visit);
                visit.Payments.RemoveRange(diners, visit.Payments.Count - diners);
            }

            ReceptionFactory.SetMeal(visit, bill, 0);
            plot.Add(visit, plot.About("organisation", host.Code));
            day = World.WorkCalendar.Later(day, plot.Dice.Whole(4, 16));
        }
    }
}

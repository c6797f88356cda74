using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>More escorts than guests allow; each bill keeps the standard per head.</summary>
public sealed class TooManyEscorts : StoryKind
{
    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var times = plot.Dice.Whole(1, 6);
        plot.Tell("陪餐人数超过规定");
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            visit.Reception.AccompanyCount = ReceptionFactory.EscortLimit(visit.Reception.GuestCount) + plot.Dice.Weighted((1, 3.0), (2, 2.0), (4, 2.0), (7, 1.0));
            if (visit.Canteen is not null)
            {
                plot.Receptions.PayEach(plot.Dice, visit);
            }

            ReceptionFactory.SetMeal(visit, ReceptionFactory.MealAmount(plot.Dice, visit, plot.Dice.Between(0.6, 0.92)), 0);
            plot.Add(visit, plot.About("organisation", host.Code));
        }
    }
}

using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>Bills over the standard: a few yuan or several times over, once or again and again.</summary>
public sealed class OverStandardReceptions : StoryKind
{
    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var bold = plot.Dice.Chance(0.5);
        var times = plot.Dice.Whole(1, bold ? 4 : 7);
        plot.Tell(bold ? "餐费人均明显高于标准" : "餐费人均略高于标准");
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            ReceptionFactory.SetMeal(visit, Math.Ceiling(ReceptionFactory.Standard(visit) * visit.Heads * (decimal)(bold ? plot.Dice.Between(1.3, 2.6) : plot.Dice.Between(1.03, 1.18))), 0);
            if (plot.Dice.Chance(0.4))
            {
                visit.Reception.StandardPerHead = null;
            }

            plot.Add(visit, plot.About("organisation", host.Code));
        }
    }
}

using FundWatch.Samples.Randomness;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Food for people who are not there: quantities far above what the diners can eat, or that never follow their number.</summary>
public sealed class PurchasesWithoutDiners : StoryKind
{
    private const int LeastTermWeeks = 9; // into a second month: more than is eaten in one month may be a stock

    public override void Plant(Plot plot)
    {
        var school = plot.TakeSchool();
        var flat = plot.Dice.Chance(0.35);
        plot.Tell(flat ? "采购量不随就餐人数变化" : "采购量明显超过就餐人数所需");
        var weeks = plot.Dice.Whole(8, 26);
        var from = MealPeriods.Start(plot, weeks, LeastTermWeeks);
        var factor = plot.Dice.Between(1.6, 2.8);
        school.Changes.Add(new MealChange(from, from.AddDays(weeks * 7), row =>
        {
            var times = flat ? school.Pupils * 1.25 / Math.Max(1, row.Diners ?? 1) * plot.Dice.Between(1.2, 1.5) : factor * plot.Dice.Between(0.85, 1.15);
            row.Quantity = Math.Round(row.Quantity * (decimal)times, 1);
            row.Amount = Amounts.Fen(row.Quantity * row.UnitPrice);
            row.Add(plot.About("organisation", school.Code));
            return true;
        }));
    }
}

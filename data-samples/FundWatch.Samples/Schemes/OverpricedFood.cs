using FundWatch.Samples.Randomness;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>A school pays well over the market for some kinds of food, for weeks or for terms.</summary>
public sealed class OverpricedFood : StoryKind
{
    private static readonly string[][] _kinds = [["肉类"], ["蔬菜"], ["肉类", "水产"], ["粮油", "蛋奶"], ["水果", "蔬菜"], ["肉类", "蔬菜", "蛋奶", "粮油"]];

    public override void Plant(Plot plot)
    {
        plot.Tell("食材单价长期高于市场参考价");
        var school = plot.TakeSchool();
        var kinds = plot.Dice.Pick(_kinds);
        var weeks = plot.Dice.Whole(9, 30);
        var from = MealPeriods.Start(plot, weeks);
        var over = plot.Dice.Between(1.22, 1.6);
        school.Changes.Add(new MealChange(from, from.AddDays(weeks * 7), row =>
        {
            if (!kinds.Contains(row.ItemKind))
            {
                return false;
            }

            row.UnitPrice = Amounts.Fen(row.UnitPrice * (decimal)(over * plot.Dice.Between(0.96, 1.05)));
            row.Amount = Amounts.Fen(row.Quantity * row.UnitPrice);
            row.Add(plot.About("organisation", school.Code));
            return true;
        }));
    }
}

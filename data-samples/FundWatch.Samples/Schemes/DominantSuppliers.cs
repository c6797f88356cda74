using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>A school goes round the central purchase: one supplier takes over nearly everything it buys.</summary>
public sealed class DominantSuppliers : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        plot.Tell("绕开集采集配，食材几乎全部由一家供应商供应");
        var school = plot.TakeSchool();
        var supplier = plot.World.NewCompany(Trade.Food, school.Region, plot.World.Options.From.AddDays(-plot.Dice.Whole(60, 900)));
        var share = plot.Dice.Between(0.78, 0.98);
        var from = plot.World.Options.From.AddDays(plot.Dice.Whole(0, 120));
        school.Changes.Add(new MealChange(from, plot.World.Options.Until, row =>
        {
            if (!plot.Dice.Chance(share))
            {
                return false;
            }

            (row.SupplierCode, row.SupplierName, row.Channel) = (supplier.Code, supplier.Name, "自行采购");
            row.Add(plot.About("organisation", school.Code));
            return true;
        }));
    }
}

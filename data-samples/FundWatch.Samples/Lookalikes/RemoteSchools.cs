using FundWatch.Samples.Schemes;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>A school in the hills pays transport: everything a little dearer, all the time, from every supplier.</summary>
public sealed class RemoteSchools : Lookalike
{
    public override void Plant(Plot plot)
    {
        plot.Tell("偏远山区学校，运费使各类食材均匀略高");
        var school = plot.TakeSchool();
        school.PriceLevel = plot.Dice.Between(1.06, 1.085);
        school.Changes.Add(new MealChange(plot.World.Options.From, plot.World.Options.Until, row =>
        {
            row.Add(plot.About("organisation", school.Code));
            return true;
        }));
    }
}

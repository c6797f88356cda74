using FundWatch.Samples.Schemes;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>Dozens of young companies registered at one incubator: the address is shared, telephones, accounts and heads are not.</summary>
public sealed class IncubatorAddresses : Lookalike
{
    public override void Plant(Plot plot)
    {
        plot.Tell("众创孵化园集中登记住所，各企业电话、账户、法定代表人均不同");
        var region = plot.World.Regions[plot.Number % (plot.World.Regions.Count - 1)];
        var address = $"{region.Name}高新路{plot.Dice.Whole(1, 80)}号众创孵化园A座";
        var tenants = Math.Clamp((int)(62 * Math.Sqrt(plot.World.Options.Scale)), 6, 90);
        for (var i = 0; i < tenants; i++)
        {
            var company = plot.World.NewCompany(Trade.Industry, region, WorkCalendar.OnOrAfter(plot.World.Options.From.AddDays(-plot.Dice.Whole(420, 1_400))));
            company.Address = address;
            company.Insured = plot.Dice.Whole(4, 18);
            plot.Add(plot.Subsidies.ForCompany(plot.Dice, Programmes.All[plot.Dice.Weighted((1, 3.0), (6, 2.0), (8, 1.0))], company, plot.Day(100)), plot.About("company", company.Code));
        }
    }
}

using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>The winner belongs to a relative of the owner's head.</summary>
public sealed class RelatedSuppliers : StoryKind
{
    public override int Count => 6;

    public override void Plant(Plot plot)
    {
        plot.Tell("中标企业法定代表人是建设单位负责人的亲属");
        var file = plot.Project(plot.Dice.Weighted(("工程", 3.0), ("货物", 1.0), ("服务", 1.0)), method: "公开招标");
        var company = plot.World.NewCompany(ProjectFactory.TradeFor(file.Project.ProjectKind!), file.Owner.Region);
        var bidders = plot.Dice.Shuffled(file.Bidders.Skip(1).Append(company));
        var prices = BidPrices.Draw(plot.Dice, file.Project.ControlPrice!.Value, bidders.Count);
        // The relative bids lowest.
        var (mine, lowest) = (bidders.IndexOf(company), Array.IndexOf(prices, prices.Min()));
        (prices[mine], prices[lowest]) = (prices[lowest], prices[mine]);
        plot.Projects.Rebid(plot.Dice, file, bidders, prices);
        plot.World.Relatives[(file.Owner.Number, plot.Dice.Whole(0, 1))] = plot.Dice.Chance(0.5) ? company.LegalRep : $"{plot.World.Ids.Name()};{company.LegalRep}";
        file.Bids[mine].Add(plot.About("project", null));
        plot.Add(file, plot.About("project", null));
    }
}

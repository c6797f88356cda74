using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.Schemes;

/// <summary>Bids that stand too close together or in an even row: prices written for show around one that is to win.</summary>
public sealed class CoverPrices : StoryKind
{
    public override void Plant(Plot plot)
    {
        var file = plot.Project(plot.Dice.Weighted(("工程", 3.0), ("货物", 1.0), ("农田建设", 1.0)), method: "公开招标");
        var bidders = plot.Projects.DrawBidders(plot.Dice, file.Project, plot.Dice.Whole(4, 7));
        var top = file.Project.ControlPrice!.Value * (decimal)plot.Dice.Between(0.93, 0.99);
        var even = plot.Dice.Chance(0.5);
        plot.Tell(even ? "报价呈等差排列" : "报价异常接近");
        var step = (decimal)plot.Dice.Between(0.0015, even ? 0.012 : 0.004);
        var prices = Enumerable.Range(0, bidders.Count)
            .Select(i => Amounts.Fen(even ? top * (1 - (step * i)) : top * (1 - (step * (decimal)plot.Dice.Between(-1, 1)))))
            .ToArray();
        plot.Projects.Rebid(plot.Dice, file, bidders, prices);
        file.Bids.ForEach(b => b.Add(plot.About("project", null)));
        plot.Add(file, plot.About("project", null));
    }
}

using FundWatch.Samples.Schemes;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>Sister companies of one group bid for the lots of one scheme of works: each for another lot, never against each other.</summary>
public sealed class GroupsOnSeparateLots : Lookalike
{
    private static readonly string[] _lots = ["（一标段）", "（二标段）", "（三标段）"];

    public override void Plant(Plot plot)
    {
        plot.Tell("集团下属公司分别投不同标段");
        var owner = plot.TakeOwner();
        var holding = plot.World.NewCompany(Trade.Services);
        var day = plot.ProjectDay();
        string? name = null;
        foreach (var lot in _lots)
        {
            var sister = plot.World.NewCompany(Trade.Works);
            sister.Shareholders = [holding.Code];
            var file = plot.Project("工程", plot.Dice.Money(4_200_000, 8_000_000, 10_000), "公开招标", day, owner);
            name ??= file.Project.ProjectName;
            file.Project.ProjectName = name + lot;
            var bidders = plot.Dice.Shuffled(file.Bidders.Skip(1).Append(sister));
            plot.Projects.Rebid(plot.Dice, file, bidders, BidPrices.Draw(plot.Dice, file.Project.ControlPrice!.Value, bidders.Count));
            plot.Add(file, plot.About("project", null));
        }
    }
}

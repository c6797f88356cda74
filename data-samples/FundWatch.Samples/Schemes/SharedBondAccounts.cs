namespace FundWatch.Samples.Schemes;

/// <summary>Bid bonds of rivals paid from one account.</summary>
public sealed class SharedBondAccounts : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        plot.Tell("不同投标人的保证金来自同一账户");
        var file = plot.Project(plot.Dice.Weighted(("工程", 4.0), ("货物", 1.0), ("农田建设", 1.0)), method: "公开招标");
        var account = plot.Dice.Chance(0.5) ? plot.World.Ids.Account() : file.Bids[0].DepositAccount;
        foreach (var bid in file.Bids.Take(plot.Dice.Whole(2, Math.Min(4, file.Bids.Count))))
        {
            bid.DepositAccount = account;
            bid.Add(plot.About("project", null));
        }

        plot.Add(file, plot.About("project", null));
    }
}

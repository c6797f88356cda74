using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Rivals in one tender under one control: the same legal representative, or the same holder behind both.</summary>
public sealed class CommonControlBidders : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        var file = plot.Project(plot.Dice.Weighted(("工程", 3.0), ("货物", 1.0), ("服务", 1.0)), method: "公开招标");
        var trade = ProjectFactory.TradeFor(file.Project.ProjectKind!);
        var pair = Enumerable.Range(0, plot.Dice.Whole(2, 3)).Select(_ => plot.World.NewCompany(trade)).ToList();
        var byPerson = plot.Dice.Chance(0.5);
        plot.Tell(byPerson ? "同一项目的投标人法定代表人相同" : "同一项目的投标人由同一股东控股");
        var holder = plot.World.NewCompany(Trade.Services);
        foreach (var company in pair)
        {
            if (byPerson)
            {
                company.LegalRep = pair[0].LegalRep;
            }
            else
            {
                company.Shareholders = [holder.Code, .. company.Shareholders.Take(1)];
            }
        }

        var bidders = plot.Dice.Shuffled(pair.Concat(file.Bidders.Take(Math.Max(2, file.Bidders.Count - pair.Count))));
        plot.Projects.Rebid(plot.Dice, file, bidders, BidPrices.Draw(plot.Dice, file.Project.ControlPrice!.Value, bidders.Count));
        foreach (var bid in file.Bids.Where(b => pair.Any(c => c.Code == b.BidderCode)))
        {
            bid.Add(plot.About("project", null));
        }

        plot.Add(file, plot.About("project", null));
    }
}

using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Rivals in one tender under one control: the same legal representative, one owner of both, or one the owner of the other.</summary>
public sealed class CommonControlBidders : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        var file = plot.Project(plot.Dice.Weighted(("工程", 3.0), ("货物", 1.0), ("服务", 1.0)), method: "公开招标");
        var trade = ProjectFactory.TradeFor(file.Project.ProjectKind!);
        var pair = Enumerable.Range(0, plot.Dice.Whole(2, 3)).Select(_ => plot.World.NewCompany(trade)).ToList();
        var way = plot.Dice.Weighted((0, 5.0), (1, 3.0), (2, 3.0));
        plot.Tell(way switch { 0 => "同一项目的投标人法定代表人相同", 1 => "同一项目的投标人由同一股东独资", _ => "同一项目的投标人之间存在控股关系" });
        var holder = plot.World.NewCompany(Trade.Services);
        foreach (var company in pair)
        {
            switch (way)
            {
                case 0:
                    company.LegalRep = pair[0].LegalRep;
                    break;
                case 1:
                    company.Shareholders = [holder.Code];
                    break;
                default:
                    company.Shareholders = company == pair[0] ? company.Shareholders : [pair[0].Code, company.LegalRep];
                    break;
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

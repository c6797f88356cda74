using FundWatch.Samples.Rows;
using FundWatch.Samples.Schemes;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>A company that was on a list and is off it before it claims, or is listed long after it was paid.</summary>
public sealed class RepairedListings : Lookalike
{
    public override int Count => 4;

    public override void Plant(Plot plot)
    {
        var before = plot.Number % 2 == 0;
        plot.Tell(before ? "申报前已移出名单" : "拨付之后才列入名单");
        var company = plot.World.NewCompany(Trade.Industry);
        var file = plot.Approved(plot.ProgrammeFor(ApplicantKind.Company), company, plot.Day(150));
        var row = file.Subsidy;
        plot.World.Watchlist.Add(new WatchlistEntry
        {
            SubjectCode = company.Code,
            ListName = "经营异常名录",
            ListedOn = before ? row.AppliedOn.AddDays(-plot.Dice.Whole(300, 700)) : row.DisbursedOn!.Value.AddDays(plot.Dice.Whole(40, 150)),
            Until = before ? row.AppliedOn.AddDays(-plot.Dice.Whole(30, 200)) : null,
        });
        plot.Add(file, plot.About("company", company.Code));
    }
}

using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Paid while on a list of barred subjects: listed before the claim, or between claim and payment.</summary>
public sealed class BarredApplicants : StoryKind
{
    public override void Plant(Plot plot)
    {
        plot.Tell("列入限制名单期间获得奖补");
        var company = plot.World.NewCompany(Trade.Industry);
        var file = plot.Approved(plot.ProgrammeFor(ApplicantKind.Company), company, plot.Day(120));
        var row = file.Subsidy;
        var listed = plot.Dice.Chance(0.7)
            ? row.AppliedOn.AddDays(-plot.Dice.Whole(20, 600))
            : row.AppliedOn.AddDays(plot.Dice.Whole(1, Math.Max(2, row.ApprovedOn!.Value.DayNumber - row.AppliedOn.DayNumber - 2)));
        plot.World.Watchlist.Add(new WatchlistEntry
        {
            SubjectCode = company.Code,
            ListName = plot.Dice.Pick(_lists),
            ListedOn = listed,
            Until = plot.Dice.Chance(0.4) ? row.DisbursedOn!.Value.AddDays(plot.Dice.Whole(30, 500)) : null,
        });
        plot.Add(file, plot.About("company", company.Code));
    }

    private static readonly string[] _lists = ["失信被执行人名单", "经营异常名录", "拖欠农民工工资失信联合惩戒名单", "重大税收违法失信主体名单"];
}

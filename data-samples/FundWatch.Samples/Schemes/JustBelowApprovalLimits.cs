using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>One approver, and amounts that keep stopping just under what someone else would have to sign.</summary>
public sealed class JustBelowApprovalLimits : StoryKind
{
    public override int Count => 6;

    public override void Plant(Plot plot)
    {
        // Delegated powers in this prefecture end at 200,000, 500,000 and 1,000,000 yuan.
        var programme = plot.Dice.Pick(Programmes.All.Where(p => p.For == ApplicantKind.Company && p.Median >= 90_000).ToList());
        var limit = plot.Dice.Pick(programme.Median > 150_000 ? _high : _low);
        var region = plot.Dice.Pick(plot.World.Regions);
        var department = plot.World.Department(region, programme.Sector);
        var approver = department.Approvers[plot.Dice.Whole(0, 1)];
        plot.Tell($"批复金额集中在{limit / 10_000:0}万元审批权限以下");
        var times = plot.Dice.Whole(6, 11);
        var day = plot.Day(330);
        for (var i = 0; i < times; i++)
        {
            var company = plot.World.NewCompany(Trade.Industry, region);
            var file = plot.Approved(programme, company, day);
            plot.SetAmount(file, plot.Dice.Money(limit * 0.957, limit * 0.999, 100));
            file.Subsidy.Approver = approver;
            plot.Add(file, plot.About("organisation", department.Code));
            day = WorkCalendar.Later(day, plot.Dice.Whole(2, 18));
        }
    }

    private static readonly double[] _high = [200_000, 500_000, 500_000, 1_000_000];
    private static readonly double[] _low = [200_000, 200_000, 500_000];
}

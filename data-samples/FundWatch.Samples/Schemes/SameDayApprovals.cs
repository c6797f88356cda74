using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Accepted, reviewed, approved on the day of the claim; or one approver signs a pile in a day, now and then on a day off.</summary>
public sealed class SameDayApprovals : StoryKind
{
    public override int Count => 6;

    public override void Plant(Plot plot)
    {
        var programme = plot.ProgrammeFor(ApplicantKind.Company);
        var region = plot.Dice.Pick(plot.World.Regions);
        var department = plot.World.Department(region, programme.Sector);
        var offDay = plot.Dice.Chance(0.3);
        plot.Tell(offDay ? "休息日集中批复" : "申报当日完成全部审批");
        var day = plot.Day(150);
        var signed = offDay ? Saturday(day) : day;
        var pile = plot.Dice.Whole(3, 7) + (offDay ? 6 : 0);
        for (var i = 0; i < pile; i++)
        {
            var file = plot.Approved(programme, plot.TakeApplicant(), offDay ? WorkCalendar.OnOrAfter(signed.AddDays(-plot.Dice.Whole(12, 30))) : signed);
            var row = file.Subsidy;
            (row.AcceptedOn, row.ReviewedOn, row.PublicisedOn, row.ApprovedOn) = offDay
                ? (WorkCalendar.Later(row.AppliedOn, 1), WorkCalendar.Later(row.AppliedOn, 3), WorkCalendar.Later(row.AppliedOn, 4), signed)
                : (signed, signed, signed, signed);
            row.Approver = department.Approvers[0];
            row.DisburseDueOn = signed.AddDays(30);
            row.DisbursedOn = WorkCalendar.Later(signed, plot.Dice.Whole(2, 12));
            plot.Add(file, plot.About("application", null));
        }
    }

    private static DateOnly Saturday(DateOnly day)
    {
        while (day.DayOfWeek != DayOfWeek.Saturday || WorkCalendar.IsWorkday(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }
}

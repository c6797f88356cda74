using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Approved, and sometimes paid, before anybody had applied.</summary>
public sealed class ApprovedBeforeApplied : StoryKind
{
    public override void Plant(Plot plot)
    {
        plot.Tell("批复日期早于申报日期");
        var file = plot.Approved(plot.ProgrammeFor(ApplicantKind.Company), plot.TakeApplicant(), plot.Day(150));
        var row = file.Subsidy;
        row.ApprovedOn = WorkCalendar.OnOrAfter(row.AppliedOn.AddDays(-plot.Dice.Whole(4, 60)));
        row.DisburseDueOn = row.ApprovedOn.Value.AddDays(30);
        if (plot.Dice.Chance(0.5))
        {
            row.DisbursedOn = WorkCalendar.Later(row.ApprovedOn.Value, plot.Dice.Whole(1, 15));
        }
        else
        {
            // The paper followed: everything else carries the date of the claim.
            (row.AcceptedOn, row.ReviewedOn, row.PublicisedOn, row.DisbursedOn) = (row.AppliedOn, row.AppliedOn, null, WorkCalendar.Later(row.ApprovedOn.Value, 14));
        }

        plot.Add(file, plot.About("application", null));
    }
}

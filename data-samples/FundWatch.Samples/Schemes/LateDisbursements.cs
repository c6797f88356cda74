using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Money approved and held back for months: for companies, and for farmers who wait for theirs.</summary>
public sealed class LateDisbursements : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        plot.Tell("批复后逾期拨付");
        var farmers = plot.Dice.Chance(0.4);
        var programme = plot.ProgrammeFor(farmers ? ApplicantKind.Person : ApplicantKind.Company);
        var region = plot.Dice.Pick(plot.World.Regions);
        var times = plot.Dice.Whole(1, 4);
        var day = plot.Day(420);
        for (var i = 0; i < times; i++)
        {
            var file = farmers
                ? plot.Subsidies.ForPerson(plot.Dice, programme, region, day)
                : plot.Approved(programme, plot.TakeApplicant(), day);
            if (file.Subsidy.ApprovedOn is null)
            {
                plot.Subsidies.Decide(plot.Dice, file, refused: false);
            }

            file.Subsidy.DisbursedOn = WorkCalendar.OnOrAfter(file.Subsidy.ApprovedOn!.Value.AddDays(plot.Dice.Whole(100, 340)));
            plot.Subsidies.Spend(plot.Dice, file);
            plot.Add(file, plot.About("application", null));
            day = WorkCalendar.Later(day, plot.Dice.Whole(0, 6));
        }
    }
}

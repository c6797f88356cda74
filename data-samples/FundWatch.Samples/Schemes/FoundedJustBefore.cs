using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>A company founded weeks or months before it claims, with few staff and a large claim.</summary>
public sealed class FoundedJustBefore : StoryKind
{
    public override void Plant(Plot plot)
    {
        plot.Tell("申报前突击成立的企业");
        var day = plot.Day(90);
        var company = plot.World.NewCompany(Trade.Industry, established: WorkCalendar.OnOrAfter(day.AddDays(-plot.Dice.Whole(12, 165))));
        company.Capital = plot.Dice.Money(300_000, 9_000_000, 100_000);
        company.Insured = plot.Dice.Whole(0, 4);
        var programme = plot.ProgrammeFor(ApplicantKind.Company);
        var file = plot.Approved(programme, company, day);
        plot.SetAmount(file, plot.Dice.Money(programme.Median * 1.8, programme.Median * 4, 100));
        plot.Add(file, plot.About("company", company.Code));
    }
}

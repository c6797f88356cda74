using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>One project dressed up for several departments: the text is turned around a little, the amounts differ.</summary>
public sealed class SameProjectSeveralDepartments : StoryKind
{
    private static readonly string[] _openings = ["", "本项目为", "我单位申报的", "根据企业发展规划实施"];
    private static readonly string[] _endings = ["", "项目已完工。", "项目成效良好。", "特此申报。"];

    public override int Count => 9;

    public override void Plant(Plot plot)
    {
        var company = plot.TakeApplicant();
        var programmes = Choose(plot, ApplicantKind.Company, company);
        if (programmes.Count < 2)
        {
            // A small prefecture has one office for all that companies apply for, but a bureau each for agriculture and for water.
            company = plot.TakeCooperative();
            programmes = Choose(plot, ApplicantKind.Cooperative, company);
        }

        plot.Tell("同一项目向多个部门申报");
        var day = plot.Day(240);
        var first = plot.Approved(programmes[0], company, day);
        plot.Add(first, plot.About("company", company.Code));
        foreach (var programme in programmes.Skip(1))
        {
            day = WorkCalendar.Later(day, plot.Dice.Whole(3, 45));
            var again = plot.Approved(programme, company, day);
            again.Subsidy.ProjectTitle = plot.Dice.Chance(0.5) ? first.Subsidy.ProjectTitle : first.Subsidy.ProjectTitle + "项目";
            again.Subsidy.ProjectSummary = plot.Dice.Pick(_openings) + first.Subsidy.ProjectSummary + plot.Dice.Pick(_endings);
            again.Uses.ForEach(u => u.Purpose = $"支付{again.Subsidy.ProjectTitle}{u.Category}款");
            plot.Add(again, plot.About("company", company.Code));
        }
    }

    private static List<Programme> Choose(Plot plot, ApplicantKind kind, Company company) => plot.Dice.Shuffled(Programmes.All.Where(p => p.For == kind))
        .DistinctBy(p => plot.World.Department(company.Region, p.Sector)).Take(plot.Dice.Whole(2, 4)).ToList();
}

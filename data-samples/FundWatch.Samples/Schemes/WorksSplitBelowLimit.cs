using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>One work cut into parts below the limit: same owner, same place, names that differ in a section or phase.</summary>
public sealed class WorksSplitBelowLimit : StoryKind
{
    private static readonly string[][] _parts =
    [
        ["（一期）", "（二期）", "（三期）", "（四期）", "（五期）"],
        ["（K0-K1段）", "（K1-K2段）", "（K2-K3段）", "（K3-K4段）", "（K4-K5段）"],
        ["东侧", "西侧", "南侧", "北侧", "中段"],
        ["第1批", "第2批", "第3批", "第4批", "第5批"],
    ];

    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        const string kind = "工程";
        var limit = (double)ProjectFactory.TenderFrom(kind);
        var words = plot.Dice.Pick(_parts);
        var count = plot.Dice.Whole(2, 5);
        var day = plot.ProjectDay();
        var until = ProjectStream.Window(plot.World.Options).Until;
        if (day.AddDays(count * 40) > until)
        {
            day = WorkCalendar.OnOrAfter(until.AddDays(-count * 42));
        }

        plot.Tell("同一项目拆成若干份，每份低于招标限额");
        ProjectCase? first = null;
        for (var i = 0; i < count; i++)
        {
            var budget = plot.Dice.Money(limit * Math.Max(0.42, 1.15 / count), limit * 0.97, 1000);
            var method = plot.Dice.Weighted(("直接发包", 2.0), ("竞争性磋商", 1.0));
            // The later parts take the first one's name and owner.
            var part = first is null ? plot.NewWorks(kind, budget, method, day)
                : plot.Project(kind, budget, method, day, plot.World.LocalHosts.First(o => o.Code == first.Project.OwnerCode));
            first ??= part;
            part.Project.ProjectName = (i == 0 ? part.Project.ProjectName : Bare(first.Project.ProjectName, words[0])) + words[i];
            part.Project.Location = first.Project.Location;
            plot.Add(part, plot.About("organisation", first.Project.OwnerCode!));
            day = WorkCalendar.Later(day, plot.Dice.Whole(2, 24));
        }
    }

    private static string Bare(string name, string part) => name[..^part.Length];
}

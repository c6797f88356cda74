using FundWatch.Samples.Randomness;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Writes projects with their bids and events, by the day of approval.</summary>
public sealed class ProjectStream(Prefecture world, ProjectFactory factory, Output output)
{
    private readonly Dice _dice = world.Dice.Fork("projects");
    private long _projects;
    private long _bids;
    private long _events;

    /// <summary>First and last day of approval: most projects of a data set are finished.</summary>
    public static (DateOnly From, DateOnly Until) Window(GeneratorOptions options) => (options.From.AddDays(-240), options.Until.AddDays(-260));

    public void Write(IEnumerable<ProjectCase> planted, int honest)
    {
        var (from, until) = Window(world.Options);
        var days = WorkCalendar.Workdays(from, until);
        var calendar = new DayQuota(days, _dice);
        var owners = new HostDraw(world.Hosts);
        var waiting = new Queue<ProjectCase>(planted.OrderBy(c => c.Project.ApprovedOn));
        for (var d = 0; d < days.Count; d++)
        {
            while (waiting.TryPeek(out var next) && next.Project.ApprovedOn <= days[d])
            {
                Write(waiting.Dequeue());
            }

            for (var n = calendar.Due(honest, d); n > 0; n--)
            {
                Write(factory.Draw(_dice, owners.Draw(_dice), days[d]));
            }
        }

        while (waiting.TryDequeue(out var last))
        {
            Write(last);
        }
    }

    private void Write(ProjectCase file)
    {
        var project = file.Project;
        var approved = project.ApprovedOn!.Value;
        project.Key = $"{project.RegionCode}-{approved:yyyyMM}-{++_projects:D6}";
        var region = file.Owner.Region;
        output.Write(project, region.IsCity ? 0 : region.Number % 3 + 1, region.IsCity ? "市本级" : $"县区{region.Number % 3 + 1}组", project.Key);
        var part = approved.Year - world.Options.From.Year + 1;
        foreach (var bid in file.Bids)
        {
            bid.Key = $"TB{++_bids:D8}";
            bid.ProjectId = project.Key;
            output.Write(bid, part, $"{approved.Year}年", project.Key);
        }

        foreach (var step in file.Events.OrderBy(e => e.EventOn))
        {
            step.Key = $"SX{++_events:D8}";
            step.ProjectId = project.Key;
            output.Write(step, part, $"{approved.Year}年", project.Key);
        }
    }
}

using System.CommandLine;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;

namespace FundWatch.Host.Cli;

/// <summary>One job of the schedule, now, in this process, recorded like any other run.</summary>
public sealed class RunCommand : ICliCommand
{
    private readonly Argument<string> _job = new("JOB") { Description = string.Join(" | ", Schedule.All.Where(entry => !entry.NeedsSubject).Select(entry => entry.Name)) };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("run", Language.Pick("立即运行一个定时任务", "one scheduled job, now, in this process"))
        {
            _job,
        }.WithExamples(Schedule.All.Where(entry => !entry.NeedsSubject).Select(entry => $"fundwatch run {entry.Name}").Take(2).Append("fundwatch run score --json").ToArray());
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var wish = parse.GetValue(_job)!;
            Schedule.Find(wish);
            await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
            await QueueTables.InstallAsync(database, ct);
            var services = new ServiceCollection().AddSingleton(database).AddLogging(logging => LongRunning.Logging(logging, database.Directory)).AddFundWatchJobs();
            await using var provider = services.BuildServiceProvider();
            var runner = provider.GetRequiredService<JobRunner>();
            var summaries = new List<JobOutcome>();
            for (var wanted = new Queue<string>([wish]); wanted.TryDequeue(out var name);)
            {
                var title = Schedule.Find(name);
                var outcome = await output.ProgressAsync(Language.Pick(title.TitleZh, title.TitleEn), progress =>
                    runner.RunAsync(name, $"cli-{Guid.NewGuid():N}", $"cli:{Environment.UserName}", progress, ct));
                summaries.Add(outcome);
                outcome.Next.ToList().ForEach(wanted.Enqueue);
            }

            output.Result(new { summaries[0].Job, summaries[0].Status, summaries[0].RunId, summaries[0].Counts, summaries[0].Notes, Then = summaries.Skip(1) });
            if (!output.IsJson)
            {
                summaries.ForEach(outcome => Say(output, outcome));
            }

            return summaries[0].Status is "busy" or "failed" ? ExitCode.Failed : summaries.Any(SomeRefused) ? ExitCode.SomeRefused : ExitCode.Done;
        });
        return command;
    }

    private static bool SomeRefused(JobOutcome outcome) =>
        new[] { "files_refused", "rows_quarantined" }.Any(count => outcome.Counts.GetValueOrDefault(count) > 0);

    private static void Say(Output output, JobOutcome outcome)
    {
        var counts = string.Join("  ", outcome.Counts.Select(count => $"{count.Key}={count.Value:N0}"));
        if (outcome.IsBehindAnother)
        {
            output.Warn($"{outcome.Job}：另一任务或命令正在做同样的工作，请稍后再试。", $"{outcome.Job}: another job or command is at the same work; try again later.");
        }
        else if (outcome.Status == "busy")
        {
            output.Warn($"{outcome.Job}：另一个进程正在运行此任务，请稍后再试。", $"{outcome.Job}: another process is running this job; try again later.");
        }
        else if (outcome.Status == "failed")
        {
            output.Warn($"{outcome.Job}：部分失败  {counts}", $"{outcome.Job}: failed in part  {counts}");
        }
        else
        {
            output.Say($"{outcome.Job}：完成  {counts}", $"{outcome.Job}: done  {counts}");
        }

        foreach (var note in outcome.Notes)
        {
            output.Warn(note.Zh, note.En);
        }
    }
}

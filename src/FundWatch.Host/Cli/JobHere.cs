using FundWatch.Data.Postgres;
using FundWatch.Jobs;

namespace FundWatch.Host.Cli;

/// <summary>A job of the schedule, run by a command in its own process and recorded like any other run.</summary>
internal static class JobHere
{
    /// <summary>Runs it to its end. While another process is at the same job it waits, then makes sure: the other may have begun before what is to be worked on came.</summary>
    /// <param name="startedBy">Who asked; shown with the run.</param>
    public static async Task<JobOutcome> RunAsync(FundWatchDatabase database, string job, string startedBy, IProgress<(double Share, string? Stage)> progress, CancellationToken ct)
    {
        await using var provider = new ServiceCollection().AddSingleton(database).AddLogging(logging => LongRunning.Logging(logging, database.Directory)).AddFundWatchJobs().BuildServiceProvider();
        var runner = provider.GetRequiredService<JobRunner>();
        for (; ; )
        {
            var outcome = await runner.RunAsync(job, $"{startedBy}-{Guid.NewGuid():N}", startedBy, progress, ct);
            if (outcome.Status != "busy")
            {
                return outcome;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    /// <summary>Looks in the registers for the names of the rows that have just come, as after every load, and says what a person has to decide.</summary>
    public static async Task FindNamesAsync(FundWatchDatabase database, Output output, CancellationToken ct)
    {
        var outcome = await output.ProgressAsync(Language.Pick("查找名称", "Looking up names"), progress => RunAsync(database, "find-names", CliActor.Name, progress, ct));
        if (outcome.Counts.GetValueOrDefault("names_proposed") is var proposed and > 0)
        {
            output.Note($"有 {proposed:N0} 个没有代码的名称可能对应登记名称，待确认：fundwatch names list --state proposed",
                $"{proposed:N0} {(proposed == 1 ? "name without a code may be" : "names without a code may be")} a registered one, to be confirmed: fundwatch names list --state proposed");
        }
    }
}

using FundWatch.Data.Runs;
using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FundWatch.Jobs.Queue;

/// <summary>
/// Every job server looks, when it starts and every half-minute, for runs whose process was killed and asks for them again under the same request.
/// Hangfire redelivers such a job too, but only after its invisibility time; whichever comes first does the work, the other finds it done.
/// </summary>
internal sealed class KilledRuns(RunStore runs, IBackgroundJobClient jobs, TimeProvider clock, ILogger<KilledRuns> log) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, clock);
        do
        {
            try
            {
                await AskAgainAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // A service that throws ends its whole host, page and all. A store that does not answer now may answer in half a minute.
                log.LogWarning(failure, "Could not look for runs whose process was killed; trying again in {Seconds} s", _every.TotalSeconds);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAgainAsync(CancellationToken ct)
    {
        foreach (var run in await runs.KilledAsync(ct))
        {
            if (Schedule.TryFind(run.Job) is not null)
            {
                log.LogWarning("Run {RunId} of {Job} on {Worker} ended without a word; asking for it again", run.RunId, run.Job, run.Worker);
                jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync(run.Job, run.Request, run.StartedBy, null, CancellationToken.None));
            }
        }
    }
}

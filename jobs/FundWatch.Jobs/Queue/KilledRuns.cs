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
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), clock);
        do
        {
            foreach (var run in await runs.KilledAsync(stoppingToken))
            {
                if (Schedule.TryFind(run.Job) is not null)
                {
                    log.LogWarning("Run {RunId} of {Job} on {Worker} ended without a word; asking for it again", run.RunId, run.Job, run.Worker);
                    jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync(run.Job, run.Request, run.StartedBy, null, CancellationToken.None));
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

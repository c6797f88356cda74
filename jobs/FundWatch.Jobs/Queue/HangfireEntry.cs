using Hangfire;
using Hangfire.Server;

namespace FundWatch.Jobs.Queue;

/// <summary>What Hangfire calls: hands the job to the <see cref="JobRunner"/> and enqueues what should follow.</summary>
/// <remarks>
/// No automatic retry: a job that failed did so for a reason that a person should read on the runs page, and the schedule asks again anyhow.
/// A job whose process died is another matter; <see cref="KilledRuns"/> sees to it.
/// </remarks>
public sealed class HangfireEntry(JobRunner runner, IBackgroundJobClient jobs)
{
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(15);

    /// <param name="request">Null: Hangfire's own number for the job is the request.</param>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Fail)]
    public async Task RunAsync(string job, string? request, string startedBy, PerformContext? context, CancellationToken ct)
    {
        request ??= "hangfire-" + context!.BackgroundJob.Id;
        var outcome = await runner.RunAsync(job, request, startedBy, progress: null, ct);
        if (outcome.Status == "busy" && startedBy != JobClient.BySchedule)
        {
            // Somebody asked for it after the run that is under way had begun, so that run may have missed what they meant.
            jobs.Schedule<HangfireEntry>(entry => entry.RunAsync(job, request, startedBy, null, CancellationToken.None), WhenBusy);
        }

        foreach (var next in outcome.Next)
        {
            jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync(next, $"{request}>{next}", job, null, CancellationToken.None));
        }
    }
}

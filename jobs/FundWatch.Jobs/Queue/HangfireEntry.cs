using FundWatch.Data.Runs;
using Hangfire;
using Hangfire.Server;

namespace FundWatch.Jobs.Queue;

/// <summary>What Hangfire calls: hands the job to the <see cref="JobRunner"/> and enqueues what should follow.</summary>
/// <remarks>
/// No automatic retry: a job that failed did so for a reason that a person should read on the runs page, and the schedule asks again anyhow.
/// A job whose process died is another matter; <see cref="KilledRuns"/> sees to it.
/// </remarks>
public sealed class HangfireEntry(JobRunner runner, IBackgroundJobClient jobs, JobStorage storage, RunStore runs)
{
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(15);

    private readonly WaitingJobs _waiting = new(storage, runs);

    /// <param name="request">Null: Hangfire's own number for the job is the request.</param>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Fail)]
    public async Task RunAsync(string job, string? request, string startedBy, PerformContext? context, CancellationToken ct)
    {
        request ??= RequestOf(context!.BackgroundJob.Id);
        var outcome = await runner.RunAsync(job, request, startedBy, progress: null, ct);
        if (outcome.Status == "busy" && MustComeAgain(outcome, startedBy))
        {
            jobs.Schedule<HangfireEntry>(entry => entry.RunAsync(job, request, startedBy, null, CancellationToken.None), WhenBusy);
        }

        foreach (var next in outcome.Next)
        {
            if (!await _waiting.HasAsync(next, CancellationToken.None)) // what this job wrote is in the store
            {
                jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync(next, $"{request}>{next}", job, null, CancellationToken.None));
            }
        }
    }

    internal static string RequestOf(string number) => "hangfire-" + number;

    /// <summary>
    /// Somebody asked for it after the run that is under way had begun, so that run may have missed what they meant. The schedule means no more than that
    /// the job is run, which is seen to where it is this job that is under way. Behind another job (a full scoring of hours) what a job asked for need not
    /// gather in the queue: the scan of the inbox asks for scoring again once nobody is at it.
    /// </summary>
    private static bool MustComeAgain(JobOutcome outcome, string startedBy) => outcome.IsBehindAnother
        ? Schedule.TryFind(startedBy) is null
        : startedBy != JobClient.BySchedule;
}

using FundWatch.Data.Runs;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace FundWatch.Jobs.Queue;

/// <summary>Jobs that are asked for and have not begun. Whatever is in the store by now, such a job will see: to ask for it once more is work done twice.</summary>
internal sealed class WaitingJobs(JobStorage storage, RunStore runs)
{
    private const int LookedAt = 1_000;

    /// <summary>
    /// True where the job will surely run from its beginning. Not one of the schedule's, which is let go behind a run of the same job that has missed what is new; nor one
    /// that is asked for again after its process was killed: Hangfire delivers it a second time by itself, and whichever comes later finds it done.
    /// </summary>
    public async Task<bool> HasAsync(string job, CancellationToken ct)
    {
        foreach (var (number, waiting) in Waiting())
        {
            if (waiting?.Args is [string name, var request, string startedBy, ..] && name == job && startedBy != JobClient.BySchedule
                && !await runs.HasBegunAsync(request as string ?? HangfireEntry.RequestOf(number), ct))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<(string Number, Job? Job)> Waiting()
    {
        var seen = storage.GetMonitoringApi();
        return seen.EnqueuedJobs(EnqueuedState.DefaultQueue, 0, LookedAt).Where(j => j.Value?.InEnqueuedState == true).Select(j => (j.Key, (Job?)j.Value.Job))
            .Concat(seen.ScheduledJobs(0, LookedAt).Where(j => j.Value?.InScheduledState == true).Select(j => (j.Key, (Job?)j.Value.Job)));
    }
}

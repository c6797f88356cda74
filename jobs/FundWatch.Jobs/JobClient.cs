using FundWatch.Jobs.Queue;
using Hangfire;

namespace FundWatch.Jobs;

/// <summary>Asks the job servers for work. For pages, the API and jobs; returns at once.</summary>
public sealed class JobClient(IBackgroundJobClient jobs)
{
    internal const string BySchedule = "schedule";

    /// <summary>Enqueues a job of the <see cref="Schedule"/>.</summary>
    /// <param name="startedBy">Who asked; shown with the run.</param>
    public void Enqueue(string job, string startedBy)
    {
        Schedule.Find(job);
        jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync(job, null, startedBy, null, CancellationToken.None));
    }
}

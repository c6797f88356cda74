using System.Runtime.ExceptionServices;
using FundWatch.Jobs.Queue;
using Hangfire;
using Npgsql;

namespace FundWatch.Jobs;

/// <summary>Asks the job servers for work. For pages, the API and jobs; returns at once.</summary>
public sealed class JobClient(IBackgroundJobClient jobs)
{
    internal const string BySchedule = "schedule";

    /// <summary>Enqueues a job of the <see cref="Schedule"/>.</summary>
    /// <param name="startedBy">Who asked; shown with the run.</param>
    /// <exception cref="NpgsqlException">The queue's database is lost; Hangfire wraps it in an exception of its own.</exception>
    public void Enqueue(string job, string startedBy)
    {
        Schedule.Find(job);
        try
        {
            jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync(job, null, startedBy, null, CancellationToken.None));
        }
        catch (BackgroundJobClientException failure) when (OfDatabase(failure) is { } lost)
        {
            ExceptionDispatchInfo.Throw(lost);
        }
    }

    private static NpgsqlException? OfDatabase(Exception? failure) => failure is null or NpgsqlException ? (NpgsqlException?)failure : OfDatabase(failure.InnerException);
}

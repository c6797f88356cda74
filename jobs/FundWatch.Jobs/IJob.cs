namespace FundWatch.Jobs;

/// <summary>
/// One kind of scheduled work. It asks the database what is missing and does that, so it may be run again at any time; it knows nothing
/// of schedules, locks, retries or logs (see <see cref="JobRunner"/>). Its name is in <see cref="Schedule"/>.
/// </summary>
public interface IJob
{
    /// <summary>Does the work, reporting to <paramref name="run"/>. Throws when it fails.</summary>
    Task RunAsync(IJobRun run, CancellationToken ct);
}

/// <summary>What a job may say while it works.</summary>
public interface IJobRun
{
    /// <summary>What the run is about: the number behind the job's name where it needs one (<see cref="ScheduledJob.NeedsSubject"/>), else empty.</summary>
    string Subject { get; }

    /// <summary>How far it is (0 to 1), and what it is doing.</summary>
    void Report(double progress, string stage);

    /// <summary>Sets a figure of the run, e.g. <c>rows_loaded</c>.</summary>
    void Count(string name, long value);

    /// <summary>Says something beside the figures to whoever asked for the run.</summary>
    void Say(string zh, string en);

    /// <summary>Says what part of the work could not be done: the rest is, and what was asked for behind it follows, but the run ends as failed.</summary>
    void Fail(string zh, string en);

    /// <summary>Asks for another job once this one is done.</summary>
    void Then(string job);
}

/// <summary>Hands a run to work that reports by <see cref="IProgress{T}"/>.</summary>
internal static class JobRunProgress
{
    /// <param name="from">Where in the run the work begins (0 to 1), and</param>
    /// <param name="to">where it ends.</param>
    public static IProgress<(double Share, string? Stage)> Progress(this IJobRun run, double from = 0, double to = 1) => new Part(run, from, to);

    private sealed class Part(IJobRun run, double from, double to) : IProgress<(double Share, string? Stage)>
    {
        public void Report((double Share, string? Stage) value) => run.Report(from + ((to - from) * value.Share), value.Stage ?? "");
    }
}

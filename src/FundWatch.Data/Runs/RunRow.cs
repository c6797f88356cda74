namespace FundWatch.Data.Runs;

/// <summary>One run of a job, as it is listed.</summary>
/// <param name="Progress">0 to 1.</param>
/// <param name="ErrorZh">The error in Chinese, where the program worded it; else null, and <paramref name="Error"/> is as it came.</param>
/// <param name="Counts">What it did, by name, e.g. rows loaded, leads made.</param>
public sealed record RunRow(
    long RunId, string Job, string Request, int Attempt, DateTimeOffset StartedAt, DateTimeOffset HeartbeatAt, DateTimeOffset? FinishedAt,
    string Status, string StartedBy, string Worker, double Progress, string? Stage, IReadOnlyDictionary<string, long> Counts, string? Error, string? ErrorZh)
{
    /// <summary>Done by schedule and found nothing to do, as a scan of an empty inbox every few minutes.</summary>
    public bool DidNothing => Status == "done" && Error is null && StartedBy == "schedule" && Counts.Values.All(c => c == 0);
}

namespace FundWatch.Jobs;

/// <summary>How asking for a job ended.</summary>
/// <param name="Status"><c>done</c>, <c>busy</c> (another process is running it), <c>already_done</c> or <c>given_up</c>.</param>
/// <param name="Next">Jobs that it asked for.</param>
public sealed record JobOutcome(string Job, string Status, long? RunId, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Next)
{
    internal static JobOutcome Without(string job, string status) => new(job, status, null, new Dictionary<string, long>(), []);
}

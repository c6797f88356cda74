namespace FundWatch.Jobs;

/// <summary>How asking for a job ended.</summary>
/// <param name="Status"><c>done</c>, <c>failed</c> (in part; a job that fails as a whole throws), <c>busy</c> (another process is running it), <c>already_done</c> or <c>given_up</c>.</param>
/// <param name="Next">Jobs that it asked for.</param>
public sealed record JobOutcome(string Job, string Status, long? RunId, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Next)
{
    /// <summary>What it said beside the figures.</summary>
    public IReadOnlyList<JobNote> Notes { get; init; } = [];

    /// <summary>With <c>busy</c>: another job or command is at the same work, and nobody at this job.</summary>
    public bool IsBehindAnother { get; init; }

    internal static JobOutcome Without(string job, string status) => new(job, status, null, new Dictionary<string, long>(), []);
}

/// <summary>A sentence for whoever asked for a run.</summary>
public sealed record JobNote(string Zh, string En);

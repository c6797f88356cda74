namespace FundWatch.Jobs.Scoring;

/// <summary>What to score.</summary>
/// <param name="Stream">Only rules and models that feed this stream's leads.</param>
/// <param name="Full">Everything, not only what is new or changed.</param>
/// <param name="AsOf">Judge by rule the records as they were known then. Such a look back counts and writes nothing.</param>
public sealed record ScoreRequest(string? Stream = null, bool Full = false, DateTimeOffset? AsOf = null);

namespace FundWatch.Core.Trail;

/// <summary>The first thing that does not fit.</summary>
/// <param name="LeadId">Whose chain; null: the office's, or all of them.</param>
/// <param name="Ordinal">Position in the chain.</param>
/// <param name="Code">Stable: altered, missing, unlinked, anchor, lead.</param>
public sealed record TrailBreak(string Code, long? LeadId, int? Ordinal, long? Seq, string Zh, string En);

namespace FundWatch.Data.Rules;

/// <summary>What to judge: the rules of one stream or of all, everything or what has changed, now or as FundWatch knew the records at a moment.</summary>
/// <param name="Stream">Only rules that feed this stream's leads.</param>
/// <param name="Full">All subjects, not only those whose records changed.</param>
/// <param name="AsOf">Judge the records as they were known then. Such a look back counts and writes nothing.</param>
public sealed record RuleScope(string? Stream = null, bool Full = false, DateTimeOffset? AsOf = null);

/// <summary>What one rule did in one run. The five counts are of items (a reception, a letter, a lot) and add up to <see cref="Evaluated"/>.</summary>
/// <param name="Seconds">From start to written.</param>
/// <param name="FlagsRaised">New flags and cleared ones found again.</param>
/// <param name="FlagsChanged">Flags whose figures or evidence differ from the last run.</param>
/// <param name="FlagsCleared">Flags no longer found.</param>
/// <param name="Missing">Columns (stream.column) that hold nothing at all: why the rule said insufficient data for everybody.</param>
/// <param name="Message">Why the rule could not run; null where it ran.</param>
public sealed record RuleRun(
    string Id, long Evaluated, long Triggered, long NotTriggered, long InsufficientData, long NotApplicable, long Error, double Seconds,
    int FlagsRaised = 0, int FlagsChanged = 0, int FlagsCleared = 0, IReadOnlyList<string>? Missing = null, string? Message = null)
{
    /// <summary>True where the rule's file or SQL failed.</summary>
    public bool Failed => Message is not null;
}

/// <summary>How far a run has come.</summary>
/// <param name="RuleId">The rule that has just finished.</param>
public sealed record RuleProgress(int Done, int Total, string RuleId);

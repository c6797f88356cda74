namespace FundWatch.Data.Names;

/// <summary>A name as a source writes it, and the registered one it was found to be.</summary>
/// <param name="Method">exact, firm, abbreviation, near or own_place (a short form, in the row's own place).</param>
/// <param name="State">proposed, confirmed or undone.</param>
/// <param name="Rows">Rows that carried the name when it was last looked for.</param>
/// <param name="DecidedBy">Who confirmed or undid it; null where only the program has spoken.</param>
public sealed record NameLink(
    long Id, string Kind, string Source, string WrittenName, string? RegionCode, string Code, string RegisteredName, string Method, decimal Confidence, string State,
    long Rows, DateTimeOffset MadeAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Note);

/// <summary>Which links are asked for.</summary>
/// <param name="State">proposed, confirmed, undone, or null for all.</param>
/// <param name="Search">Part of the written name, the registered one or its code.</param>
/// <param name="DecidedOnly">Of the undone links, only those that a person undid: the program drops its own where rows or registers no longer bear them out.</param>
public sealed record NameFilter(string? State = null, string? Search = null, int? Limit = null, int Skip = 0, bool DecidedOnly = false);

/// <summary>What a search for names found.</summary>
/// <param name="Names">Names without a code, by source and place.</param>
/// <param name="Unmatched">Names that fit no registered one, or several.</param>
public sealed record NameSearch(int Names, int Exact, int Proposed, int Unmatched)
{
    internal const int Listed = 10;

    /// <summary>Of <see cref="Unmatched"/>: those that fit no registered name.</summary>
    public int NotFound { get; init; }

    /// <summary>The rest of them: those that fit several.</summary>
    public int Ambiguous { get; init; }

    /// <summary>The first that fit none, those of the most rows first.</summary>
    public IReadOnlyList<UnmatchedName> NotFoundNames { get; init; } = [];

    /// <summary>The first that fit several, with these.</summary>
    public IReadOnlyList<UnmatchedName> AmbiguousNames { get; init; } = [];
}

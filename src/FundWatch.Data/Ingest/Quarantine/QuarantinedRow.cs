namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A refused row as people and scripts see it.</summary>
/// <param name="Raw">The row as one line of CSV, as it stood in the file.</param>
public sealed record QuarantinedRow(long Id, string Stream, string File, string? Sheet, long Line, string? Column, string Code, string MessageZh, string MessageEn, string Raw,
    string Status, DateTimeOffset CreatedAt, string Source);

/// <summary>Which rows to look at; nothing given means all that are open.</summary>
public sealed record QuarantineFilter(string? Stream = null, string? Code = null, string? File = null, IReadOnlyList<long>? Ids = null, int? Limit = null);

/// <summary>How a retry ended: rows = loaded + updated + unchanged + quarantined, the last being still wrong.</summary>
public sealed record RetryReport(long Rows, long Loaded, long Updated, long Unchanged, long Quarantined, IReadOnlyList<string> NotUsed, long Untouched = 0);

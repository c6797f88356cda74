using FundWatch.Data.Leads;

namespace FundWatch.Data.Records;

/// <summary>What a record said from one load to the next.</summary>
/// <param name="From">When this version came into the store.</param>
/// <param name="To">When the next one came, or the record was taken out; null: it stands today.</param>
/// <param name="BatchId">The batch that brought it: of a row that was refused first, the correction that took it in.</param>
/// <param name="FileName">The file that said so, also of a row that came in by way of a corrected sheet; and</param>
/// <param name="Line">its line there.</param>
/// <param name="Cells">Its filled cells; what is personal is masked.</param>
public sealed record RecordVersion(string Source, DateTimeOffset From, DateTimeOffset? To, long BatchId, string FileName, string? Sheet, long Line, string BatchStatus, IReadOnlyList<EvidenceCell> Cells)
{
    /// <summary>What took a refused row in: the name of the sheet that gave it back, or <c>quarantine</c> where it was read again; null where its file brought it.</summary>
    public string? ReturnedBy { get; init; }

    /// <summary>Whether the store held this version at the moment.</summary>
    public bool StoodAt(DateTimeOffset moment) => From <= moment && (To is null || moment < To);
}

/// <summary>A record by its stream and natural key, as evidence names it: <c>reception:JD-2024-001</c>.</summary>
public sealed record RecordKey(string Stream, string Key)
{
    /// <summary>Null where the text has no such form or names no stream. No key of the store holds U+0000.</summary>
    public static RecordKey? Parse(string? text) =>
        text?.Trim().Split(':', 2) is [var stream, { Length: > 0 } key] && !key.Contains('\0') && Core.Records.RecordStreams.Find(stream) is not null ? new RecordKey(stream, key) : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Stream}:{Key}";
}

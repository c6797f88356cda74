using System.Text.Json.Serialization;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A refused row as people and scripts see it.</summary>
/// <param name="Raw">The row as one line of CSV, as it stood in the file; empty where only the list was asked for.</param>
/// <param name="SettledIn">The batch that took it in: a correction, or a later load with its key.</param>
public sealed record QuarantinedRow(long Id, string Stream, string File, string? Sheet, long Line, string? Column, string Code, string MessageZh, string MessageEn, string Raw,
    string Status, DateTimeOffset CreatedAt, string Source, long BatchId = 0, long? SettledIn = null);

/// <summary>Which rows to look at; nothing given means all that are open.</summary>
/// <param name="Column">Rows with this column among their wrong cells.</param>
/// <param name="Since">Rows refused at or after this moment.</param>
/// <param name="After">Rows behind this id: the next page.</param>
/// <param name="ExceptCodes">Not those refused for one of these reasons.</param>
/// <param name="IsSettled">Not the open rows but those that a later load has settled.</param>
/// <param name="UpTo">Rows up to this id: what somebody was shown, without what has been refused since.</param>
public sealed record QuarantineFilter(string? Stream = null, string? Code = null, string? File = null, IReadOnlyList<long>? Ids = null, int? Limit = null,
    long? Batch = null, string? Column = null, DateTimeOffset? Since = null, long? After = null, IReadOnlyList<string>? ExceptCodes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsSettled = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long? UpTo = null);

/// <summary>How a retry ended: rows = loaded + updated + unchanged + quarantined + skipped; quarantined are still wrong, skipped are no records by the new mapping.</summary>
/// <param name="Undecided">Second versions of their key and rows older than what is in the store, which were not read again: a person says which one holds.</param>
/// <param name="LoadedSince">Of the quarantined: rows whose key a later load has brought. They did not replace it.</param>
/// <param name="Settled">Rows of earlier files with these keys, which are no longer open.</param>
/// <param name="OfAnotherTable">Rows below another unit or header than the file's own, or in another currency, which were not read again: their file's layout would read them wrongly.</param>
/// <param name="HalfGiven">Of the quarantined: rows of a sheet that a person has changed, but not all of their amounts, which are in another unit or currency; or that stand below another header. Nothing of them was taken.</param>
/// <param name="OtherUnit">Of the quarantined: rows beside which a sheet has another unit than their amounts are read in. Nothing of them was taken: whether the amounts were converted, nobody knows.</param>
/// <param name="ReadIn">The units that these were exported with; none where their headers say it.</param>
/// <param name="NewerMappings">Batches whose rows were read as their files were, by a version of a kept mapping that has a newer one.</param>
/// <param name="NotUsed">Numbers of the sheet of which nothing was taken.</param>
/// <param name="WithoutId">Lines of the sheet that hold something and no number of a refused row: nothing of them was taken.</param>
/// <param name="OfOtherRows">Of these: open rows, beside whose number the sheet has the stream, file or line of another row, or none.</param>
public sealed record RetryReport(long Rows, long Loaded, long Updated, long Unchanged, long Quarantined, IReadOnlyList<string> NotUsed, long Untouched = 0, long Skipped = 0,
    long Undecided = 0, long LoadedSince = 0, long Settled = 0, long OfAnotherTable = 0, IReadOnlyList<NewerMapping>? NewerMappings = null, long HalfGiven = 0, IReadOnlyList<string>? OfOtherRows = null,
    long OtherUnit = 0, IReadOnlyList<string>? ReadIn = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? WithoutId = null)
{
    /// <summary>Numbers that are not open: unknown, or dealt with since the sheet was made.</summary>
    [JsonIgnore] public IReadOnlyList<string> NotOpen => [.. NotUsed.Except(OfOtherRows ?? [])];

    internal RetryReport Plus(RetryReport more) => this with
    {
        Rows = Rows + more.Rows, Loaded = Loaded + more.Loaded, Updated = Updated + more.Updated, Unchanged = Unchanged + more.Unchanged, Quarantined = Quarantined + more.Quarantined,
        Skipped = Skipped + more.Skipped, LoadedSince = LoadedSince + more.LoadedSince, Settled = Settled + more.Settled,
    };
}

/// <summary>A batch that was read through a kept mapping which has been changed since.</summary>
/// <param name="Used">The version by which its rows are read again, 0 for the program's own.</param>
public sealed record NewerMapping(long BatchId, string Name, int Used, int Newest)
{
    public (string Zh, string En) Words => ($"批次 {BatchId} 的行是按映射“{Name}”第 {Used} 版重读的（与导入时相同）；该映射现有第 {Newest} 版，要按新版重读请选用它（--mapping {Name}）。",
        $"The rows of batch {BatchId} were read by version {Used} of the mapping '{Name}', as their file was; there is a version {Newest} now: choose it to read them by that (--mapping {Name}).");
}

/// <summary>One refused row, cell by cell.</summary>
/// <param name="Resolution">Who settled it and why, once it is no longer open.</param>
/// <param name="Units">In which unit its amounts are read, where their headers do not say so.</param>
public sealed record RefusedRowPage(QuarantinedRow Row, IReadOnlyList<RefusedCell> Cells, string? Reason, string? ResolvedBy, DateTimeOffset? ResolvedAt, string Units = "");

/// <summary>A cell of a refused row.</summary>
/// <param name="Value">As it stood in the file, or masked.</param>
/// <param name="IsMasked">True where the value may be personal and is not shown.</param>
/// <param name="Reasons">What is wrong with it; empty where nothing is.</param>
public sealed record RefusedCell(string Header, string Value, bool IsMasked, IReadOnlyList<CellReason> Reasons);

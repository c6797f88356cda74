namespace FundWatch.Data.Ingest.Quality;

/// <summary>What was found out about a batch once its rows were in.</summary>
/// <param name="Previous">The last load of the same source and stream that it can be compared with (<see cref="Comparison.Like"/>); null where there is none.</param>
/// <param name="Blind">Rules that this file leaves without what they need.</param>
/// <param name="Remarks">What deserves a person's look, gravest first; empty where all is well.</param>
public sealed record Findings(
    PreviousLoad? Previous, IReadOnlyList<ReferenceCheck> References, TwinCheck? Twins, IReadOnlyList<ColumnDrift> Drift, IReadOnlyList<ScaleDoubt> Scale,
    IReadOnlyList<BlindRule> Blind, IReadOnlyList<Remark> Remarks)
{
    /// <summary>Null where no row lost anything, and in reports made before it was looked for.</summary>
    public ErasedValues? Erased { get; init; }

    /// <summary>Null where no row went over one of another sheet, and in reports made before it was looked for.</summary>
    public SheetsReplaced? Sheets { get; init; }

    /// <summary>None in reports made before it was looked for.</summary>
    public IReadOnlyList<ScaleWithin> Within { get; init; } = [];

    /// <summary>Null where the file brought nothing back, and in reports made before it was looked for.</summary>
    public BroughtBack? Back { get; init; }

    /// <summary>Null where rows went over versions of the same records, and in reports made before it was looked for.</summary>
    public OthersReplaced? Others { get; init; }

    /// <summary>Null where no other source has such numbers, and in reports made before it was looked for.</summary>
    public KeysShared? Shared { get; init; }
}

/// <summary>Rows that went over rows of earlier files under the same numbers, which were about somebody else or another day: other records, rather than corrections of these.</summary>
/// <param name="Rows">Looked at.</param>
/// <param name="Whom">The column of whom they are about, where nearly all differ in it.</param>
/// <param name="Day">The column of their day, where nearly all differ in it.</param>
/// <param name="Files">That had brought the rows which were replaced.</param>
/// <param name="Key">One of them, for people.</param>
public sealed record OthersReplaced(long Rows, string? Whom, string? Day, IReadOnlyList<string> Files, string Key);

/// <summary>Numbers that rows of other sources have as well, with other values.</summary>
/// <param name="Shared">Of <paramref name="Rows"/> looked at.</param>
/// <param name="Key">One of them, for people.</param>
public sealed record KeysShared(long Rows, long Shared, IReadOnlyList<string> Sources, string Key);

/// <summary>A file taken in again that put back what it had said before, over rows that others had replaced since.</summary>
/// <param name="Batch">The last one before that had these rows.</param>
/// <param name="Rows">That say again what they said then.</param>
public sealed record BroughtBack(long Batch, long Rows);

/// <summary>Rows that went over rows of the same key from other sheets of the very same file. A file has no versions of itself: one of the two is wrong, or they are two records.</summary>
/// <param name="Sheets">Whose rows they replaced.</param>
/// <param name="Key">One of them, for people.</param>
public sealed record SheetsReplaced(long Rows, IReadOnlyList<string> Sheets, string Key);

/// <summary>Values that rows of the store had and have no longer, because the file that updated them brought nothing in these columns.</summary>
/// <param name="Rows">Updated rows that lost a value, of <paramref name="Updated"/> looked at.</param>
/// <param name="IsSample">True where so many rows were updated that only a part of them was looked at.</param>
public sealed record ErasedValues(long Updated, long Rows, bool IsSample, IReadOnlyList<ErasedColumn> Columns);

/// <param name="IsSupplied">True where the file has the column and leaves it empty in every row; false where it lacks it.</param>
public sealed record ErasedColumn(string Column, bool IsSupplied, long Rows);

public sealed record PreviousLoad(long BatchId, string FileName, DateTimeOffset At, long Rows);

/// <summary>Values of a column that no row of the other stream has.</summary>
/// <param name="Rows">Rows of the batch with a value, of which <paramref name="Broken"/> name nothing known.</param>
/// <param name="IsSample">True where the batch is so large that only a part of its rows was looked at.</param>
/// <param name="IsTargetEmpty">True where the other stream holds nothing at all, so that nothing can be said.</param>
public sealed record ReferenceCheck(string Column, string ToStream, string ToColumn, long Rows, long Broken, IReadOnlyList<string> Examples, bool IsSample, bool IsTargetEmpty);

/// <summary>Rows that say the same as another row under another key.</summary>
/// <param name="InFile">Rows that have such a twin in the same file, of <paramref name="FileRows"/> looked at.</param>
/// <param name="InStore">Rows that have one in another load, of <paramref name="StoreRows"/> looked at.</param>
/// <param name="IsStoreSkipped">True where the store holds too many rows of the same dates to be searched.</param>
public sealed record TwinCheck(long FileRows, long InFile, bool IsFileSample, long StoreRows, long InStore, bool IsStoreSample, bool IsStoreSkipped);

/// <summary>A column that differs from the last load of the same source by more than chance explains.</summary>
/// <param name="What"><c>fill</c>, <c>median</c>, <c>new_codes</c> or <c>missing_codes</c>.</param>
public sealed record ColumnDrift(string Column, string What, double? Before, double? Now, IReadOnlyList<string>? Codes = null);

/// <summary>A column of amounts whose median is about ten thousand times that of other loads, or a ten-thousandth.</summary>
/// <param name="Against"><c>source</c>: earlier loads of the same source; <c>stream</c>: those of others.</param>
public sealed record ScaleDoubt(string Column, double Median, double Usual, string Against);

/// <summary>An amount far from all others of its column.</summary>
/// <param name="Value">The largest or smallest of the column.</param>
/// <param name="From">Amounts from here on are as far.</param>
public sealed record ScaleWithin(string Column, double Value, double Median, double From)
{
    /// <summary>Rows of the store that hold such amounts; 0 where it was not asked.</summary>
    public long Count { get; init; }

    /// <summary>Some of them, farthest first.</summary>
    public IReadOnlyList<RowOfBatch> Rows { get; init; } = [];
}

/// <param name="Key">For people, without personal data.</param>
public sealed record RowOfBatch(string Key, long Line);

/// <summary>A rule that says nothing, or not everything, for want of data.</summary>
/// <param name="Share">Share of the file's rows that it can judge; 0 where it cannot judge any.</param>
public sealed record BlindRule(string RuleId, string TitleZh, string TitleEn, IReadOnlyList<MissingInput> Missing, double Share);

/// <param name="Why"><c>absent_column</c>, <c>empty_column</c>, <c>sparse_column</c> or <c>absent_stream</c>.</param>
public sealed record MissingInput(string Stream, string Column, string Why);

/// <summary>One remarkable thing, in words.</summary>
/// <param name="Code">Stable.</param>
/// <param name="IsGrave">True where figures drawn from the file would be wrong; false where somebody should know.</param>
public sealed record Remark(string Code, string? Column, long? Count, bool IsGrave, string Zh, string En);

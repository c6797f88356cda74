using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>What a file held, as it is kept with its batch.</summary>
/// <param name="Rows">Rows read that are records, refused ones included.</param>
/// <param name="Accepted">Rows whose cells could all be read; what is said of columns is said of these.</param>
/// <param name="Repeated">Rows whose key had come before in the same file.</param>
/// <param name="RowRefusals">Rows refused as a whole, by code.</param>
/// <param name="Twins">Null in reports made before it was counted.</param>
public sealed record LoadSummary(long Rows, long Accepted, long Repeated, IReadOnlyDictionary<string, long> RowRefusals, IReadOnlyList<ColumnSummary> Columns, TwinCount? Twins = null)
{
    /// <summary>The unit stated above the header or right below it, in yuan, where amounts were read in it; else 1.</summary>
    public long UnitAbove { get; init; } = 1;

    /// <summary>In which units amounts were read, for people: 元.</summary>
    public string UnitsInUse { get; init; } = "";

    /// <summary>The currency (ISO 4217) in which amounts were read because their source delivers in it, where nothing in the file says so; else null.</summary>
    public string? AssumedCurrency { get; init; }

    /// <summary>Rows beside the records that state other units than these; of many below the header, the first.</summary>
    public IReadOnlyList<UnitElsewhere> OtherUnits { get; init; } = [];

    /// <summary>Records that name such a unit or currency themselves, in a column that nothing takes.</summary>
    public long OwnUnitRows { get; init; }

    /// <summary>The first of each unit among them.</summary>
    public IReadOnlyList<UnitElsewhere> OwnUnits { get; init; } = [];

    /// <summary>True where no record names the unit in use: all that name any name one of these. Of rows that were passed over unread nobody knows.</summary>
    public bool OwnUnitsAlone { get; init; }

    /// <summary>Headers that name a column which another one before them had named, and which were not read.</summary>
    public IReadOnlyList<TakenTwice> TakenTwice { get; init; } = [];

    /// <summary>Another table beside this one, of which nothing was read; null in reports made before it was looked for.</summary>
    public TableBeside? Beside { get; init; }

    /// <summary>Fields of a JSON file that no column took and that hold lists of objects, often records of their own, of which nothing was read.</summary>
    public IReadOnlyList<UnreadList> ListsUnread { get; init; } = [];

    /// <summary>What says of a text read as GB18030 that it is another encoding; null where nothing does.</summary>
    public PrivateCharacters? PrivateCharacters { get; init; }

    /// <summary>Rows above the header that look like records, of which none was read.</summary>
    public RowsAbove? RowsAbove { get; init; }

    /// <summary>True where the file has a header and no record below it: an export that went wrong, more often than a month without records.</summary>
    public bool IsHeaderOnly { get; init; }

    /// <summary>Rows that loaded although a person who opens the sheet does not see them.</summary>
    public long Hidden { get; init; }

    /// <summary>Totals, signatures and the like, which are no records.</summary>
    public long FootRows { get; init; }

    /// <summary>Where the first of them stand.</summary>
    public IReadOnlyList<long> FootLines { get; init; } = [];

    /// <summary>The first totals that differ from the sum of the rows above them; none in reports made before they were compared.</summary>
    public IReadOnlyList<StatedTotal> TotalsOff { get; init; } = [];

    /// <summary>Columns in which cells of records are merged with the one above, and how many cells: what the sheet shows there stands in the first alone.</summary>
    public IReadOnlyDictionary<string, long> MergedCells { get; init; } = new Dictionary<string, long>();

    /// <summary>Columns of money whose cells the sheet shows as less than they hold: what was read is what they hold.</summary>
    public IReadOnlyList<ScaledMoney> ScaledMoney { get; init; } = [];

    /// <summary>Records of the file without anything to read, where no other load of it has them as refused rows.</summary>
    public long RecordsLeftOut { get; init; }

    /// <summary>The first of them, by their ids.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The line of the last row, where it loaded although the text ends in the middle of it: without a line break, as no other line does. Else 0.</summary>
    public long OpenLine { get; init; }

    /// <summary>Names of the last columns that every row lacks; none where rows are as wide as their header.</summary>
    public IReadOnlyList<string> Lacking { get; init; } = [];

    /// <summary>Headers of the file that no column took: what stands below them was left out.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    public ColumnSummary? Column(string name) => Columns.FirstOrDefault(c => c.Column == name);
}

/// <summary>A total that the table states for a column of money, in yuan.</summary>
/// <param name="Sum">Of the rows read above it that it may be meant to sum up; where there are several such stretches, of the one that comes nearest.</param>
/// <param name="Refused">Rows above it that were refused and are not in the sum.</param>
/// <param name="After">The line of the totals behind which the rows in the sum begin; 0 where they begin with the table.</param>
public sealed record StatedTotal(long Line, string Column, decimal Stated, decimal Sum, long Refused, long After = 0);

/// <summary>A field of a JSON file whose lists of objects were not read.</summary>
/// <param name="Records">That hold such a list.</param>
public sealed record UnreadList(string Field, long Records);

/// <summary>Characters of private use (U+E000 to U+EFFF) in a text that was read as GB18030.</summary>
/// <param name="Line">Of the first one.</param>
public sealed record PrivateCharacters(long Count, long Line);

/// <summary>Cells of a column of money whose number format hides digits (#,##0,).</summary>
/// <param name="Factor">By which the column's amounts were multiplied for the unit that its header states: 1, or 10,000 for 万元.</param>
public sealed record ScaledMoney(string Column, long Cells, long Factor);

/// <summary>Rows of a file that say the same as another one under another key.</summary>
/// <param name="Rows">Rows looked at: all, or those in a slice of all contents.</param>
/// <param name="Outside">Bits that the hash of no content in the slice has.</param>
public sealed record TwinCount(long Rows, long Twins, bool IsSample, long Outside = 0);

/// <summary>One column of a file.</summary>
/// <param name="Supplied">False where the file has no such column at all.</param>
/// <param name="Filled">Accepted rows with a value.</param>
/// <param name="Refused">Cells that could not be read, by code.</param>
/// <param name="Warned">Cells taken with a warning, by code.</param>
/// <param name="Distinct">An estimate where <see cref="ApproximateDistinct"/> says so: beyond 4,096 (standard error 3.3 %), and in long files, from a part of the rows.</param>
/// <param name="Kind"><see cref="TextKind"/>, <see cref="NumberKind"/> or <see cref="DateKind"/>.</param>
/// <param name="Range">Null for text, and where nothing is filled. Days are counted from 0001-01-01 (<see cref="DateOnly.DayNumber"/>).</param>
/// <param name="Future">Dates after the day of the load.</param>
/// <param name="Early">Dates before 1949-10-01.</param>
/// <param name="Codes">How often each code or region came; an estimate where <see cref="ApproximateCodes"/> says so; null for other columns and where there are too many.</param>
public sealed record ColumnSummary(
    string Column, bool Supplied, long Filled, IReadOnlyDictionary<string, long> Refused, IReadOnlyDictionary<string, long> Warned, long Distinct,
    string Kind, ValueRange? Range, long Future, long Early, IReadOnlyDictionary<string, long>? Codes)
{
    public const string TextKind = "text", NumberKind = "number", DateKind = "date";

    /// <summary>True where <see cref="Distinct"/> is an estimate; also of reports made before it was said, nearly all of whose counts were.</summary>
    public bool ApproximateDistinct { get; init; } = true;

    /// <summary>Rows with a value in which codes were looked for; 0 in reports made before it was kept, whose counts are of those rows alone.</summary>
    public long CodesFrom { get; init; }

    /// <summary>The same, of all reports.</summary>
    public long CodesLookedFor => CodesFrom > 0 ? CodesFrom : Codes?.Values.Sum() ?? 0;

    /// <summary>True where <see cref="Codes"/> were looked for in a part of the rows.</summary>
    public bool ApproximateCodes => Codes is not null && CodesLookedFor < Filled;

    /// <summary>True where quantiles, the median among them, are those of a part of the values.</summary>
    public bool ApproximateQuantiles => Range is { } range && range.Sample < Filled;

    /// <summary>Share of accepted rows that have a value, 0 to 1.</summary>
    public double Share(LoadSummary load) => load.Accepted == 0 ? 0 : (double)Filled / load.Accepted;

    public long RefusedCells => Refused.Values.Sum();
}

/// <summary>Extremes are exact (but where the row that held one is gone since a load whose rows were passed over: then those of the rows read), quantiles those of <paramref name="Sample"/> rows spread over the file.</summary>
public sealed record ValueRange(double Min, double P05, double P25, double Median, double P75, double P95, double Max, int Sample)
{
    // Two medians whose intervals do not meet are so many standard errors of their difference apart.
    private static readonly double _errors = Thresholds.Errors / Math.Sqrt(2);

    /// <summary>Where the median lies, whatever the values are of: quantiles on both sides of it (the binomial interval of order statistics). Of values that are half 10 and half 1,000, from 10 to 1,000. Null in reports made before it was kept.</summary>
    public double? MedianLow { get; init; }

    /// <inheritdoc cref="MedianLow"/>
    public double? MedianHigh { get; init; }

    /// <param name="sorted">A part of the column's values.</param>
    /// <param name="min">Of all of them.</param>
    /// <param name="max">Of all of them.</param>
    public static ValueRange Of(double[] sorted, double min, double max)
    {
        var width = sorted.Length == 0 ? 0 : Math.Min(0.5, _errors * 0.5 / Math.Sqrt(sorted.Length));
        return new(min, At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), max, sorted.Length) { MedianLow = sorted.Length == 0 ? null : At(0.5 - width), MedianHigh = sorted.Length == 0 ? null : At(0.5 + width) };

        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}

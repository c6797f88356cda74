using System.Text;
using System.Text.Json;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Which cells of a batch's rows became which columns: where to mark a wrong cell, and which cells hold persons or amounts.</summary>
internal sealed record RefusedLayout(long BatchId, IReadOnlyList<string> Headers, ILookup<string, int> CellsOf, IReadOnlySet<int> Personal, IReadOnlySet<int> Used, IReadOnlySet<int> Amounts)
{
    // Of rows whose cells are another table's, or the one cell is the text of what could not be taken apart.
    private static readonly string[] _moved =
        [OtherTables.OtherHeader, .. new[] { CellIssue.RowWidth, CellIssue.RowTooLong, CellIssue.BadJson, CellIssue.RepeatedName, CellIssue.RecordWithoutRelease }.Select(CellIssues.Code)];

    // What such a field holds stands behind cells that are under their own headers.
    private static readonly string _unknownField = CellIssues.Code(CellIssue.UnknownField);

    /// <summary>Cells of the columns that a record must have, and of those among them that name it and are no words, as the name of an item is.</summary>
    private IReadOnlyList<int> Required { get; init; } = [];

    private IReadOnlyList<int> Keys { get; init; } = [];

    /// <summary>Cells of days, amounts and codes, whether a record must have them or not; and of days among them.</summary>
    private IReadOnlyList<int> Measured { get; init; } = [];

    private IReadOnlyList<int> Days { get; init; } = [];

    /// <summary>In which unit amounts are read whose header does not say so.</summary>
    public string Units { get; private init; } = "";

    /// <summary>Whether a text that a sheet gives as the unit of amounts means the one that they are read in.</summary>
    public Func<string, bool> IsUnit { get; private init; } = _ => true;

    /// <param name="currency">Of the batch's amounts (ISO 4217); null where it is not known.</param>
    public static RefusedLayout Of(long batch, string stream, string headersJson, string layoutJson, string? currency)
    {
        if (RecordStreams.Find(stream) is not { } known)
        {
            return new RefusedLayout(batch, JsonSerializer.Deserialize<string[]>(headersJson)!, Array.Empty<(string, int)>().ToLookup(p => p.Item1, p => p.Item2), new HashSet<int>(), new HashSet<int>(), new HashSet<int>());
        }

        var layout = StoredLayout.Read(known, headersJson, layoutJson).WithAmountsIn(currency);
        var cells = layout.Columns.SelectMany(c => c.Cells.Select(cell => (c.Column, cell))).ToList();
        return new RefusedLayout(batch, layout.Headers, cells.ToLookup(c => c.Column.Name, c => c.cell),
            cells.Where(c => c.Column.IsPersonal).Select(c => c.cell).ToHashSet(), cells.Select(c => c.cell).ToHashSet(),
            cells.Where(c => c.Column.Type == ColumnType.Money).Select(c => c.cell).ToHashSet())
        {
            Units = UnsaidUnits.Of(layout), IsUnit = text => UnsaidUnits.IsMeantBy(text, layout),
            Required = Alone(layout, c => c.IsRequired),
            Keys = Alone(layout, c => c.IsRequired && known.Key.Contains(c) && !c.IsPersonal && !(known.IsReference && c.Type == ColumnType.Text)),
            Measured = Alone(layout, c => c.Type != ColumnType.Text && !c.IsPersonal),
            Days = Alone(layout, c => c.Type is ColumnType.Date or ColumnType.Timestamp or ColumnType.Month),
        };
    }

    /// <summary>
    /// The cells with their headers and reasons. Unless shown in clear, what may be a person is masked: columns of persons, cells that no column took
    /// (nobody knows what they hold), all cells of a row that does not stand under its headers or is none of the table's, and numbers of persons wherever they stand.
    /// </summary>
    /// <param name="code">Why the row was refused.</param>
    /// <param name="format">Of its file.</param>
    public IReadOnlyList<RefusedCell> Cells(string[] values, IReadOnlyList<CellReason> reasons, string code, string format, bool clear)
    {
        // A workbook keeps no empty cells behind the last value of a row: a narrower one has not moved.
        var hasMoved = _moved.Contains(code) || (values.Length > Headers.Count && code != _unknownField) || (values.Length < Headers.Count && format != "xlsx");
        var isHidden = hasMoved || !IsRecord(values);
        return Enumerable.Range(0, Math.Max(values.Length, hasMoved ? 0 : Headers.Count)).Where(i => i < Headers.Count || values[i].Length > 0).Select(i =>
        {
            var value = i < values.Length ? values[i] : "";
            var shown = clear || value.Length == 0 ? value : isHidden || Personal.Contains(i) || !Used.Contains(i) ? PersonalValue.Mask(Encoding.UTF8.GetBytes(value)) : PersonalNumbers.OfMobile(value) ?? PersonalNumbers.Mask(value);
            return new RefusedCell(i < Headers.Count ? Headers[i] : $"#{i + 1}", shown, shown != value,
                hasMoved ? [] : reasons.Where(r => CellsOf[r.Column].Contains(i)).ToList());
        }).ToList();
    }

    // Of any width there may be rows that are none of the table's: names and offices of those who sign below it, which a text pads to the width of its header. A record has a number
    // and a day, an amount or a code beside it; one whose number is missing, or may be who signs and when, all of these that it must have.
    private bool IsRecord(string[] values)
    {
        string Cell(int at) => at < values.Length ? values[at] : "";
        bool HasDigit(int at) => Cell(at).Any(char.IsAsciiDigit);
        bool IsTold(int key) => Measured.Where(m => m != key).ToList() is var beside
            && (Days.Contains(key) || IsNumber(Cell(key)) ? beside.Count == 0 || beside.Exists(HasDigit) : beside.Exists(HasDigit) && beside.TrueForAll(m => HasDigit(m) || !Required.Contains(m)));
        return Required.Count(c => Cell(c).Length == 0) <= 1
            && (Keys.Count == 0 ? Measured.Any(HasDigit) : Keys.All(c => (Cell(c).Length == 0 || Cell(c).Any(char.IsAsciiLetterOrDigit)) && IsTold(c)));
    }

    // 经办1：张三 and 2025.12.1 are none; 财函〔2025〕3号 may be one.
    private static bool IsNumber(string key) => key.Length > 0 && !key.Any(c => c is >= '一' and <= '龥') && !SampleText.IsDay(Encoding.UTF8.GetBytes(CellText.Folded(key)));

    private static IReadOnlyList<int> Alone(Layout layout, Func<Column, bool> which) =>
        [.. layout.Columns.Where(c => c.Cells is [_] && which(c.Column)).Select(c => c.Cells[0]).Distinct()];
}

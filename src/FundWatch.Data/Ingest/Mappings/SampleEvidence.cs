using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>What the first rows say about the cells of an unknown table, whatever their headers are.</summary>
internal sealed class SampleEvidence
{
    // From so many on, values that are all different are no accident.
    private const int Several = 3;

    private const double NearlyAll = 0.9;

    private readonly List<byte[]>[] _cells;
    private readonly int _rows;

    public SampleEvidence(SampleTable table)
    {
        _rows = table.Rows.Count;
        _cells = [.. table.Headers.Select((_, cell) => table.Rows.Select(r => Encoding.UTF8.GetBytes(r[cell])).Where(v => !CellText.IsEmpty(v)).Select(v => CellText.Fold(v, new byte[v.Length]).ToArray()).ToList())];
        var dates = Enumerable.Range(0, _cells.Length).Where(IsDate).ToList();
        OnlyDate = dates.Count == 1 ? dates[0] : null;
        var codes = Enumerable.Range(0, _cells.Length).Where(c => Share(c, v => CreditCode.HasForm(v)) >= NearlyAll).ToList();
        OnlyCreditCode = codes.Count == 1 ? codes[0] : null;
    }

    /// <summary>The one cell that holds dates; null where none or several do.</summary>
    public int? OnlyDate { get; }

    /// <summary>The one cell that holds credit codes.</summary>
    public int? OnlyCreditCode { get; }

    /// <summary>Every row has a value, and no two the same. Null where there are too few rows to tell.</summary>
    public bool? IsUnique(int cell) => _rows < Several ? null : _cells[cell].Count == _rows && _cells[cell].Select(Encoding.UTF8.GetString).Distinct(StringComparer.Ordinal).Count() == _rows;

    public bool IsNumeric(int cell) => Share(cell, v => !CellIssues.IsRefusal(NumberCell.Parse(v, 4, 1, out _))) >= NearlyAll;

    public bool AreCodesOf(CodeList list, int cell) => Share(cell, v => list.TryFind(v, out _)) >= NearlyAll;

    /// <summary>The share of filled cells that the column would take; half where none is filled.</summary>
    public double ShareParsed(Column column, int cell) => _cells[cell].Count == 0 ? 0.5 : Share(cell, v => ColumnMatcher.Parses(column, v));

    // A bare number may be the serial of a day, but says nothing by itself.
    private bool IsDate(int cell) => Share(cell, v => (v.AsSpan().IndexOfAny("-/."u8) > 0 || v.AsSpan().IndexOf("年"u8) > 0) && !CellIssues.IsRefusal(DateCell.Parse(v, out _))) >= NearlyAll;

    private double Share(int cell, Predicate<byte[]> holds) => _cells[cell].Count == 0 ? 0 : (double)_cells[cell].Count(v => holds(v)) / _cells[cell].Count;
}

using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>Rows between the top of a file and its header: a title, a unit, who drew it up; or records of another table, of which none is read.</summary>
/// <param name="Lines">Of those that look like records.</param>
public sealed record RowsAbove(IReadOnlyList<long> Lines)
{
    private const int FewestCells = 3;

    /// <summary>Rows above the header that hold as much as records of it would, with a number among it; null where there are none.</summary>
    /// <param name="columns">Of the table that is read.</param>
    internal static RowsAbove? In(IReadOnlyList<ColumnSource> columns, IReadOnlyList<(long Line, string[] Cells)> rows)
    {
        var width = columns.Count(c => c.Cells.Length > 0);
        long[] lines = [.. rows.Where(r => r.Cells.Count(IsFilled) is >= FewestCells and var filled && filled * 2 >= width && Array.Exists(r.Cells, IsNumber)).Select(r => r.Line)];
        return lines.Length > 0 ? new RowsAbove(lines) : null;
    }

    /// <summary>True where a row holds what a record of these columns must: its key, most of the rest, and a digit.</summary>
    internal static bool IsRecord(RecordStream stream, IReadOnlyList<ColumnSource> columns, string[] row)
    {
        List<(bool IsKey, bool IsFilled)> required = [.. columns.Where(c => c.Column.IsRequired && c.Cells is [_]).Select(c => (stream.Key.Contains(c.Column), c.Cells[0] < row.Length && IsFilled(row[c.Cells[0]])))];
        return required.TrueForAll(c => c.IsFilled || !c.IsKey) && required.Count(c => c.IsFilled) * 2 > required.Count && Array.Exists(row, c => c.Any(char.IsDigit));
    }

    private static bool IsFilled(string cell) => !CellText.IsEmpty(CellText.Trim(Encoding.UTF8.GetBytes(cell)));

    /// <summary>True of a cell that can be read as an amount; 十亿元 and 万元 are units.</summary>
    internal static bool IsAmount(string cell) => IsNumber(cell) && MoneyUnit.Parse(cell)?.Factor is null;

    private static bool IsNumber(string cell)
    {
        var bytes = Encoding.UTF8.GetBytes(cell.Length > 40 ? "" : cell);
        var trimmed = CellText.Trim(bytes);
        return trimmed.Length > 0 && !CellText.IsEmpty(trimmed) && !CellIssues.IsRefusal(NumberCell.Parse(CellText.Fold(trimmed, new byte[trimmed.Length]), 4, 1, out _));
    }
}

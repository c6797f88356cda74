using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// Whether rows that are narrower than their header can be taken. They can where every row of the file lacks the same last columns, none of them required, and what
/// stands in the last place there is can belong there alone: else a column in the middle may be missing, and all behind it have moved.
/// </summary>
internal static class RowWidths
{
    private const int FewestRows = 3;

    /// <summary>What the first rows below the header say, without going through the file.</summary>
    public static Layout Look(Layout layout, bool hasFixedWidth, IReadOnlyList<string[]> below)
    {
        if (!hasFixedWidth || below.Count == 0)
        {
            return layout;
        }

        var named = layout.NamedWidth;
        return layout with
        {
            HasNamelessValues = 2 * below.Count(r => r.Skip(named).Take(layout.Headers.Count - named).Any(c => c.Length > 0)) > below.Count,
            MayHaveShortRows = below[0].Length < named,
            UsualWidth = below.Count == 1 ? 0 : below.Select(r => r.Length).OrderDescending().ElementAt(below.Count / 2),
        };
    }

    /// <summary>The layout with the width of its rows, where all are short alike and that is safe; else as it was.</summary>
    public static Layout Judge(Layout layout, RowReader rows)
    {
        layout.PassHeader(rows);
        var foot = new TableFoot(layout);
        int width = 0, read = 0, filled = 0;
        ColumnSource? last = null;
        while (rows.Read())
        {
            if (foot.Has(rows))
            {
                continue;
            }

            foot.Meet(rows);
            if (read++ == 0)
            {
                width = rows.Count;
                last = layout.Columns.FirstOrDefault(c => c.IsPlain && c.Cells[0] == width - 1);
                if (last is null || !TellsItsPlace(layout, last, width) || layout.Columns.Any(c => c.Column.IsRequired && c.Cells.Any(cell => cell >= width)))
                {
                    return layout;
                }
            }

            var cell = CellText.Trim(rows[width - 1]);
            var isFilled = !CellText.IsEmpty(cell);
            if (rows.RowIssue != CellIssue.None || rows.Count != width || (isFilled && !Fits(last!.Column, cell)))
            {
                return layout;
            }

            filled += isFilled ? 1 : 0;
        }

        return read >= FewestRows && filled > 0 ? layout with { ShortRows = width } : layout;
    }

    // Had a column before it been left out, the last cell would be another's: of a kind that takes other values.
    private static bool TellsItsPlace(Layout layout, ColumnSource last, int width)
    {
        var moved = layout.Columns.FirstOrDefault(c => c.Cells.Contains(layout.NamedWidth - 1))?.Column;
        return IsStrict(last.Column) && width < layout.NamedWidth && (moved is null || moved.Type != last.Column.Type || CodeList.Of(last.Column) is not null);
    }

    private static bool IsStrict(Column column) => CodeList.Of(column) is not null
        || column.Type is ColumnType.Date or ColumnType.Timestamp or ColumnType.Month or ColumnType.Money or ColumnType.Decimal or ColumnType.Percent or ColumnType.Count or ColumnType.Region or ColumnType.CreditCode;

    private static bool Fits(Column column, ReadOnlySpan<byte> cell)
    {
        var folded = CellText.Fold(cell, new byte[cell.Length]);
        return CodeList.Of(column) is { } list ? list.TryFind(folded, out _) : Mappings.ColumnMatcher.Parses(column, folded);
    }
}

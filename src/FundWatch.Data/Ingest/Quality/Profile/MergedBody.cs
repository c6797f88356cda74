using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>Cells of records that lie under a merged one, by the column that takes them.</summary>
internal static class MergedBody
{
    /// <param name="headerLine">Of the header's last row: what is merged in it or above it is a title.</param>
    /// <param name="lastLine">Of the last row read: what begins below it holds nothing.</param>
    /// <param name="isNoRecord">Says of a line that it is known to hold totals or signatures.</param>
    public static IReadOnlyDictionary<string, long> Count(IReadOnlyList<CellRange> merged, Layout layout, long headerLine, long lastLine, Func<long, bool> isNoRecord)
    {
        var cells = new Dictionary<string, long>();
        foreach (var range in merged.Where(m => m.FirstRow > headerLine && m.FirstRow <= lastLine && !isNoRecord(m.FirstRow)))
        {
            foreach (var column in layout.Columns.Where(c => c.Cells.Any(cell => cell >= range.FirstColumn && cell <= range.LastColumn)))
            {
                cells[column.Column.Name] = cells.GetValueOrDefault(column.Column.Name) + Math.Min(range.LastRow, lastLine) - range.FirstRow;
            }
        }

        return cells.Where(c => c.Value > 0).ToDictionary();
    }
}

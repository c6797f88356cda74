using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Guesses which cell holds which column: how alike the names are (shared pairs of characters, known other names), and whether the cells parse.</summary>
internal static class ColumnMatcher
{
    internal sealed record Pair(Column Column, int Cell, double Confidence);

    private const double Least = 0.35;

    // 合计 may be what the contract calls 报销金额, but it is not its name.
    private const double OtherNameTrust = 0.9;

    public static IReadOnlyList<Pair> Match(RecordStream stream, SampleTable table)
    {
        var all = new List<Pair>();
        for (var cell = 0; cell < table.Headers.Length; cell++)
        {
            var header = HeaderName.Of(table.Headers[cell]);
            if (header.Key.Length == 0)
            {
                continue;
            }

            foreach (var column in stream.Columns)
            {
                var likeness = Math.Max(Likeness(header.Key, [column.ChineseHeader, column.Name]), OtherNameTrust * Likeness(header.Key, OtherNames.Of(column.Name)));
                var parses = ShareParsed(column, table, cell);
                var confidence = likeness * (0.4 + 0.6 * parses);
                if (confidence >= Least)
                {
                    all.Add(new Pair(column, cell, Math.Round(confidence, 2)));
                }
            }
        }

        var taken = new List<Pair>();
        foreach (var pair in all.OrderByDescending(p => p.Confidence))
        {
            if (taken.All(t => t.Column != pair.Column && t.Cell != pair.Cell))
            {
                taken.Add(pair);
            }
        }

        return taken;
    }

    private static double Likeness(string header, IReadOnlyList<string> names) => names.Count == 0 ? 0 : names.Max(n => Likeness(header, HeaderName.Of(n).Key));

    // Dice's coefficient over pairs of characters.
    private static double Likeness(string a, string b)
    {
        if (a == b)
        {
            return 1;
        }

        if (a.Length < 2 || b.Length < 2)
        {
            return 0;
        }

        var pairs = Enumerable.Range(0, a.Length - 1).Select(i => a.Substring(i, 2)).ToList();
        var others = Enumerable.Range(0, b.Length - 1).Select(i => b.Substring(i, 2)).ToList();
        var total = pairs.Count + others.Count;
        return 2.0 * pairs.Count(others.Remove) / total;
    }

    private static double ShareParsed(Column column, SampleTable table, int cell)
    {
        int filled = 0, good = 0;
        foreach (var row in table.Rows)
        {
            var bytes = Encoding.UTF8.GetBytes(row[cell]);
            if (CellText.IsEmpty(bytes))
            {
                continue;
            }

            filled++;
            good += Parses(column, CellText.Fold(bytes, new byte[bytes.Length])) ? 1 : 0;
        }

        return filled == 0 ? 0.5 : (double)good / filled;
    }

    internal static bool Parses(Column column, ReadOnlySpan<byte> cell) => !CellIssues.IsRefusal(column.Type switch
    {
        ColumnType.Date => DateCell.Parse(cell, out _),
        ColumnType.Timestamp => TimestampCell.Parse(cell, out _),
        ColumnType.Month => MonthCell.Parse(cell, out _),
        ColumnType.Money or ColumnType.Decimal => NumberCell.Parse(cell, 4, 1, out _),
        ColumnType.Percent => PercentCell.Parse(cell, out _),
        ColumnType.Count => CountCell.Parse(cell, out _),
        ColumnType.Region => RegionCell.Parse(cell, true, out _),
        ColumnType.CreditCode => CreditCode.HasForm(cell) ? CellIssue.None : CellIssue.BadNumber,
        _ => CellIssue.None,
    });
}

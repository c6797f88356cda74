using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>
/// Guesses which cell holds which column: how alike the names are (shared pairs of characters, words that say the same, known other names), whether the cells parse,
/// and what the values themselves say: the only date, a list of codes, numbers that tell rows apart.
/// </summary>
internal static class ColumnMatcher
{
    internal sealed record Pair(Column Column, int Cell, double Confidence);

    private const double Least = 0.35;

    // 合计 may be what the contract calls 报销金额, but it is not its name; nor is 招待日期 接待日期, to the letter.
    private const double OtherNameTrust = 0.9, OtherWordTrust = 0.95, OtherNameInOtherWordsTrust = 0.85;

    // What the values alone are worth: enough to be shown to a person, less than a name that fits.
    private const double ValuesAlone = 0.5;

    // Of a key that does not tell the rows apart, and of a name that is a number.
    private const double Doubted = 0.4;

    public static IReadOnlyList<Pair> Match(RecordStream stream, SampleTable table, SampleEvidence evidence)
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
                var likeness = NameLikeness(header.Key, column);
                if (header.WithoutBareUnit() is { } bare && column.Type == ColumnType.Money)
                {
                    likeness = Math.Max(likeness, NameLikeness(bare.Key, column));
                }

                likeness = Math.Max(likeness, ByValues(stream, column, header.Key, cell, evidence)) * Doubt(stream, column, cell, evidence);
                var confidence = likeness * (0.4 + 0.6 * evidence.ShareParsed(column, cell));
                if (confidence >= Least)
                {
                    all.Add(new Pair(column, cell, Math.Round(confidence, 2)));
                }
            }
        }

        var taken = new List<Pair>();
        foreach (var pair in all.OrderByDescending(p => p.Confidence).ThenByDescending(p => p.Column.IsRequired))
        {
            if (taken.All(t => t.Column != pair.Column && t.Cell != pair.Cell))
            {
                taken.Add(pair);
            }
        }

        return taken;
    }

    /// <summary>
    /// How well a stream explains a table: the share of its headers that found a column, against the share of the stream's required columns that found a header. Either alone misleads:
    /// a small stream is soon complete, and a wide one takes nearly every header.
    /// </summary>
    public static double Fit(RecordStream stream, SampleTable table, IReadOnlyList<Pair> pairs)
    {
        var explained = pairs.Sum(p => p.Confidence) / Math.Max(1, table.Headers.Count(h => h.Length > 0));
        var complete = pairs.Where(p => p.Column.IsRequired).Sum(p => p.Confidence) / stream.Columns.Count(c => c.IsRequired);
        return explained + complete == 0 ? 0 : 2 * explained * complete / (explained + complete);
    }

    private static double NameLikeness(string header, Column column)
    {
        string[] own = [column.ChineseHeader, column.Name];
        var others = OtherNames.Of(column.Name);
        var words = HeaderWords.Own(header);
        return Math.Max(
            Math.Max(Likeness(header, own), OtherNameTrust * Likeness(header, others)),
            Math.Max(OtherWordTrust * LikenessInOwnWords(words, own), OtherNameInOtherWordsTrust * LikenessInOwnWords(words, others)));
    }

    private static double ByValues(RecordStream stream, Column column, string header, int cell, SampleEvidence evidence)
    {
        if (column.Type == ColumnType.Date && column.IsRequired && evidence.OnlyDate == cell && stream.Columns.Count(c => c.IsRequired && c.Type == ColumnType.Date) == 1)
        {
            return ValuesAlone;
        }

        if (column.Type == ColumnType.CreditCode && column.IsRequired && evidence.OnlyCreditCode == cell && stream.Columns.Count(c => c.IsRequired && c.Type == ColumnType.CreditCode) == 1)
        {
            return ValuesAlone;
        }

        if (CodeList.Of(column) is { } codes && evidence.AreCodesOf(codes, cell))
        {
            return ValuesAlone;
        }

        return IsKey(stream, column) && evidence.IsUnique(cell) == true && (header.EndsWith('号') || header.EndsWith("id", StringComparison.Ordinal) || header is "流水" or "编码" or "序列") ? ValuesAlone : 0;
    }

    private static double Doubt(RecordStream stream, Column column, int cell, SampleEvidence evidence) =>
        (IsKey(stream, column) && evidence.IsUnique(cell) == false) || (column.Type == ColumnType.Text && column.Name.EndsWith("_name", StringComparison.Ordinal) && evidence.IsNumeric(cell)) ? Doubted : 1;

    private static bool IsKey(RecordStream stream, Column column) => stream.Key is [var only] && only == column;

    private static double LikenessInOwnWords(string words, IReadOnlyList<string> names) => names.Count == 0 ? 0 : names.Max(n => Likeness(words, HeaderWords.Own(HeaderName.Of(n).Key)));

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

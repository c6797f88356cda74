using System.Globalization;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>The row of an unknown table that names its columns, or the two rows that do. A record is never taken for it: its cells would stand in a draft as names, people and their numbers among them.</summary>
internal static class SampleHeader
{
    private const int FirstYear = 1949, LastYear = 2100, FewestInOrder = 3;

    // A share of the cells of the widest row.
    private const double Nearly = 0.8, Half = 0.5;

    /// <summary>First line, last line, and the names: of the first row nearly as wide as the widest, else of the widest there is; null where all rows are records, or there are none.</summary>
    public static (int First, int Last, string[] Names)? Find(IReadOnlyList<(int Row, string[] Headers)> rows)
    {
        if (rows is [(0, var given)])
        {
            return (0, 0, given); // the format names its columns
        }

        var widest = rows.Count == 0 ? 0 : rows.Max(r => Filled(r.Headers));
        var nearly = Math.Max(1, (int)(widest * Nearly));
        var names = rows.Where(r => Filled(r.Headers) > 0 && !IsRecord(r.Headers)).ToDictionary(r => r.Row, r => r.Headers);
        var single = names.Select(r => (First: r.Key, Last: r.Key, Names: r.Value));
        var pairs = TwoLineHeader.Pairs(rows).Where(p => names.TryGetValue(p.First, out var above) && names.TryGetValue(p.Row, out var below) && TwoLineHeader.IsLikely(above, below, Filled(above) >= nearly))
            .Select(p => (p.First, Last: p.Row, Names: p.Headers));
        var all = single.Concat(pairs).Where(c => Filled(c.Names) >= widest * Half).OrderBy(c => c.First).ThenByDescending(c => Filled(c.Names)).ToList();
        return all.Exists(c => Filled(c.Names) >= nearly) ? all.Find(c => Filled(c.Names) >= nearly) : all.Count > 0 ? all.MaxBy(c => Filled(c.Names)) : null;
    }

    /// <summary>The first row that is no title: of rows that are all records, the first of them.</summary>
    public static int FirstWide(IReadOnlyList<(int Row, string[] Headers)> rows)
    {
        var widest = rows.Max(r => Filled(r.Headers));
        return rows.TakeWhile(r => Filled(r.Headers) < widest * Half).Count();
    }

    private static int Filled(string[] row) => row.Count(c => c.Length > 0);

    // A day, a code or a number: no names of columns but of years and of months (1, 2, 3 …).
    private static bool IsRecord(string[] row)
    {
        var numbers = row.Where(IsNumber).ToList();
        return Array.Exists(row, IsValue) || !(numbers.TrueForAll(n => Whole(n) is >= FirstYear and <= LastYear) || (numbers.Count >= FewestInOrder && numbers.Zip(numbers.Skip(1)).All(n => Whole(n.First) is { } first && Whole(n.Second) == first + 1)));
    }

    private static bool IsValue(string cell)
    {
        var bytes = Encoding.UTF8.GetBytes(cell);
        var folded = CellText.Fold(bytes, new byte[bytes.Length]);
        return SampleText.IsDay(folded) || CreditCode.HasForm(folded) || PersonalNumbers.OfMobile(cell) is not null || PersonalNumbers.Mask(cell) != cell;
    }

    private static bool IsNumber(string cell) => RowsAbove.IsAmount(cell) || (cell.Length > 0 && cell.All(char.IsDigit));

    private static int? Whole(string cell) => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;
}

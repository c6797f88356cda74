using System.Buffers;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>Holds the totals that a printed table states against the sums of the rows above them: from the start, or from any totals row before (a page, a section, a month).</summary>
internal sealed class StatedTotals(Layout layout)
{
    private const int Kept = 3, StartsKept = 1_000;

    // Of these a totals row may give an average, and no sum.
    private static readonly HashSet<string> _perUnit = ["standard_per_head", "unit_price", "reference_price", "per_head", "price_per_kg"];

    // An amount with a unit of its own (30.5万元) does not show to what place it was rounded.
    private static readonly SearchValues<byte> _plain = SearchValues.Create("0123456789.,+-() "u8);

    private readonly (ColumnSource Source, int Index)[] _amounts =
        [.. layout.Columns.Select((c, i) => (c, i)).Where(a => a.c is { Column.Type: ColumnType.Money, Cells: [_], Template: null, PriceTimes: 1 } && !_perUnit.Contains(a.c.Column.Name))];

    private readonly List<(long Rows, double[] Sums)> _starts = [(0, new double[layout.Columns.Count])];
    private readonly List<StatedTotal> _off = [];
    private bool _isOnTop;

    /// <summary>The first that differ.</summary>
    public IReadOnlyList<StatedTotal> Off => _off;

    /// <param name="accepted">Rows in the sums.</param>
    /// <param name="rounded">How many amounts of a column were rounded as they were read.</param>
    public void Compare(RowReader row, ColumnCollector[] columns, long accepted, long refused, Func<string, long> rounded)
    {
        // Totals above their rows sum up what is yet to come. Rows that a mapping leaves out may be in a total.
        _isOnTop |= accepted + refused == 0;
        if (_isOnTop || _amounts.Length == 0 || layout.SkipRows.Count > 0 || _off.Count >= Kept)
        {
            return;
        }

        foreach (var (source, index) in _amounts)
        {
            if (_off.Count < Kept && Stated(row[source.Cells[0]], source.Factor) is { } total && Nearest(total, columns[index].Hundredths, index, accepted) is var (sum, rows)
                && Math.Abs(total.Value - sum) > Tolerance(total.Decimals, source.Factor, rows) + 0.005 * rounded(source.Column.Name))
            {
                _off.Add(new StatedTotal(row.LineNumber, source.Column.Name, (decimal)total.Value, (decimal)sum, refused));
            }
        }

        if (_starts.Count == StartsKept)
        {
            _starts.RemoveAt(1); // never the start of the table
        }

        _starts.Add((accepted, [.. columns.Select(c => c.Hundredths)]));
    }

    private static (double Value, int Decimals)? Stated(ReadOnlySpan<byte> cell, long factor)
    {
        var trimmed = CellText.Trim(cell);
        if (trimmed.Length is 0 or > 40)
        {
            return null;
        }

        var folded = CellText.Fold(trimmed, new byte[trimmed.Length]);
        if (folded.IndexOfAnyExcept(_plain) >= 0 || CellIssues.IsRefusal(NumberCell.Parse(folded, 2, factor, out var hundredths)))
        {
            return null;
        }

        var point = folded.IndexOf((byte)'.');
        return (hundredths / 100.0, point < 0 ? 0 : folded[(point + 1)..].TrimEnd(")- "u8).Length);
    }

    private (double Sum, long Rows) Nearest((double Value, int Decimals) total, double sum, int index, long accepted)
    {
        var best = (Sum: sum / 100, Rows: accepted);
        foreach (var (rows, sums) in _starts)
        {
            if ((sum - sums[index]) / 100 is var since && Math.Abs(since - total.Value) < Math.Abs(best.Sum - total.Value))
            {
                best = (since, accepted - rows);
            }
        }

        return best;
    }

    // In 万元 every row has been rounded, and the total by itself.
    private static double Tolerance(int decimals, long factor, long rows) =>
        Math.Max(0.011, Math.Pow(10, -decimals) * (factor == 1 ? 0.51 : 1.2 * Math.Sqrt(rows + 1) * factor));
}

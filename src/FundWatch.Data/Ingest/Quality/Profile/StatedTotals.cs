using System.Buffers;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>Holds the totals that a printed table states against the sums of the rows above them: from the start, or from any totals row before (a page, a section, a month).</summary>
internal sealed class StatedTotals
{
    private const int Kept = 3, StartsKept = 1_000;

    // Of these a totals row may give an average, and no sum.
    private static readonly HashSet<string> _perUnit = ["standard_per_head", "unit_price", "reference_price", "per_head", "price_per_kg"];

    // An amount with a unit of its own (30.5万元) does not show to what place it was rounded.
    private static readonly SearchValues<byte> _plain = SearchValues.Create("0123456789.,+-() "u8);

    private readonly bool _isWhole;
    private readonly (ColumnSource Source, int Index)[] _amounts;

    // Behind the last totals rows a stretch of rows may begin, or with the table: with which line, behind how many rows, and what the rows of each column come to until there.
    private readonly (long Line, long Rows, Extent Extent)[] _starts = new (long, long, Extent)[StartsKept];
    private readonly double[][] _sums;
    private readonly List<StatedTotal> _off = [];
    private int _kept, _next;
    private bool _isOnTop;

    public StatedTotals(Layout layout)
    {
        _isWhole = layout.SkipRows.Count == 0; // rows that a mapping leaves out may be in a total
        _amounts = [.. layout.Columns.Select((c, i) => (c, i)).Where(a => a.c is { Column.Type: ColumnType.Money, Cells: [_], Template: null, PriceTimes: 1 } && !_perUnit.Contains(a.c.Column.Name))];
        _sums = [.. _amounts.Select(_ => new double[StartsKept])];
    }

    /// <summary>The first that differ.</summary>
    public IReadOnlyList<StatedTotal> Off => _off;

    /// <param name="accepted">Rows in the sums.</param>
    /// <param name="rounded">How many amounts of a column were rounded as they were read.</param>
    public void Compare(RowReader row, Extent extent, ColumnCollector[] columns, long accepted, long refused, Func<string, long> rounded)
    {
        // Totals above their rows sum up what is yet to come.
        _isOnTop |= accepted + refused == 0;
        if (_isOnTop || _amounts.Length == 0 || !_isWhole || _off.Count >= Kept)
        {
            return;
        }

        for (var i = 0; i < _amounts.Length && _off.Count < Kept; i++)
        {
            var (source, index) = _amounts[i];
            if (Stated(row[source.Cells[0]], source.Factor) is not { } stated)
            {
                continue;
            }

            var total = new Total(stated.Value, stated.Decimals, source.Factor, columns[index].Hundredths, accepted);
            if (!AddsUp(total, _sums[i], extent, 0) && !(rounded(source.Column.Name) is > 0 and var cells && AddsUp(total, _sums[i], extent, 0.005 * cells)))
            {
                var (sum, after) = Nearest(total, _sums[i], extent);
                _off.Add(new StatedTotal(row.LineNumber, source.Column.Name, (decimal)total.Value, (decimal)sum, refused, after));
            }
        }

        Begin(row.LineNumber, accepted, extent, columns);
    }

    /// <summary>A line carries amounts over to the next page: totals of that page begin behind it. Where it stands on top, what follows goes on from rows that are in another file.</summary>
    public void TurnPage(long line, ColumnCollector[] columns, long accepted, long refused)
    {
        _isOnTop |= accepted + refused == 0;
        if (!_isOnTop)
        {
            Begin(line, accepted, Extent.Part, columns);
        }
    }

    private void Begin(long line, long accepted, Extent extent, ColumnCollector[] columns)
    {
        _starts[_next] = (line, accepted, extent);
        for (var i = 0; i < _amounts.Length; i++)
        {
            _sums[i][_next] = columns[_amounts[i].Index].Hundredths;
        }

        _next = (_next + 1) % StartsKept;
        _kept = Math.Min(_kept + 1, StartsKept);
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

    // From the start of the table, then from the latest totals backwards: of a table in order one of the first looks tells. A month without rows comes to 0, and so may a
    // second table; but what sums up the totals before it does not begin behind them: there any 0 would do, also of a formula that was never computed.
    private bool AddsUp(Total total, double[] sums, Extent extent, double slack)
    {
        var most = total.Tolerance(total.Rows) + slack;
        if (Math.Abs(total.Since(0) - total.Value) <= most)
        {
            return true;
        }

        for (var (left, at) = (_kept, _next); left > 0; left--)
        {
            at = (at == 0 ? StartsKept : at) - 1;
            var start = _starts[at];
            if ((start.Rows < total.Rows || start.Extent >= extent) && Math.Abs(total.Since(sums[at]) - total.Value) is var off && off <= most && off <= total.Tolerance(total.Rows - start.Rows) + slack)
            {
                return true;
            }
        }

        return false;
    }

    // For people, who read 总计 as all there is above it: it does not begin behind a 小计, however near that comes. Nor does anything begin where no row follows.
    private (double Sum, long After) Nearest(Total total, double[] sums, Extent extent)
    {
        var best = (Sum: total.Since(0), After: 0L);
        for (var (left, at) = (_kept, _next); left > 0; left--)
        {
            at = (at == 0 ? StartsKept : at) - 1;
            var start = _starts[at];
            if (start.Extent >= extent && start.Rows < total.Rows && total.Since(sums[at]) is var since && Math.Abs(since - total.Value) < Math.Abs(best.Sum - total.Value))
            {
                best = (since, start.Line);
            }
        }

        return best;
    }

    /// <param name="Above">Hundredths that all rows above it come to.</param>
    /// <param name="Rows">How many they are.</param>
    private readonly record struct Total(double Value, int Decimals, long Factor, double Above, long Rows)
    {
        public double Since(double hundredths) => (Above - hundredths) / 100;

        // In 万元 every row has been rounded, and the total by itself.
        public double Tolerance(long rows) => Math.Max(0.011, Math.Pow(10, -Decimals) * (Factor == 1 ? 0.51 : 1.2 * Math.Sqrt(rows + 1) * Factor));
    }
}

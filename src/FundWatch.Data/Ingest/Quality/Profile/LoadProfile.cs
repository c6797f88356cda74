using System.Runtime.CompilerServices;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Json;
using FundWatch.Data.Files.Ocds;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>
/// Counts what a file holds, column by column, while its rows are being encoded: one call a row, a few kilobytes a column (64 at most, where thousands of values are told apart). Counts and
/// extremes are exact; distinct values and codes are told apart in the first rows, in one of eight behind them and, far into a long file, in one of 32;
/// quantiles are those of one to two thousand rows. Which rows that are is drawn by their number, the same each time: at even distances, rows that alternate
/// (income and expense, two schools in turn) would be half of them never seen.
/// </summary>
/// <param name="earlier">Of a file whose rows, where they stand in this one too, may be passed over.</param>
public sealed class LoadProfile(Layout layout, DateOnly today, LoadSummary? earlier = null)
{
    /// <summary>The sample is thinned to so many rows, about, when it has grown to twice as many.</summary>
    internal const int SampleRows = 1024;

    // Telling values apart costs more than all the rest, and a row among them cannot be passed over: all of the first rows, then one of eight, then one of 32.
    private const long ToldWhole = 65_536, ToldLong = 524_288;
    private const uint ToldEvery = 8, ToldRarely = 32;

    private static readonly string _rounded = CellIssues.Code(CellIssue.Rounded);

    private const int FootLinesKept = 5, UnitsKept = 5;

    private readonly ColumnCollector[] _columns = layout.Columns.Select(source => new ColumnCollector(layout.Stream, source, today)).ToArray();
    private readonly long[] _filled = new long[layout.Columns.Count];
    private readonly Dictionary<string, long> _rowRefusals = [], _warned = [];
    private readonly TwinSlice _twins = new(earlier?.Twins?.Outside ?? 0);
    private readonly List<long> _footLines = [];
    private readonly StatedTotals _totals = new(layout);
    private readonly int[] _unusedCells = [.. Enumerable.Range(0, layout.Headers.Count).Except(layout.Columns.SelectMany(c => c.Cells)).Where(i => layout.Headers[i].Length > 0)];
    private readonly Dictionary<int, long> _listsUnread = [];
    private bool _isPassedOver;
    private long _lastFootLine, _openLine, _accepted, _refused, _repeated, _passedAlike, _footRows, _hidden, _ownUnitRows, _noUnitRows;
    private IReadOnlyDictionary<string, long> _merged = new Dictionary<string, long>();
    private IReadOnlyList<ScaledMoney> _scaled = [];
    private RecordsLeftOut? _leftOut;
    private PrivateCharacters? _private;
    private readonly List<UnitElsewhere> _otherUnits = [.. layout.OtherUnits], _ownUnits = [];
    private ulong _passed;
    private readonly List<uint> _sampled = [];
    private uint _every = 1; // a power of two

    /// <summary>True where nothing of the next row is needed but which of its columns are filled, if it is one that <see cref="Add"/> called plain.</summary>
    public bool MayPass => earlier?.Twins is not null && layout.Columns.Count <= 64 && Draw(_accepted + 1) is var draw && !IsSampled(draw) && Weight(_accepted + 1, draw) == 0;

    /// <summary>Counts a row that is passed over.</summary>
    /// <param name="filled">A bit for each of its columns.</param>
    public void Pass(ulong filled)
    {
        _accepted++;
        _isPassedOver = true;
        if (filled != _passed)
        {
            CountPassed();
            _passed = filled;
        }

        _passedAlike++;
    }

    /// <summary>Takes an encoded row that loads.</summary>
    /// <param name="fields">Where each column's field lies, its length in front of it.</param>
    /// <param name="filled">A bit for each of the first 64 columns.</param>
    /// <returns>False where the row holds what a load that passes over it would have to know.</returns>
    public bool Add(PgBlock row, ReadOnlySpan<(int Start, int End)> fields, out ulong filled)
    {
        _accepted++;
        filled = 0;
        var isPlain = true;
        var draw = Draw(_accepted);
        var take = IsSampled(draw);
        var weight = Weight(_accepted, draw);
        for (var i = 0; i < _columns.Length; i++)
        {
            var (start, end) = fields[i];
            if (end - start == 4)
            {
                continue; // a length of -1 and nothing behind it: empty
            }

            _filled[i]++;
            filled |= 1UL << (i & 63);
            var column = _columns[i];
            if (column.IsMeasured)
            {
                isPlain &= column.Measure(row.Span(start + 4, end));
            }

            if (weight > 0)
            {
                column.Tell(row.Span(start + 4, end), weight);
            }

            if (take)
            {
                column.Sample(row.Span(start + 4, end), draw);
            }
        }

        if (take)
        {
            _sampled.Add(draw);
            if (_sampled.Count == 2 * SampleRows)
            {
                ThinOut();
            }
        }

        return isPlain;
    }

    /// <summary>A row that was refused for what is in its cells.</summary>
    internal void Refuse(List<(int Column, CellIssue Issue, string Found, string More)> refusals)
    {
        _refused++;
        foreach (var (column, issue, _, _) in refusals)
        {
            _columns[column].Refuse(CellIssues.Code(issue));
        }
    }

    /// <summary>A row that was refused as a whole.</summary>
    internal void Refuse(CellIssue issue)
    {
        _refused++;
        _rowRefusals[CellIssues.Code(issue)] = _rowRefusals.GetValueOrDefault(CellIssues.Code(issue)) + 1;
    }

    /// <summary>The row that comes is hidden in its sheet.</summary>
    internal void Hide() => _hidden++;

    /// <summary>Notices lists of objects in cells of the record that no column takes.</summary>
    internal void HeedLists(RowReader reader)
    {
        foreach (var cell in _unusedCells)
        {
            if (reader.IssueOf(cell) == CellIssue.NestedValue && reader[cell].IndexOf(JsonRowReader.ObjectMark) >= 0)
            {
                _listsUnread[cell] = _listsUnread.GetValueOrDefault(cell) + 1;
            }
        }
    }

    /// <summary>A row that is no record: totals, signatures.</summary>
    internal void PassFoot(long line)
    {
        _lastFootLine = line;
        if (_footRows++ < FootLinesKept)
        {
            _footLines.Add(line);
        }
    }

    /// <summary>The row that was passed as no record states totals of the rows above it.</summary>
    internal void Compare(RowReader totals, Extent extent)
    {
        // Of rows passed over unread nobody has added up the amounts.
        if (!_isPassedOver)
        {
            _totals.Compare(totals, extent, _columns, _accepted, _refused, column => WarnedOf(column).GetValueOrDefault(_rounded));
        }
    }

    /// <summary>The row that was passed as no record carries amounts from one page of a ledger to the next.</summary>
    internal void TurnPage(long line)
    {
        if (!_isPassedOver)
        {
            _totals.TurnPage(line, _columns, _accepted, _refused);
        }
    }

    /// <summary>The file has been read to its end.</summary>
    /// <param name="headerLine">Where its header stands.</param>
    internal void End(RowReader reader, long headerLine)
    {
        _merged = reader.Merged.Count == 0 ? _merged : MergedBody.Count(reader.Merged, layout, headerLine, reader.LineNumber, _footLines.Contains);
        _scaled = [.. layout.Columns.Where(c => c.Column.Type == ColumnType.Money).Select(c => new ScaledMoney(c.Column.Name, reader.Scaled.Where(s => c.Cells.Contains(s.Column)).Sum(s => (long)s.Cells), c.Factor)).Where(s => s.Cells > 0)];
        _leftOut = layout.IsAlone ? reader.LeftOut : null;
        _private = reader.PrivateUse is { Count: > 0 } found ? new(found.Count, found.FirstLine) : null;
        _openLine = reader.OpenLine == _lastFootLine ? 0 : reader.OpenLine;
    }

    /// <summary>A row beside the records that states a unit of money in which amounts are not read.</summary>
    internal void Heed(UnitElsewhere unit)
    {
        if (_otherUnits.Count < layout.OtherUnits.Count + UnitsKept)
        {
            _otherUnits.Add(unit);
        }
    }

    /// <summary>A row that loads and names such a unit itself.</summary>
    internal void HeedOwn(UnitElsewhere unit)
    {
        _ownUnitRows++;
        if (_ownUnits.Count < UnitsKept && _ownUnits.TrueForAll(u => u.Unit != unit.Unit))
        {
            _ownUnits.Add(unit);
        }
    }

    /// <summary>A row that loads and says nothing in a column of units.</summary>
    internal void HeedNoUnit() => _noUnitRows++;

    /// <summary>Cells that were taken with a warning.</summary>
    internal void Warn(List<string> warnings)
    {
        foreach (var warning in warnings)
        {
            _warned[warning] = _warned.GetValueOrDefault(warning) + 1;
        }
    }

    /// <summary>A row whose key came before in this file.</summary>
    internal void Repeat() => _repeated++;

    /// <summary>What a row says whose key is new in this file.</summary>
    /// <param name="content">A hash of its values without the key.</param>
    /// <returns>False where rows that say so are not looked at.</returns>
    internal bool Say(ulong content) => _twins.Add(content);

    public LoadSummary Summary()
    {
        CountPassed();
        return new(_accepted + _refused, _accepted, _repeated, _rowRefusals, _columns.Select((c, i) => c.Summary(_filled[i], WarnedOf(c.Name))).ToList(), _twins.Count())
        {
            UnitAbove = layout.UnitAbove, AssumedCurrency = layout.IsCurrencyAssumed ? layout.Currency : null, IsHeaderOnly = _accepted + _refused == 0 && layout.HeaderRow > 0,
            OpenLine = _openLine, MergedCells = _merged, ScaledMoney = _scaled, Unused = layout.Unused, OtherUnits = [.. _otherUnits], OwnUnits = [.. _ownUnits], OwnUnitRows = _ownUnitRows, OwnUnitsAlone = _ownUnitRows > 0 && _ownUnitRows + _noUnitRows == _accepted && _ownUnits.Count < UnitsKept,
            UnitsInUse = new UnitsInUse(layout).Names, TakenTwice = layout.TakenTwice, Beside = layout.Beside, RowsAbove = layout.RowsAbove,
            ListsUnread = [.. _listsUnread.OrderBy(l => l.Key).Select(l => new UnreadList(layout.Headers[l.Key], l.Value))],
            PrivateCharacters = _private, RecordsLeftOut = _leftOut?.Count ?? 0, LeftOut = _leftOut?.First ?? [],
            FootRows = _footRows, Hidden = _hidden, FootLines = [.. _footLines], TotalsOff = [.. _totals.Off],
            Lacking = layout.ShortRows is { } width ? [.. layout.Headers.Take(layout.NamedWidth).Skip(width).Select(h => h.Trim())] : [],
        };
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked for every row that is passed over
    private static uint Draw(long row)
    {
        var mixed = (ulong)row * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (uint)(mixed >> 32);
    }

    private bool IsSampled(uint draw) => (draw & (_every - 1)) == 0;

    // For how many rows this one stands where values are told apart; 0: it is not looked at. By other bits than the sample's, which are zero in all of that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Weight(long row, uint draw) => row <= ToldWhole ? 1 : row <= ToldLong ? draw >> 29 == 0 ? ToldEvery : 0 : draw >> 27 == 0 ? ToldRarely : 0;

    private void CountPassed()
    {
        for (var i = 0; _passedAlike > 0 && i < _filled.Length; i++)
        {
            _filled[i] += (_passed >> i & 1) == 1 ? _passedAlike : 0;
        }

        _passedAlike = 0;
    }

    // code:column, or code:column:what it was.
    private Dictionary<string, long> WarnedOf(string column) => _warned.Select(w => (Parts: w.Key.Split(':', 3), w.Value)).Where(w => w.Parts[1] == column)
        .GroupBy(w => w.Parts[0]).ToDictionary(g => g.Key, g => g.Sum(w => w.Value));

    private void ThinOut()
    {
        _every *= 2;
        _sampled.RemoveAll(draw => !IsSampled(draw));
        foreach (var column in _columns)
        {
            column.ThinOut(IsSampled);
        }
    }
}

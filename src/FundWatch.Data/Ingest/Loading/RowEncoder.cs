using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading.Known;
using FundWatch.Data.Ingest.Loading.Repeats;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Values every row of a batch carries.</summary>
public readonly record struct BatchStamp(int SourceId, long BatchId);

/// <summary>
/// Makes rows of a load out of a file's: cells with what versions need behind them, in the order of <see cref="RecordTable.Columns"/>. A row with any cell
/// that cannot be read is refused as a whole, with every reason; nothing is guessed and no cell is silently left out.
/// </summary>
public sealed class RowEncoder
{
    // Fields behind those of the cells, as Finish writes them.
    private const int Added = 6;

    private static readonly long _epochTicks = new DateTime(2000, 1, 1).Ticks;

    private readonly Layout _layout;
    private readonly RowCells _cells;
    private readonly TableFoot _foot;
    private readonly TableBreaks _breaks;
    private readonly UnitWatch _units;
    private readonly UnitColumn? _unitColumn;
    private readonly BatchStamp _stamp;
    private readonly VaultCipher _cipher;
    private readonly bool _storeIsEmpty;
    private readonly TimeProvider _clock;
    private readonly PgBlock _row;
    private readonly RowContext _context;
    private readonly byte[] _hash = new byte[16];
    private long _recordedFrom, _otherHeader;
    private bool _isOther;

    /// <param name="storeIsEmpty">True where no row of this source and stream is in the store, so that new keys need no comparing.</param>
    /// <param name="knownUtf8">True where the reader vouches for its text.</param>
    public RowEncoder(Layout layout, BatchStamp stamp, Tokens tokens, VaultCipher cipher, bool storeIsEmpty, bool knownUtf8, TimeProvider clock)
    {
        _layout = layout;
        (_breaks, _units, _unitColumn) = (new TableBreaks(layout), new UnitWatch(layout), UnitColumn.Of(layout));
        _stamp = stamp;
        _cipher = cipher;
        _storeIsEmpty = storeIsEmpty;
        _clock = clock;
        _cells = new RowCells(layout, tokens, checkUtf8: !knownUtf8);
        (_row, _context, _foot) = (_cells.Row, _cells.Context, _cells.Foot);
    }

    /// <summary>Counts what the rows hold, where somebody wants to know.</summary>
    public LoadProfile? Profile { get; init; }

    /// <summary>The keys of the file so far.</summary>
    internal SeenKeys Seen { get; init; } = new();

    /// <summary>Of a dry run: takes the rows whose key came before.</summary>
    internal DryRepeats? Repeats { get; init; }

    /// <summary>Where the file is gone through once more for the first rows of keys that repeat: takes every row, and nothing goes anywhere else.</summary>
    internal DryRepeats? First { get; init; }

    /// <summary>Rows that need no look-up, where an earlier load left such.</summary>
    internal KnownRows? Known { get; init; }

    /// <summary>Rows refused by earlier loads, which hear of each key that is taken in; null where there are none.</summary>
    internal EarlierRefusals? Earlier { get; init; }

    /// <summary>Takes the reader's present row into the chunk.</summary>
    public void Encode(RowReader reader, Chunk chunk)
    {
        if (reader.RowHash != 0 && !_isOther && Known is { MayStand: true } && Profile is { MayPass: true } && Known.Stands(reader.RowHash, out var place) && Seen.AddKnown(Seen.NeedsKeys || Earlier is not null ? _cells.KeyAlone(reader) : default))
        {
            PassOver(reader, chunk, Known.PassTo(place));
            return;
        }

        EncodeWhole(reader, chunk);
    }

    /// <summary>Takes the reader's present row into the chunk as refused, whatever its cells say.</summary>
    /// <param name="command">That takes it in all the same.</param>
    /// <param name="column">Where the reason lies; null for the row as a whole.</param>
    internal void Refuse(RowReader reader, Chunk chunk, CellIssue issue, string zhMore, string enMore, string command, string? column = null)
    {
        Begin(chunk);
        var key = _cells.KeyText(reader);
        chunk.Refuse(new RefusedRow(reader.LineNumber, column, CellIssues.Code(issue), CellIssues.Describe(issue, command, key, zhMore).Chinese, CellIssues.Describe(issue, command, key, enMore).English,
            _cipher.Encrypt(RawRow.Of(reader))));
        Seen.Pass();
    }

    // The row stands in an earlier file of the source byte for byte, was taken in then and is in the store as it was.
    private void PassOver(RowReader reader, Chunk chunk, PassedRow known)
    {
        Begin(chunk);
        _foot.Meet(reader);
        Earlier?.Meet(_cells.Key());
        Profile!.Pass(known.Filled);
        chunk.Unchanged++;
        chunk.Hashes.Add(known.Hash);
        _context.Begin(chunk.Vault);
        _context.Warnings.AddRange(known.Warnings);
        CountWarnings(chunk);
        chunk.Passes.Add(reader.RowHash, known.Filled, _context.Warnings);
    }

    private void Begin(Chunk chunk)
    {
        if (chunk.Rows++ == 0)
        {
            _recordedFrom = (_clock.GetUtcNow().UtcTicks - _epochTicks) / 10;
        }
    }

    private void EncodeWhole(RowReader reader, Chunk chunk)
    {
        if (_cells.IsSkipped(reader))
        {
            chunk.Skipped++;
            Seen.Pass();
            return;
        }

        if ((_foot.MayLoad || _isOther) && IsNoRecord(reader, chunk))
        {
            return;
        }

        if (reader.HasCellIssues)
        {
            Profile?.HeedLists(reader);
        }

        if ((_isOther ? OtherTable() : _cells.WholeIssue(reader)) is { Issue: not CellIssue.None } whole)
        {
            if (IsNoRecord(reader, chunk))
            {
                return;
            }

            whole = _isOther ? OtherTable() : whole;
            _foot.Meet(reader);
            Begin(chunk);
            Profile?.Refuse(whole.Issue);
            RefuseRow(reader, chunk, whole.Issue, whole.Found, whole.Expected);
            Seen.Pass();
            return;
        }

        Begin(chunk);
        var persons = chunk.Vault.Count;
        _cells.Encode(reader, chunk.Vault, Added, Seen);
        if (_context.Refusals.Count > 0)
        {
            if (IsNoRecord(reader, chunk))
            {
                chunk.Rows--;
                return;
            }

            _foot.Meet(reader);
            if (_isOther)
            {
                var other = OtherTable();
                Profile?.Refuse(other.Issue);
                RefuseRow(reader, chunk, other.Issue, other.Found, other.Expected);
                Seen.Pass();
                return;
            }

            Profile?.Refuse(_context.Refusals);
            chunk.Refuse(_cells.Refusal(reader.LineNumber, _cipher.Encrypt(RawRow.Of(reader))));
            Seen.Pass();
            return;
        }

        _foot.Meet(reader);
        ulong filled = 0;
        if (reader.IsHidden)
        {
            Profile?.Hide();
        }

        var isPlain = Profile?.Add(_row, _cells.Fields, out filled) == true;
        if (_unitColumn is not null)
        {
            isPlain &= !NamesOwnUnit(reader, _unitColumn); // or the next load would not hear of it
        }

        var hash = Finish(reader.LineNumber, chunk);
        if (First is not null)
        {
            if (First.Meet(_cells.Key(), hash))
            {
                First.Show(reader.LineNumber, _cells.KeyText(reader));
            }

            return;
        }

        if (!Seen.Add(_cells.Key()))
        {
            if (Repeats is not null)
            {
                Profile?.Repeat();
                Repeats.Add(_cells.Key(), hash);
                return;
            }

            Profile?.Repeat();
            var (zh, en) = CellIssues.Describe(CellIssue.DuplicateKey, "", _cells.KeyText(reader));
            chunk.AddAgain(_row.Span(0, _row.Length), new Guid(_hash, bigEndian: true), new RefusedRow(reader.LineNumber, _layout.Stream.Key[0].Name,
                CellIssues.Code(CellIssue.DuplicateKey), zh, en, _cipher.Encrypt(RawRow.Of(reader))));
        }
        else
        {
            Earlier?.Meet(_cells.Key());
            if (reader.WholeOf is { } process)
            {
                Earlier?.MeetWhole(process);
            }

            isPlain &= Profile?.Say(_cells.Content()) == false;
            chunk.Hashes.Add(hash);
            if (isPlain && reader.RowHash != 0)
            {
                chunk.Passes.Add(reader.RowHash, filled, _context.Warnings);
            }
            else
            {
                chunk.Passes.AddUnread();
            }

            if (_storeIsEmpty)
            {
                chunk.AddNew(_row.Span(0, _row.Length), _cells.Month);
            }
            else if (Known?.Holds(hash) == true)
            {
                chunk.Unchanged++;
                chunk.Vault.RemoveRange(persons, chunk.Vault.Count - persons); // in the vault since that load
                return;
            }
            else
            {
                // Of use only while rows are passed over: in a file that is new throughout it would be a second set of all its keys.
                if (Known is { MayStand: true })
                {
                    Seen.IsStrange(_cells.Key());
                }

                chunk.Compare.Row(_row.Span(0, _row.Length));
            }
        }

        if (_layout.Stream.PartitionColumn is not null)
        {
            chunk.AddMonth(_cells.Month);
        }
    }

    // Totals, signatures, the header once more. Notices the header of another table, which is refused with all below it.
    private bool IsNoRecord(RowReader reader, Chunk chunk)
    {
        var isAgain = _breaks.IsHeaderAgain(reader);
        if (!isAgain && !_foot.Has(reader))
        {
            _otherHeader = _breaks.IsOtherHeader(reader) ? reader.LineNumber : _otherHeader;
            LookForUnits(reader, isFoot: false);
            return false;
        }

        _otherHeader = isAgain ? 0 : _otherHeader;
        LookForUnits(reader, isFoot: true);
        chunk.Skipped++;
        Profile?.PassFoot(reader.LineNumber);
        if (!isAgain && !_isOther && Profile is not null)
        {
            HoldAgainstRows(reader, Profile);
        }

        Seen.Pass();
        return true;
    }

    private void HoldAgainstRows(RowReader reader, LoadProfile profile)
    {
        if (TableFoot.Carries(reader))
        {
            profile.TurnPage(reader.LineNumber);
        }
        else if (_foot.SumsUp(reader) is { } extent)
        {
            profile.Compare(reader, extent);
        }
    }

    // Not the headers of other tables: their rows are refused, whatever the unit.
    private void LookForUnits(RowReader reader, bool isFoot)
    {
        if (_otherHeader == 0)
        {
            _units.Look(reader, isFoot, Profile);
        }

        _isOther = _otherHeader > 0 || _units.Line > 0;
    }

    private (CellIssue Issue, string Found, string Expected) OtherTable() =>
        _otherHeader > 0 ? (CellIssue.OtherTable, $"{_otherHeader}", "") : (CellIssue.OtherMoneyUnit, $"{_units.Line}", _units.Unit);

    private bool NamesOwnUnit(RowReader reader, UnitColumn column)
    {
        if (column.Other(reader) is { } unit)
        {
            Profile?.HeedOwn(new UnitElsewhere(reader.LineNumber, unit));
            return true;
        }

        if (column.IsSilent(reader))
        {
            Profile?.HeedNoUnit();
        }

        return false;
    }

    // What follows the contract's columns: source_id, batch_id, line_no, row_hash, warnings, recorded_from. Gives the start of the row's hash.
    private ulong Finish(long line, Chunk chunk)
    {
        _cells.Hash(_hash);
        _row.Int32(_stamp.SourceId);
        _row.Int64(_stamp.BatchId);
        _row.Int64(line);
        _row.Bytes(_hash);
        if (_context.Warnings.Count == 0)
        {
            _row.Null();
        }
        else
        {
            var at = _row.BeginTextArray(_context.Warnings.Count);
            foreach (var warning in _context.Warnings)
            {
                _row.Text(warning);
            }

            _row.EndArray(at);
            CountWarnings(chunk);
        }

        _row.Int64(_recordedFrom);
        return RowHashes.Of(_hash);
    }

    private void CountWarnings(Chunk chunk)
    {
        foreach (var warning in _context.Warnings)
        {
            chunk.Warnings[warning] = chunk.Warnings.GetValueOrDefault(warning) + 1;
        }

        Profile?.Warn(_context.Warnings);
    }

    private void RefuseRow(RowReader reader, Chunk chunk, CellIssue issue, string found, string expected)
    {
        var (zh, en) = CellIssues.Describe(issue, "", found, expected);
        chunk.Refuse(new RefusedRow(reader.LineNumber, null, CellIssues.Code(issue), zh, en, _cipher.Encrypt(RawRow.Of(reader))));
    }
}

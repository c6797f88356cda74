using System.IO.Hashing;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading.Known;
using FundWatch.Data.Ingest.Loading.Repeats;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Values every row of a batch carries.</summary>
public readonly record struct BatchStamp(int SourceId, long BatchId);

/// <summary>
/// Parses rows and encodes them straight into PostgreSQL's binary COPY format, in the order of <see cref="RecordTable.Columns"/>. A row with any cell
/// that cannot be read is refused as a whole, with every reason; nothing is guessed and no cell is silently left out.
/// </summary>
public sealed class RowEncoder
{
    private static readonly long _epochTicks = new DateTime(2000, 1, 1).Ticks;

    private readonly Layout _layout;
    private readonly CellEncoder[] _cells;
    private readonly int[] _keys, _keysInOrder, _personal;
    private readonly int _partition;
    private readonly (int Start, int End)[] _fields;
    private readonly BatchStamp _stamp;
    private readonly VaultCipher _cipher;
    private readonly bool _storeIsEmpty;
    private readonly TimeProvider _clock;
    private readonly PgBlock _row = new();
    private readonly RowContext _context;
    private RowReader? _reader;
    private RowsAhead? _ahead;
    private byte[] _key = new byte[256];
    private long _recordedFrom;

    /// <param name="storeIsEmpty">True where no row of this source and stream is in the store, so that new keys need no comparing.</param>
    /// <param name="knownUtf8">True where the reader vouches for its text.</param>
    public RowEncoder(Layout layout, BatchStamp stamp, Tokens tokens, VaultCipher cipher, bool storeIsEmpty, bool knownUtf8, TimeProvider clock)
    {
        _layout = layout;
        _stamp = stamp;
        _cipher = cipher;
        _storeIsEmpty = storeIsEmpty;
        _clock = clock;
        _context = new RowContext(tokens, checkUtf8: !knownUtf8);
        _cells = layout.Columns.Select(source => new CellEncoder(layout.Stream, source)).ToArray();
        _keys = layout.Stream.Key.Select(k => IndexOf(layout, k.Name)).ToArray();
        _keysInOrder = [.. _keys.Order()];
        _personal = [.. layout.Columns.Where(c => c.Column.IsPersonal && c.IsPlain).Select(c => c.Cells[0])];
        _partition = layout.Stream.PartitionColumn is { } p ? IndexOf(layout, p.Name) : -1;
        _fields = new (int, int)[_cells.Length];
    }

    /// <summary>Counts what the rows hold, where somebody wants to know.</summary>
    public LoadProfile? Profile { get; init; }

    /// <summary>The keys of the file so far.</summary>
    internal SeenKeys Seen { get; init; } = new();

    /// <summary>Rows that need no look-up, where an earlier load left such.</summary>
    internal KnownRows? Known { get; init; }

    /// <summary>Takes the reader's present row into the chunk.</summary>
    public void Encode(RowReader reader, Chunk chunk)
    {
        if (reader.RowHash != 0 && Known is { MayStand: true } && Profile is { MayPass: true } && Known.Stands(reader.RowHash, out var place) && Seen.AddKnown(Seen.NeedsKeys ? KeyAlone(reader, chunk) : default))
        {
            PassOver(reader, chunk, Known.PassTo(place));
            return;
        }

        EncodeWhole(reader, chunk);
    }

    // The row stands in an earlier file of the source byte for byte, was taken in then and is in the store as it was.
    private void PassOver(RowReader reader, Chunk chunk, PassedRow known)
    {
        Begin(chunk);
        Profile!.Pass(known.Filled);
        chunk.Unchanged++;
        chunk.Hashes.Add(known.Hash);
        chunk.Passes.Add(reader.RowHash, known.Filled);
    }

    private void Begin(Chunk chunk)
    {
        if (chunk.Rows++ == 0)
        {
            _recordedFrom = (_clock.GetUtcNow().UtcTicks - _epochTicks) / 10;
        }
    }

    private ReadOnlySpan<byte> KeyAlone(RowReader reader, Chunk chunk)
    {
        _row.Clear();
        _context.Begin(chunk.Vault);
        var persons = chunk.Vault.Count;
        foreach (var k in _keys)
        {
            var start = _row.Length;
            _cells[k].Encode(reader, _row, _context);
            _fields[k] = (start, _row.Length);
        }

        chunk.Vault.RemoveRange(persons, chunk.Vault.Count - persons);
        return Key();
    }

    private void EncodeWhole(RowReader reader, Chunk chunk)
    {
        if (IsSkipped(reader))
        {
            chunk.Skipped++;
            Seen.Pass();
            return;
        }

        Begin(chunk);
        if (WholeRowIssue(reader) is { Issue: not CellIssue.None } whole)
        {
            Profile?.Refuse(whole.Issue);
            RefuseRow(reader, chunk, whole.Issue, whole.Found, whole.Expected);
            Seen.Pass();
            return;
        }

        _row.Clear();
        _row.FieldCount(_cells.Length + 6);
        _context.Begin(chunk.Vault);
        var persons = chunk.Vault.Count;
        foreach (var cell in _personal)
        {
            _context.Tokens.Expect(CellText.Trim(reader[cell]));
        }

        EncodeCells(reader);

        if (_context.Refusals.Count > 0)
        {
            Profile?.Refuse(_context.Refusals);
            chunk.Refused.Add(Refusal(reader));
            Seen.Pass();
            return;
        }

        ulong filled = 0;
        var isPlain = Profile?.Add(_row, _fields, out filled) == true && _context.Warnings.Count == 0;
        var hash = Finish(reader.LineNumber, chunk);
        if (!Seen.Add(Key()))
        {
            Profile?.Repeat();
            chunk.Again.Row(_row.Span(0, _row.Length));
            var (zh, en) = CellIssues.Describe(CellIssue.DuplicateKey, "", KeyText(reader));
            chunk.AgainRows[reader.LineNumber] = new RefusedRow(reader.LineNumber, _layout.Stream.Key[0].Name, CellIssues.Code(CellIssue.DuplicateKey),
                zh, en, _cipher.Encrypt(RawRow.Of(reader)));
        }
        else
        {
            isPlain &= Profile?.Say(Content()) == false;
            chunk.Hashes.Add(hash);
            if (isPlain && reader.RowHash != 0)
            {
                chunk.Passes.Add(reader.RowHash, filled);
            }
            else
            {
                chunk.Passes.AddUnread();
            }

            if (_storeIsEmpty)
            {
                chunk.AddNew(_row.Span(0, _row.Length), _partition >= 0 ? _context.Month : default);
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
                    Seen.IsStrange(Key());
                }

                chunk.Compare.Row(_row.Span(0, _row.Length));
            }
        }

        if (_partition >= 0)
        {
            chunk.AddMonth(_context.Month);
        }
    }

    private void EncodeCells(RowReader reader)
    {
        if (!ReferenceEquals(reader, _reader))
        {
            _reader = reader;
            _ahead = RowsAhead.Of(reader, _cells, _partition, _context);
        }

        var key = _keysInOrder[^1];
        for (var i = 0; i < _cells.Length;)
        {
            if (_ahead?.Write(reader, _row, _fields, i, i <= key ? key + 1 : _cells.Length, _context) is > 0 and var written)
            {
                i += written;
            }
            else
            {
                var start = _row.Length;
                _cells[i].Encode(reader, _row, _context);
                _fields[i++] = (start, _row.Length);
            }

            if (i == key + 1)
            {
                Seen.Expect(_ahead is not null && _keys.Length == 1 && _ahead.Later(reader, key) is { Length: > 0 } later ? later : Key());
            }
        }
    }

    // What follows the contract's columns: source_id, batch_id, line_no, row_hash, warnings, recorded_from. Gives the start of the row's hash.
    private ulong Finish(long line, Chunk chunk)
    {
        // XXH128 over the encoded values: SHA-256 would take half of all the time spent on a row. It tells versions apart; it guards nothing.
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(_row.Span(2, _row.Length), hash);
        _row.Int32(_stamp.SourceId);
        _row.Int64(_stamp.BatchId);
        _row.Int64(line);
        _row.Bytes(hash);
        if (_context.Warnings.Count == 0)
        {
            _row.Null();
        }
        else
        {
            var at = _row.BeginTextArray(_context.Warnings.Count);
            foreach (var warning in _context.Warnings)
            {
                _row.Bytes(Encoding.UTF8.GetBytes(warning));
                chunk.Warnings[warning] = chunk.Warnings.GetValueOrDefault(warning) + 1;
            }

            _row.EndArray(at);
            Profile?.Warn(_context.Warnings);
        }

        _row.Int64(_recordedFrom);
        return RowHashes.Of(hash);
    }

    // A hash of what the row says without its key, stretch by stretch.
    private ulong Content()
    {
        ulong hash = 0;
        var start = _fields[0].Start;
        foreach (var k in _keysInOrder)
        {
            hash = XxHash3.HashToUInt64(_row.Span(start, _fields[k].Start), (long)hash);
            start = _fields[k].End;
        }

        return XxHash3.HashToUInt64(_row.Span(start, _fields[^1].End), (long)hash);
    }

    private ReadOnlySpan<byte> Key()
    {
        if (_keys.Length == 1)
        {
            return _row.Span(_fields[_keys[0]].Start, _fields[_keys[0]].End);
        }

        var length = 0;
        foreach (var k in _keys)
        {
            var field = _row.Span(_fields[k].Start, _fields[k].End);
            if (length + field.Length > _key.Length)
            {
                Array.Resize(ref _key, (length + field.Length) * 2);
            }

            field.CopyTo(_key.AsSpan(length));
            length += field.Length;
        }

        return _key.AsSpan(0, length);
    }

    private bool IsSkipped(RowReader reader)
    {
        foreach (var (cell, values) in _layout.SkipRows)
        {
            var text = Encoding.UTF8.GetString(CellText.Trim(reader[cell]));
            if (Array.Exists(values, v => SkipRule.Matches(v, text)))
            {
                return true;
            }
        }

        return false;
    }

    private (CellIssue Issue, string Found, string Expected) WholeRowIssue(RowReader reader)
    {
        if (reader.RowIssue != CellIssue.None)
        {
            return (reader.RowIssue, Encoding.UTF8.GetString(reader[0][..Math.Min(reader[0].Length, CellIssues.BytesShown)]), "");
        }

        // More separators than the header has may follow, values may not; and fewer cells than the header is how a cut-off line looks.
        var width = _layout.Headers.Count;
        return (reader.Count > width && HasValueBehind(reader, width)) || (reader.HasFixedWidth && reader.Count < width)
            ? (CellIssue.RowWidth, $"{reader.Count}", $"{width}") : default;
    }

    private static bool HasValueBehind(RowReader reader, int width)
    {
        for (var i = width; i < reader.Count; i++)
        {
            if (CellText.Trim(reader[i]).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void RefuseRow(RowReader reader, Chunk chunk, CellIssue issue, string found, string expected)
    {
        var (zh, en) = CellIssues.Describe(issue, "", found, expected);
        chunk.Refused.Add(new RefusedRow(reader.LineNumber, null, CellIssues.Code(issue), zh, en, _cipher.Encrypt(RawRow.Of(reader))));
    }

    private RefusedRow Refusal(RowReader reader)
    {
        var words = _context.Refusals.Select(r =>
        {
            var (zh, en) = ColumnLabel.Of(_cells[r.Column].Source, _layout.Headers);
            return new CellReason(_cells[r.Column].Source.Column.Name, CellIssues.Code(r.Issue),
                CellIssues.Describe(r.Issue, zh, r.Found, r.More).Chinese, CellIssues.Describe(r.Issue, en, r.Found, r.More).English);
        }).ToList();
        var first = _context.Refusals[0];
        return new RefusedRow(reader.LineNumber, _cells[first.Column].Source.Column.Name, CellIssues.Code(first.Issue),
            string.Join("；", words.Select(w => w.Zh)), string.Join("; ", words.Select(w => w.En)), _cipher.Encrypt(RawRow.Of(reader)), words);
    }

    private string KeyText(RowReader reader) => string.Join(" / ", _keys.Select(k => _cells[k].Source).Select(s =>
        s.Column.IsPersonal ? PersonalValue.Mask(CellText.Trim(reader[s.Cells.FirstOrDefault(-1) is >= 0 and var c ? c : int.MaxValue]))
        : string.Join(s.Separator, s.Cells.Select(c => Encoding.UTF8.GetString(CellText.Trim(reader[c]))))));

    private static int IndexOf(Layout layout, string column)
    {
        for (var i = 0; i < layout.Columns.Count; i++)
        {
            if (layout.Columns[i].Column.Name == column)
            {
                return i;
            }
        }

        throw new ArgumentException($"The layout has no column {column}.", nameof(column));
    }
}

using System.Buffers;
using System.IO.Hashing;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files;

/// <summary>
/// CSV and its relatives over one sliding buffer: quoted cells with doubled quotes and line breaks, CRLF, LF or CR. Cells are spans of the buffer;
/// a quoted cell is unescaped in place. A row longer than <see cref="RowReader.LongestRow"/> ends at its first line break and is refused: its quote is taken for a stray one.
/// </summary>
public sealed class DelimitedReader : RowReader
{
    private readonly Stream _file;
    private readonly byte _delimiter, _quote;
    private readonly SearchValues<byte> _stops, _lineStops;
    private readonly Func<double> _progress;
    private int _position, _filled;
    private bool _ended;
    private long _nextLine = 1, _openLine;

    /// <param name="utf8">The text as UTF-8, behind any BOM. Disposed with the reader.</param>
    /// <param name="progress">Share of the file consumed.</param>
    /// <param name="bufferSize">To begin with; it grows with the longest row.</param>
    public DelimitedReader(Stream utf8, Dialect dialect, string? encoding = null, bool isKnownValid = false, Func<double>? progress = null, int bufferSize = 512 * 1024)
    {
        _file = utf8;
        (_delimiter, _quote) = (dialect.Delimiter, dialect.Quote);
        _stops = SearchValues.Create([dialect.Delimiter, (byte)'\n', (byte)'\r']);
        _lineStops = SearchValues.Create([dialect.Quote, (byte)'\n', (byte)'\r']);
        _progress = progress ?? (() => 0);
        Buffer = new byte[bufferSize];
        Encoding = encoding;
        IsKnownValid = isKnownValid;
    }

    public override bool HasFixedWidth => true;
    public override string Format => _delimiter == '\t' ? "tsv" : "csv";
    public override double Progress => _progress();
    internal override string Reading => _quote == '"' ? $"{_delimiter} {Encoding}" : $"{_delimiter} {_quote} {Encoding}";

    internal override long OpenLine => _openLine;

    internal override ReadOnlySpan<byte> Stretch(out int from)
    {
        from = Count == 0 ? 0 : Starts[0];
        return Count == 0 ? default : Buffer.AsSpan(from, Ends[Count - 1] - from);
    }

    public override bool Read()
    {
        do
        {
            if (!ReadRow())
            {
                return false;
            }
        }
        while (!IsWhole && RowIssue == CellIssue.None && IsBlank());

        return true;
    }

    public override void Dispose() => _file.Dispose();

    private bool ReadRow()
    {
        while (true)
        {
            if (_position == _filled && !Fill(_position))
            {
                return false;
            }

            if (LeavesRowsWhole && LeaveWhole())
            {
                return true;
            }

            var result = Scan(out var end, out var lines, out var next);
            if (result == Scanned.Row)
            {
                Deliver(lines, next, CellIssue.None);
                return true;
            }

            if (!_ended && _filled - _position < LongestRow)
            {
                Fill(_position);
                continue;
            }

            if (result == Scanned.OpenQuote || !_ended)
            {
                ScanBroken(out next);
                Deliver(1, next, result == Scanned.OpenQuote ? CellIssue.UnclosedQuote : CellIssue.RowTooLong);
                return true;
            }

            _openLine = _nextLine > 1 && Buffer[end - 1] is >= (byte)'0' and <= (byte)'9' ? _nextLine : 0; // a number says nothing of digits that are gone
            Deliver(lines, end, CellIssue.None); // the last row has no line break
            return true;
        }
    }

    // A row on one line without a quote, which begins with what is no space.
    private bool LeaveWhole()
    {
        if (!(Buffer[_position] is (> (byte)' ' and < 0x7F) or (>= 0xE4 and <= 0xE9)) || Buffer[_position] == _delimiter)
        {
            return false;
        }

        var length = Buffer.AsSpan(_position, _filled - _position).IndexOfAny(_lineStops);
        if (length < 0)
        {
            return false;
        }

        var end = _position + length;
        var next = end + 1;
        if (Buffer[end] == '\r' && next < _filled && Buffer[next] == '\n')
        {
            next++;
        }
        else if (Buffer[end] != '\n')
        {
            return false;
        }

        Leave(_position, end, _delimiter);
        Deliver(1, next, CellIssue.None);
        return true;
    }

    private enum Scanned { Row, NeedMore, OpenQuote }

    private Scanned Scan(out int end, out int lines, out int next)
    {
        BeginCells();
        lines = 1;
        end = next = _filled;
        var at = _position;
        while (true)
        {
            if (at < _filled && Buffer[at] == _quote)
            {
                var close = FindClosingQuote(at + 1, ref lines);
                if (close < 0)
                {
                    return Scanned.OpenQuote;
                }

                var start = at + 1;
                at = close + 1;
                if (at == _filled)
                {
                    if (!_ended)
                    {
                        return Scanned.NeedMore;
                    }

                    AddQuoted(start, close);
                    return Scanned.NeedMore;
                }

                if (!_stops.Contains(Buffer[at]))
                {
                    // Text behind a closing quote ("abc"def): keep it all, as spreadsheets do.
                    var rest = Buffer.AsSpan(at, _filled - at).IndexOfAny(_stops);
                    if (rest < 0 && !_ended)
                    {
                        return Scanned.NeedMore;
                    }

                    at = rest < 0 ? _filled : at + rest;
                    Add(start - 1, at);
                    if (at == _filled)
                    {
                        return Scanned.NeedMore;
                    }
                }
                else
                {
                    AddQuoted(start, close);
                }
            }
            else
            {
                var length = Buffer.AsSpan(at, _filled - at).IndexOfAny(_stops);
                if (length < 0)
                {
                    Add(at, _filled);
                    return Scanned.NeedMore;
                }

                Add(at, at + length);
                at += length;
            }

            var stop = Buffer[at++];
            if (stop == _delimiter)
            {
                continue;
            }

            if (stop == '\r')
            {
                if (at == _filled && !_ended)
                {
                    return Scanned.NeedMore; // is it CR or half of CRLF?
                }

                at += at < _filled && Buffer[at] == '\n' ? 1 : 0;
            }

            next = at;
            return Scanned.Row;
        }
    }

    // Position of the closing quote, or -1. Doubled quotes are left for AddQuoted, so that a row can be scanned again after a refill.
    private int FindClosingQuote(int from, ref int lines)
    {
        while (true)
        {
            var found = Buffer.AsSpan(from, _filled - from).IndexOf(_quote);
            if (found < 0)
            {
                return -1;
            }

            var segment = Buffer.AsSpan(from, found);
            lines += segment.Count((byte)'\n');
            var quote = from + found;
            if (quote + 1 < _filled && Buffer[quote + 1] == _quote)
            {
                from = quote + 2;
                continue;
            }

            return quote;
        }
    }

    private void AddQuoted(int start, int close) => Add(start | _quoted, close);

    // A start with this bit set still holds doubled quotes to be undone when the row is delivered.
    private const int _quoted = 1 << 30;

    private void Deliver(int lines, int next, CellIssue issue)
    {
        LineNumber = _nextLine;
        _nextLine += lines;
        RowIssue = issue;
        if (HashesRows)
        {
            // Before doubled quotes are undone in place.
            RowHash = XxHash3.HashToUInt64(Buffer.AsSpan(_position, next - _position)) | 1;
        }

        _position = next;
        if (IsWhole)
        {
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            if ((Starts[i] & _quoted) != 0)
            {
                Starts[i] &= ~_quoted;
                Ends[i] = Undouble(Starts[i], Ends[i]);
            }
        }
    }

    private int Undouble(int start, int end)
    {
        var first = Buffer.AsSpan(start, end - start).IndexOf(_quote);
        if (first < 0)
        {
            return end;
        }

        var to = start + first;
        for (var from = to; from < end; from++)
        {
            Buffer[to++] = Buffer[from];
            from += Buffer[from] == _quote ? 1 : 0;
        }

        // What is left over must not look as if it went on with a character that the cell's end cuts off.
        Buffer.AsSpan(to, end - to).Fill((byte)' ');
        return to;
    }

    // The row up to its first line break, as one cell.
    private void ScanBroken(out int next)
    {
        BeginCells();
        var length = Buffer.AsSpan(_position, _filled - _position).IndexOfAny((byte)'\n', (byte)'\r');
        var end = length < 0 ? _filled : _position + length;
        next = end;
        if (next < _filled)
        {
            next += Buffer[next] == '\r' && next + 1 < _filled && Buffer[next + 1] == '\n' ? 2 : 1;
        }

        Add(_position, end);
    }

    private bool Fill(int keepFrom)
    {
        if (keepFrom > 0)
        {
            System.Buffer.BlockCopy(Buffer, keepFrom, Buffer, 0, _filled - keepFrom);
            _filled -= keepFrom;
            _position = 0;
        }

        if (_filled == Buffer.Length)
        {
            Array.Resize(ref Buffer, Buffer.Length * 2);
        }

        var before = _filled;
        while (_filled < Buffer.Length)
        {
            var read = _file.Read(Buffer, _filled, Buffer.Length - _filled);
            if (read == 0)
            {
                _ended = true;
                break;
            }

            _filled += read;
        }

        return _filled > before;
    }
}

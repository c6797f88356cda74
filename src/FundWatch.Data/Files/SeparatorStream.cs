namespace FundWatch.Data.Files;

/// <summary>
/// A text in which signs of several bytes become one: delimiters such as <c>|@|</c> or ，, and the line ends of Unicode. What stands in quotes stays as it is. Only for files
/// that have such signs: it looks at every byte.
/// </summary>
/// <param name="signs">What becomes which byte.</param>
/// <param name="quote">Opens a cell in quotes where it is the cell's first byte.</param>
internal sealed class SeparatorStream(Stream utf8, IReadOnlyList<(byte[] Sign, byte By)> signs, byte quote) : ReadOnlyStream
{
    /// <summary>Runs of blanks and tabs as the delimiter.</summary>
    public static readonly IReadOnlyList<(byte[] Sign, byte By)> Blanks = [([(byte)' '], WrittenDialect.Stand), ([(byte)'\t'], WrittenDialect.Stand), ("\u3000"u8.ToArray(), WrittenDialect.Stand)];

    /// <summary>The line ends of Unicode: U+2028, U+2029, U+0085.</summary>
    public static readonly IReadOnlyList<(byte[] Sign, byte By)> LineEnds = [("\u2028"u8.ToArray(), (byte)'\n'), ("\u2029"u8.ToArray(), (byte)'\n'), ("\u0085"u8.ToArray(), (byte)'\n')];

    /// <summary>The line end of old Macintoshes, for readers that know only the line feed.</summary>
    public static readonly IReadOnlyList<(byte[] Sign, byte By)> Returns = [([(byte)'\r'], (byte)'\n')];

    private readonly int _longest = signs.Max(s => s.Sign.Length);
    private readonly bool _usesStand = signs.Any(s => s.By == WrittenDialect.Stand);
    private readonly byte[] _buffer = new byte[64 * 1024], _made = new byte[64 * 1024];
    private bool _cellBegins = true, _lineBegins = true, _inQuotes, _isEnded, _waits;
    private int _at, _filled, _given, _ready;

    private bool IsBlanks => ReferenceEquals(signs, Blanks);

    public override int Read(Span<byte> buffer)
    {
        if (_given == _ready && !Make())
        {
            return 0;
        }

        var length = Math.Min(buffer.Length, _ready - _given);
        _made.AsSpan(_given, length).CopyTo(buffer);
        _given += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        utf8.Dispose();
        base.Dispose(disposing);
    }

    // False at the end of the text. A sign, or a doubled quote, may lie across the end of what has been read.
    private bool Make()
    {
        (_given, _ready) = (0, 0);
        while (_ready == 0)
        {
            while (!_isEnded && _filled - _at <= _longest)
            {
                Fill();
            }

            while (_ready < _made.Length - 1 && _at < _filled && (_isEnded || _filled - _at > _longest))
            {
                Step();
            }

            if (_isEnded && _at == _filled)
            {
                return _ready > 0; // blanks at the end of the text part nothing
            }
        }

        return true;
    }

    private void Step()
    {
        var b = _buffer[_at];
        if (_inQuotes)
        {
            var isDoubled = b == quote && _at + 1 < _filled && _buffer[_at + 1] == quote;
            _inQuotes = b != quote || isDoubled;
            Take(isDoubled ? 2 : 1);
            return;
        }

        foreach (var (sign, by) in signs)
        {
            if (_buffer.AsSpan(_at, _filled - _at).StartsWith(sign))
            {
                _at += sign.Length;
                Part(by);
                return;
            }
        }

        if (b is (byte)'\n' or (byte)'\r')
        {
            _waits = false; // blanks at the end of a line part nothing
            (_cellBegins, _lineBegins) = (true, true);
            Take(1);
            return;
        }

        if (_waits)
        {
            _made[_ready++] = WrittenDialect.Stand;
            (_waits, _cellBegins) = (false, true);
        }

        _inQuotes = _cellBegins && b == quote && quote != WrittenDialect.NoQuote;
        // Where only line ends are changed the delimiter is not known yet: a quote opens a cell behind any that it may be.
        (_cellBegins, _lineBegins) = (!_usesStand && !_inQuotes && ",\t;|^"u8.Contains(b), false);
        Take(1);
    }

    private void Part(byte by)
    {
        if (IsBlanks)
        {
            _waits = !_lineBegins; // of a run one is enough, and none at the beginning of a line
            return;
        }

        _made[_ready++] = by;
        (_cellBegins, _lineBegins) = (true, by == (byte)'\n');
    }

    // The byte that stands for the delimiter may occur in the text itself: there it parts nothing.
    private void Take(int bytes)
    {
        for (; bytes > 0; bytes--)
        {
            var b = _buffer[_at++];
            _made[_ready++] = b == WrittenDialect.Stand && _usesStand ? (byte)' ' : b;
        }
    }

    private void Fill()
    {
        Buffer.BlockCopy(_buffer, _at, _buffer, 0, _filled - _at);
        (_filled, _at) = (_filled - _at, 0);
        var read = utf8.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        _isEnded = read == 0;
    }
}

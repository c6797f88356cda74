using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Json;

/// <summary>The lines of a UTF-8 stream that are not blank, as spans of one buffer.</summary>
internal sealed class Lines(Stream utf8) : IDisposable
{
    private byte[] _buffer = new byte[256 * 1024];
    private int _start, _filled, _lineStart, _lineLength;
    private bool _ended, _isPassing;

    /// <summary>From 1.</summary>
    public long Number { get; private set; }

    /// <summary>Of a line longer than <see cref="RowReader.LongestRow"/> more than that, but hardly all.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_lineStart, _lineLength);

    public bool Next()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _filled - _start).IndexOf((byte)'\n');
            if (_isPassing)
            {
                _isPassing = length < 0 && !_ended;
                _start = length < 0 ? _filled : _start + length + 1;
                if (_isPassing)
                {
                    Fill();
                }

                continue;
            }

            if (length < 0 && !_ended && _filled - _start <= RowReader.LongestRow)
            {
                Fill();
                continue;
            }

            if (length < 0 && _start == _filled)
            {
                return false;
            }

            _isPassing = length < 0 && !_ended; // the rest of it comes to nothing
            _lineStart = _start;
            _lineLength = length < 0 ? _filled - _start : length;
            _start += _lineLength + (length < 0 ? 0 : 1);
            Number++;
            if (_lineLength > RowReader.LongestRow || CellText.Trim(Text).Length > 0)
            {
                return true;
            }
        }
    }

    public void Dispose() => utf8.Dispose();

    private void Fill()
    {
        System.Buffer.BlockCopy(_buffer, _start, _buffer, 0, _filled - _start);
        _filled -= _start;
        _start = 0;
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // To the brim: a line that is not all there is searched from its beginning each time.
        var read = utf8.ReadAtLeast(_buffer.AsSpan(_filled), _buffer.Length - _filled, throwOnEndOfStream: false);
        _filled += read;
        _ended = read == 0;
    }
}

using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Json;

/// <summary>The lines of a UTF-8 stream that are not blank, as spans of one buffer.</summary>
internal sealed class Lines(Stream utf8) : IDisposable
{
    /// <summary>A longer line is no record.</summary>
    private const int Longest = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[256 * 1024];
    private int _start, _filled, _lineStart, _lineLength;
    private bool _ended;

    /// <summary>From 1.</summary>
    public long Number { get; private set; }

    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_lineStart, _lineLength);

    public bool Next()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _filled - _start).IndexOf((byte)'\n');
            if (length < 0 && !_ended)
            {
                Fill();
                continue;
            }

            if (length < 0 && _start == _filled)
            {
                return false;
            }

            _lineStart = _start;
            _lineLength = length < 0 ? _filled - _start : length;
            _start += _lineLength + (length < 0 ? 0 : 1);
            Number++;
            if (CellText.Trim(Text).Length > 0)
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
            if (_filled >= Longest)
            {
                throw new FileRefused("too_large", $"第 {Number + 1} 行超过 64 MB，不像一条记录。请确认文件格式。", $"Line {Number + 1} is longer than 64 MB: not a record. Check the file's format.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = utf8.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        _ended = read == 0;
    }
}

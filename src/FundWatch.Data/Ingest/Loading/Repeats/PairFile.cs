using System.Runtime.InteropServices;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Loading.Repeats;

/// <summary>Pairs of numbers in a file of their own, written behind each other and read back whole.</summary>
internal sealed class PairFile(WorkFile file) : IDisposable
{
    private readonly ulong[] _buffer = new ulong[2048];
    private FileStream? _stream;
    private int _filled;
    private long _pairs;

    public void Add(ulong first, long second)
    {
        _buffer[_filled++] = first;
        _buffer[_filled++] = (ulong)second;
        _pairs++;
        if (_filled == _buffer.Length)
        {
            Flush();
        }
    }

    /// <summary>Reads all pairs into arrays that are used again, and grow where they must: parts of a long file would leave hundreds of megabytes of them.</summary>
    /// <returns>How many pairs there are.</returns>
    public int Read(ref ulong[] first, ref long[] second)
    {
        if (first.Length < _pairs)
        {
            // An eighth more: the next part is about as long, and may be a little longer.
            (first, second) = (new ulong[_pairs + (_pairs / 8)], new long[_pairs + (_pairs / 8)]);
        }

        Flush();
        _stream?.Seek(0, SeekOrigin.Begin);
        for (long at = 0; at < _pairs;)
        {
            var pairs = (int)Math.Min(_buffer.Length / 2, _pairs - at);
            _stream!.ReadExactly(MemoryMarshal.AsBytes(_buffer.AsSpan(0, 2 * pairs)));
            for (var i = 0; i < pairs; i++)
            {
                first[at] = _buffer[2 * i];
                second[at++] = (long)_buffer[2 * i + 1];
            }
        }

        return (int)_pairs;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        file.Dispose();
    }

    private void Flush()
    {
        if (_filled > 0)
        {
            _stream ??= file.Create(bufferSize: 0);
            _stream.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _filled)));
            _filled = 0;
        }
    }
}

using K4os.Compression.LZ4.Streams;
using Microsoft.Win32.SafeHandles;
using ZstdSharp;

namespace FundWatch.Data.Files.Arrow;

/// <summary>One buffer of a record batch, read forwards through a small window: however large the batch, little of it is in memory.</summary>
internal sealed class BufferWindow : IDisposable
{
    /// <summary>Bytes in memory, unless one take needs more.</summary>
    public const int Usual = 32 * 1024;

    /// <summary>A longer text is no cell.</summary>
    private const int LargestTake = 16 * 1024 * 1024;

    private readonly Stream _bytes;
    private readonly string _codec;
    private byte[] _window = new byte[Usual];
    private int _at, _filled;

    /// <param name="codec">-1 unpacked, 0 LZ4 frame, 1 zstd.</param>
    public BufferWindow(SafeFileHandle file, long offset, long length, int codec)
    {
        Stream packed = new FileSlice(file, offset, length);
        if (codec >= 0 && length >= 8)
        {
            // Eight bytes say the unpacked length; -1 means that packing did not pay.
            Span<byte> head = stackalloc byte[8];
            packed.ReadExactly(head);
            codec = head.IndexOfAnyExcept((byte)0xFF) < 0 ? -1 : codec;
        }

        _codec = codec == 0 ? "lz4" : "zstd";
        _bytes = codec switch { 0 => LZ4Stream.Decode(packed), 1 => new DecompressionStream(packed), _ => packed };
    }

    /// <summary>The next bytes; valid until the next call.</summary>
    /// <exception cref="FileDamage">The buffer ends before.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        var bytes = Peek(count);
        _at += count;
        return bytes;
    }

    /// <summary>The next bytes, and where they begin in the window; both are valid until the next call.</summary>
    public int Take(int count, out byte[] window)
    {
        Take(count);
        window = _window;
        return _at - count;
    }

    /// <summary>The next bytes, which stay the next ones.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_filled - _at < count)
        {
            Fill(count);
        }

        return _window.AsSpan(_at, count);
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            var step = (int)Math.Min(count, Usual);
            Take(step);
            count -= step;
        }
    }

    public void Dispose() => _bytes.Dispose();

    private void Fill(int count)
    {
        if (count is < 0 or > LargestTake)
        {
            throw count < 0 ? new FileDamage(DamageKind.WrongPlace, $"长度写的是 {count:N0} 字节", $"a length of {count:N0} bytes")
                : new FileDamage(DamageKind.TooLarge, $"一次要取 {count:N0} 字节（上限 {LargestTake:N0}）", $"{count:N0} bytes at once (at most {LargestTake:N0})");
        }

        var rest = _window.AsSpan(_at, _filled - _at);
        if (count > _window.Length)
        {
            var larger = new byte[Math.Max(count, _window.Length * 2)];
            rest.CopyTo(larger);
            _window = larger;
        }
        else
        {
            rest.CopyTo(_window);
        }

        (_at, _filled) = (0, rest.Length);
        while (_filled < count)
        {
            var read = Read();
            _filled += read > 0 ? read : throw new FileDamage(DamageKind.CountsDiffer, $"缓冲区比各行所需的短：还要 {count:N0} 字节，只有 {_filled:N0}", $"a buffer shorter than its rows need: {count:N0} more bytes are needed, there are {_filled:N0}");
        }
    }

    private int Read()
    {
        try
        {
            return _bytes.Read(_window, _filled, _window.Length - _filled);
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or NotImplementedException or InvalidDataException or EndOfStreamException or ArgumentException or ZstdException)
        {
            var detail = e is ZstdException or InvalidDataException ? e.Message : ""; // each codec has exceptions of its own for damage, not all of which say more
            throw new FileDamage(DamageKind.NotUnpacked, $"{_codec} 压缩的缓冲区{(detail.Length == 0 ? "" : $"（技术细节：{detail}）")}", $"a buffer packed with {_codec}{(detail.Length == 0 ? "" : $" (detail: {detail})")}", e);
        }
    }
}

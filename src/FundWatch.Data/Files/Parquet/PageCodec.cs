using System.Buffers;
using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace FundWatch.Data.Files.Parquet;

/// <summary>Unpacks pages.</summary>
internal sealed class PageCodec : IDisposable
{
    private readonly Decompressor _zstd = new();

    /// <summary>Parquet's name of a codec that is not unpacked here; null where it is.</summary>
    public static string? NameIfUnknown(int codec) => codec switch
    {
        0 or 1 or 2 or 4 or 6 or 7 => null,
        3 => "LZO",
        5 => "LZ4 (Hadoop)",
        _ => $"#{codec}",
    };

    /// <param name="page">Takes the unpacked bytes, all of it.</param>
    /// <exception cref="FileDamage">The bytes are not what the codec writes, or of another length.</exception>
    public void Unpack(int codec, byte[] packed, int offset, int length, Memory<byte> page)
    {
        var from = packed.AsSpan(offset, length);
        var to = page.Span;
        try
        {
            var written = codec switch
            {
                1 => Unsnap(packed, offset, length, page),
                2 => Unzip(packed, offset, length, to),
                4 => BrotliDecoder.TryDecompress(from, to, out var brotli) ? brotli : -1,
                6 => _zstd.Unwrap(from, to),
                7 => LZ4Codec.Decode(from, to),
                _ => throw new ArgumentOutOfRangeException(nameof(codec)),
            };
            if (written != to.Length)
            {
                throw new FileDamage(written < 0 ? DamageKind.NotUnpacked : DamageKind.CountsDiffer, $"{Name(codec)} 压缩的数据页应解压为 {to.Length:N0} 字节{(written < 0 ? "" : $"，实得 {written:N0}")}",
                    $"a page packed with {Name(codec)} that should give {to.Length:N0} bytes{(written < 0 ? "" : $" and gives {written:N0}")}");
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ZstdException or ArgumentException) // each codec has exceptions of its own for damage
        {
            var detail = e is ArgumentException ? "" : e.Message; // that one speaks of parameters
            throw new FileDamage(DamageKind.NotUnpacked, $"{Name(codec)} 压缩的数据页{(detail.Length == 0 ? "" : $"（技术细节：{detail}）")}", $"a page packed with {Name(codec)}{(detail.Length == 0 ? "" : $" (detail: {detail})")}", e);
        }
    }

    public void Dispose() => _zstd.Dispose();

    private static string Name(int codec) => codec switch { 1 => "snappy", 2 => "gzip", 4 => "brotli", 6 => "zstd", _ => "lz4" };

    // Straight into the page: into a span the library unpacks through room of its own, and copies.
    private int Unsnap(byte[] packed, int offset, int length, Memory<byte> page)
    {
        var room = new PageRoom(page);
        Snappy.Decompress(new ReadOnlySequence<byte>(packed, offset, length), room);
        return room.Written;
    }

    private static int Unzip(byte[] packed, int offset, int length, Span<byte> to)
    {
        using var gzip = new GZipStream(new MemoryStream(packed, offset, length, writable: false), CompressionMode.Decompress);
        return gzip.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
    }

    /// <summary>A page as a place to write to: no more than it holds.</summary>
    private sealed class PageRoom(Memory<byte> page) : IBufferWriter<byte>
    {
        public int Written { get; private set; }

        public void Advance(int count) => Written += count;

        public Memory<byte> GetMemory(int sizeHint = 0) =>
            sizeHint <= page.Length - Written ? page[Written..] : throw new InvalidDataException($"{sizeHint:N0} bytes where the page says {page.Length:N0}");

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}

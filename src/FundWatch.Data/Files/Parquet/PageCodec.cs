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

    /// <exception cref="FormatException">The bytes are not what the codec writes, or of another length.</exception>
    public void Unpack(int codec, byte[] packed, int offset, int length, Span<byte> to)
    {
        var from = packed.AsSpan(offset, length);
        try
        {
            var written = codec switch
            {
                1 => Snappy.Decompress(from, to),
                2 => Unzip(packed, offset, length, to),
                4 => BrotliDecoder.TryDecompress(from, to, out var brotli) ? brotli : -1,
                6 => _zstd.Unwrap(from, to),
                7 => LZ4Codec.Decode(from, to),
                _ => throw new ArgumentOutOfRangeException(nameof(codec)),
            };
            if (written != to.Length)
            {
                throw new FormatException("a page that unpacks to another length than it says");
            }
        }
        catch (Exception e) when (e is InvalidDataException or ZstdException or ArgumentException)
        {
            throw new FormatException("a page that cannot be unpacked", e);
        }
    }

    public void Dispose() => _zstd.Dispose();

    private static int Unzip(byte[] packed, int offset, int length, Span<byte> to)
    {
        using var gzip = new GZipStream(new MemoryStream(packed, offset, length, writable: false), CompressionMode.Decompress);
        return gzip.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
    }
}

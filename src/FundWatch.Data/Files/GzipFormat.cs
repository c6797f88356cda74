using System.Buffers.Binary;
using System.IO.Compression;

namespace FundWatch.Data.Files;

/// <summary>A text packed with gzip.</summary>
internal sealed class GzipFormat : TextFormat
{
    public override string Name => "gzip";
    public override bool IsText => false;

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <summary>
    /// Unpacks once to the end before any row is taken: half a file must not load. True where all of the text is valid UTF-8.
    /// </summary>
    public static bool Check(FileStream file, string path, CancellationToken ct)
    {
        file.Position = 0;
        long unpacked = 0;
        var isText = false;
        using (var content = Guard(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), file, path))
        {
            isText = SourceFile.ReadThrough(content, ct, block =>
            {
                if (unpacked == 0 && FileFormats.Of(block.Span, "") is { IsText: false } inner)
                {
                    throw new FileRefused("nested_archive", $"{path} 解压后不是文本，而是 {inner.Name}。请先解压，再导入其中的文件。",
                        $"{path} unpacks to {inner.Name}, not to text. Unpack it and take in the file inside.");
                }

                return (unpacked += block.Length) > 0;
            });
        }

        if (file.Length < Smallest)
        {
            throw GuardedStream.Truncated(path, new FileDamage(DamageKind.CutShort, $"全部只有 {file.Length} 字节", $"it has {file.Length} bytes in all"));
        }

        return IsWhole(file, unpacked, ct) ? isText : throw GuardedStream.Truncated(path, new FileDamage(DamageKind.CutShort, $"解压出 {unpacked:N0} 字节，与文件末尾所写的不符；也可能是其后多出了别的内容", $"it unpacks to {unpacked:N0} bytes, which is not what its end says; or something has been added behind it"));
    }

    protected override Stream Unpack(Stream file, SourceFile source) => Guard(new GZipStream(file, CompressionMode.Decompress), file, source.Path);

    private const int Smallest = 18; // header and trailer alone

    private static GuardedStream Guard(GZipStream unpacked, Stream packed, string path) => new(unpacked, path, ArchiveLimits.LargestText, () => packed.Position);

    // GZipStream takes a cut-off stream for a finished one, so the length in the last four bytes is compared; files of several members (as parallel
    // packers write them) end in the length of the last alone.
    private static bool IsWhole(FileStream file, long unpacked, CancellationToken ct)
    {
        Span<byte> end = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) == (uint)unpacked)
        {
            return true;
        }

        var members = 0;
        file.Position = 0;
        SourceFile.ReadThrough(file, ct, block =>
        {
            members += block.Span.Count((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);
            return false;
        });
        return members > 1;
    }
}

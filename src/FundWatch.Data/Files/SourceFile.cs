using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Unicode;
using FundWatch.Data.Files.Ocds;

namespace FundWatch.Data.Files;

/// <summary>One file on disk: what it is, its hash, and readers over it (it is opened again for every pass).</summary>
/// <param name="Sha256">Of the bytes as they lie on disk, lower-case hex.</param>
public sealed record SourceFile(string Path, long Size, string Sha256, FileKind Kind, bool IsValidUtf8)
{
    private const int SampleSize = 1024 * 1024;

    /// <summary>Reads the file once: hash, kind, and whether all of it is valid UTF-8.</summary>
    /// <exception cref="FileRefused">It cannot be read, or is empty.</exception>
    public static SourceFile Probe(string path, CancellationToken ct = default)
    {
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var kind = FileKind.Text;
            long size = 0;
            using var file = Open(path);
            var isText = ReadThrough(file, ct, bytes =>
            {
                kind = size == 0 ? FileKinds.Of(bytes, path) : kind;
                size += bytes.Length;
                sha.AppendData(bytes);
                return kind == FileKind.Text;
            });
            if (size == 0)
            {
                throw new FileRefused("empty_file", "文件是空的。请重新导出。", "The file is empty. Export it again.");
            }

            if (kind == FileKind.Gzip)
            {
                isText = ReadGzip(file, path, ct);
            }

            return new SourceFile(path, size, Convert.ToHexStringLower(sha.GetHashAndReset()), kind, isText);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>A reader over the file's rows.</summary>
    /// <param name="sheet">Of a spreadsheet; null for its first with rows in it.</param>
    public RowReader OpenRows(string? sheet = null)
    {
        try
        {
            return Kind switch
            {
                FileKind.Xlsx => new Xlsx.XlsxReader(Path, sheet),
                FileKind.Text or FileKind.Gzip => OpenText(sheet),
                _ => throw FileKinds.Unsupported(Kind),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Path, e);
        }
    }

    internal static FileRefused Unreadable(string path, Exception cause) => new("unreadable_file",
        $"无法读取文件 {path}：{cause.Message} 请检查文件是否完整、是否有读取权限。",
        $"The file {path} cannot be read: {cause.Message} Check that it is complete and that you may read it.", cause);

    /// <summary>The parts of the file that are read one after another: the streams of an OCDS file; one unnamed part of any other.</summary>
    public IReadOnlyCollection<string?> Parts()
    {
        if (Kind is not (FileKind.Text or FileKind.Gzip))
        {
            return [null];
        }

        using var rows = OpenRows();
        return rows is OcdsReader ? [.. OcdsReader.Streams] : [null];
    }

    private RowReader OpenText(string? sheet)
    {
        var file = Open(Path);
        var progress = () => Size == 0 ? 0 : (double)file.Position / Size;
        Stream content = Kind == FileKind.Gzip ? new GuardedStream(new GZipStream(file, CompressionMode.Decompress), Path) : file;
        var sample = new byte[SampleSize];
        var length = content.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        var (encoding, bom) = IsValidUtf8 && !sample.AsSpan(0, length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
            ? ("utf-8", 0) : TextEncoding.Detect(sample.AsSpan(0, length));
        var whole = new PrefixedStream(sample.AsMemory(bom, length - bom), content);
        var utf8 = TextEncoding.ToUtf8(whole, encoding);
        var first = sample.AsSpan(bom, Math.Min(length - bom, 64 * 1024));
        if (encoding.StartsWith("utf-16", StringComparison.Ordinal))
        {
            first = ToUtf8(first, encoding);
        }

        var firstCharacter = first.IndexOfAnyExcept(" \t\r\n"u8);
        if (OcdsReader.Recognises(first))
        {
            return new OcdsReader(utf8, sheet ?? OcdsReader.Streams.First(), progress);
        }

        return firstCharacter >= 0 && first[firstCharacter] == '{'
            ? new JsonLinesReader(utf8, progress)
            : new DelimitedReader(utf8, Dialect.Detect(first), encoding, IsValidUtf8 || encoding.StartsWith("utf-16", StringComparison.Ordinal), progress);
    }

    private static Span<byte> ToUtf8(ReadOnlySpan<byte> utf16, string encoding)
    {
        using var stream = TextEncoding.ToUtf8(new MemoryStream(utf16.ToArray()), encoding);
        var utf8 = new byte[utf16.Length * 2];
        return utf8.AsSpan(0, stream.ReadAtLeast(utf8, utf8.Length, throwOnEndOfStream: false));
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan, BufferSize = 0,
    });

    // Unpacked once to the end before any row is taken: half a file must not load. GZipStream takes a cut-off stream for a finished one, so the
    // length in the last four bytes is compared; files of several members (as parallel packers write them) end in the length of the last alone.
    private static bool ReadGzip(FileStream file, string path, CancellationToken ct)
    {
        file.Position = 0;
        long unpacked = 0;
        var isText = false;
        using (var content = new GuardedStream(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), path))
        {
            isText = ReadThrough(content, ct, bytes => (unpacked += bytes.Length) > 0);
        }

        const int smallest = 18; // header and trailer alone
        if (file.Length < smallest)
        {
            throw GuardedStream.Truncated(path, new EndOfStreamException());
        }

        Span<byte> end = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) == (uint)unpacked)
        {
            return isText;
        }

        var members = 0;
        file.Position = 0;
        ReadThrough(file, ct, bytes =>
        {
            members += bytes.Count((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);
            return false;
        });
        return members > 1 ? isText : throw GuardedStream.Truncated(path, new EndOfStreamException());
    }

    private delegate bool Look(ReadOnlySpan<byte> bytes);

    // Reads to the end; true where all of it is valid UTF-8. `look` sees every block and says whether it is worth checking.
    private static bool ReadThrough(Stream stream, CancellationToken ct, Look look)
    {
        var buffer = new byte[SampleSize];
        var isValid = true;
        int carried = 0, read;
        while ((read = stream.Read(buffer, carried, buffer.Length - carried)) > 0)
        {
            ct.ThrowIfCancellationRequested();
            carried = look(buffer.AsSpan(carried, read)) && isValid ? CheckUtf8(buffer.AsSpan(0, carried + read), ref isValid) : 0;
        }

        return isValid && carried == 0;
    }

    // Moves a character cut by the end of the buffer to its start; returns how many bytes that is.
    private static int CheckUtf8(Span<byte> bytes, ref bool isValid)
    {
        var end = bytes.Length;
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
            {
                break;
            }

            if (b >= 0xC0)
            {
                var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                end = needed > back ? bytes.Length - back : end;
                break;
            }
        }

        isValid = Utf8.IsValid(bytes[..end]);
        bytes[end..].CopyTo(bytes);
        return bytes.Length - end;
    }
}

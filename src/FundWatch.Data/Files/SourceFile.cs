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
            using var file = Open(path);
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[SampleSize];
            var kind = FileKind.Text;
            var isValid = true;
            int carried = 0, read;
            long size = 0;
            while ((read = file.ReadAtLeast(buffer.AsSpan(carried), 1, throwOnEndOfStream: false)) > 0)
            {
                ct.ThrowIfCancellationRequested();
                sha.AppendData(buffer, carried, read);
                kind = size == 0 ? FileKinds.Of(buffer.AsSpan(0, read), path) : kind;
                size += read;
                carried = isValid && kind == FileKind.Text ? CheckUtf8(buffer.AsSpan(0, carried + read), ref isValid) : 0;
            }

            return size == 0
                ? throw new FileRefused("empty_file", "文件是空的。请重新导出。", "The file is empty. Export it again.")
                : new SourceFile(path, size, Convert.ToHexStringLower(sha.GetHashAndReset()), kind, isValid && carried == 0 && kind == FileKind.Text);
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

using FundWatch.Core;

namespace FundWatch.Data.Files;

/// <summary>One file on disk, or one entry of an archive: what it is, its hash, and readers over it (it is opened again for every pass).</summary>
/// <param name="Path">As people know it; an entry's begins with its archive's.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Contents">Of a large file perhaps still on the way: fails with <see cref="FileRefused"/> where the file turns out to be unreadable.</param>
public sealed record SourceFile(string Path, long Size, FileFormat Format, Task<FileContents> Contents)
{
    /// <summary>What may be taken in, for people.</summary>
    public const string ReadableFormats = FileFormats.Readable;

    /// <summary>Bytes from which a file may be read for its hash while its rows are read already.</summary>
    internal const long LargeFile = 16 * BlockSize;

    private const int BlockSize = 1024 * 1024;

    /// <summary>Of the bytes as they lie on disk, lower-case hex. Waits until all of the file has been read.</summary>
    public string Sha256 => Contents.GetAwaiter().GetResult().Sha256;

    /// <summary>All of it, and without the replacement character that says a text was damaged on its way here. False too while nobody knows: rows are checked one by one then.</summary>
    public bool IsValidUtf8 => Contents.IsCompletedSuccessfully && Contents.Result.IsValidUtf8;

    /// <summary>How a text's cells are parted, where a mapping says so.</summary>
    public WrittenDialect? Dialect { get; init; }

    /// <summary>The file with its cells parted so; the same object where nothing is said: formats keep what they know of it.</summary>
    internal SourceFile With(WrittenDialect? dialect) => dialect is null ? this : this with { Dialect = dialect };

    /// <summary>Of a file whose rows are read beside its hash: when it had last been written to as both began.</summary>
    internal DateTime? WrittenAt { get; init; }

    /// <summary>Where the bytes lie.</summary>
    public string Content { get; internal init; } = Path;

    /// <summary>Reads the file once: hash, format, and whether all of it is valid UTF-8.</summary>
    /// <param name="content">Where the bytes lie, if not at <paramref name="path"/>.</param>
    /// <param name="largeFile">In bytes. From here on only the beginning is read at once, where the format allows it (<see cref="FileFormat.IsReadBesideItsHash"/>): the hash follows (<see cref="Contents"/>), while the caller goes on to the rows.</param>
    /// <exception cref="FileRefused">It cannot be read, or is empty.</exception>
    public static SourceFile Probe(string path, CancellationToken ct = default, string? content = null, long largeFile = long.MaxValue)
    {
        try
        {
            MustHoldSomething(content ?? path);
            using var file = OpenRead(content ?? path);
            if (file.Length is var size && content is null && size >= largeFile && FormatOf(file, path) is { IsReadBesideItsHash: true } format)
            {
                return new SourceFile(path, size, format, Task.Run(() => Hash(path, size, ct), ct)) { WrittenAt = File.GetLastWriteTimeUtc(file.SafeFileHandle) };
            }

            file.Position = 0;
            return Whole(path, content ?? path, file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static SourceFile Whole(string path, string content, FileStream file, CancellationToken ct)
    {
        using var sha = new HashAside();
        FileFormat? format = null;
        long size = 0;
        var isText = ReadThrough(file, ct, block =>
        {
            format ??= FileFormats.Of(block.Span, content);
            size += block.Length;
            sha.Append(block);
            return format.IsText;
        });
        if (format is null)
        {
            throw new FileRefused("empty_file", "文件是空的。请重新导出。", "The file is empty. Export it again.");
        }

        if (format is GzipFormat)
        {
            isText = GzipFormat.Check(file, path, ct);
        }

        return new SourceFile(path, size, format, Task.FromResult(new FileContents(sha.ToHex(), isText))) { Content = content };
    }

    private static FileFormat FormatOf(FileStream file, string path)
    {
        var start = new byte[BlockSize];
        return FileFormats.Of(start.AsSpan(0, file.Read(start)), path);
    }

    /// <param name="size">Of the file when its rows were begun.</param>
    internal static FileContents Hash(string path, long size, CancellationToken ct)
    {
        try
        {
            using var sha = new HashAside();
            using var file = OpenRead(path);
            ReadThrough(file, ct, block =>
            {
                sha.Append(block);
                size -= block.Length;
                return false;
            });
            if (size != 0)
            {
                throw new FileRefused("changed_file", $"文件 {path} 在读取过程中被改动，没有导入任何一行。请等它写完后重新导入。",
                    $"The file {path} was changed while it was read; no row of it was taken in. Wait until it is complete, and load it again.");
            }

            return new FileContents(sha.ToHex(), IsValidUtf8: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Rows and hash were read at different moments: in between nobody may have written to the file, or the hash would stand for rows that never came.</summary>
    /// <exception cref="FileRefused"><c>changed_file</c>.</exception>
    internal void MustBeAsItWas()
    {
        if (WrittenAt is not { } then || !File.Exists(Content))
        {
            return;
        }

        using var now = OpenRead(Content); // not its name, which may be a link
        if (File.GetLastWriteTimeUtc(now.SafeFileHandle) != then || now.Length != Size)
        {
            throw new FileRefused("changed_file", $"文件 {Path} 在导入过程中被改动，已入库的行可能是改动前的内容。请等它写完后重新导入，有出入的行会随之更新。",
                $"The file {Path} was changed while it was taken in; rows that are in may be those of before. Wait until it is complete and load it again: rows that differ are brought up to date.");
        }
    }

    /// <summary>The hash once all of the file has been read; null where it turned out to be unreadable.</summary>
    internal async Task<string?> HashIfReadableAsync(CancellationToken ct) =>
        await Task.WhenAny(Contents).WaitAsync(ct) is { IsCompletedSuccessfully: true } contents ? contents.Result.Sha256 : null;

    /// <summary>A reader over the rows of a part.</summary>
    /// <param name="part">Of <see cref="Parts"/>; null for the first.</param>
    public RowReader OpenRows(string? part = null)
    {
        try
        {
            return Format.Open(this, part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Path, e);
        }
    }

    /// <summary>While it is held, one part after another costs less to open. Readers opened before it is let go stay whole.</summary>
    public IDisposable? Hold() => Format.Hold(this);

    /// <summary>The parts of the file that are read one after another.</summary>
    public IReadOnlyList<FilePart> Parts(CancellationToken ct = default)
    {
        try
        {
            return Format.Parts(this, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Path, e);
        }
    }

    // A pipe or a device has no length either; merely opening one can wait for ever, and reading it need never end.
    private static void MustHoldSomething(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length == 0)
        {
            throw new FileRefused("empty_file", "文件是空的（或不是普通文件，而是管道或设备）。请重新导出。", "The file is empty (or is no ordinary file but a pipe or a device). Export it again.");
        }
    }

    internal static FileRefused Unreadable(string path, Exception cause)
    {
        if (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return path.Contains('\uFFFD', StringComparison.Ordinal)
                ? new FileRefused("unreadable_file", $"文件名 {path} 含有不是 UTF-8 编码的字节，无法打开。请改名后重试。", $"The name of {path} holds bytes that are not UTF-8, and it cannot be opened. Rename it and try again.", cause)
                : new FileInfo(path).LinkTarget is { } target
                ? new FileRefused("unreadable_file", $"{path} 是一个链接，它所指的 {target} 不存在。请更正链接，或直接给出文件。", $"{path} is a link to {target}, which is not there. Correct the link, or name the file itself.", cause)
                : new FileRefused("unreadable_file", $"没有文件 {path}。请检查路径。", $"There is no file {path}. Check the path.", cause);
        }

        if (Directory.Exists(path))
        {
            return new FileRefused("unreadable_file", $"{path} 是文件夹，这里需要一个文件。", $"{path} is a folder; a file is wanted here.", cause);
        }

        var (zh, en) = SystemWords.Of(cause);
        return new FileRefused("unreadable_file", $"无法读取文件 {path}：{zh}。请检查文件是否完整、是否有读取权限。", $"The file {path} cannot be read: {en}. Check that it is complete and that you may read it.", cause);
    }

    internal static FileStream OpenRead(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan, BufferSize = 0,
    });

    // Reads to the end; true where all of it is valid UTF-8. `look` sees every block, keeps it until the next one comes, and says whether it is worth checking.
    internal static bool ReadThrough(Stream stream, CancellationToken ct, Func<ReadOnlyMemory<byte>, bool> look)
    {
        var (buffer, other) = (new byte[BlockSize], new byte[BlockSize]);
        var isValid = true;
        int carried = 0, read;
        while ((read = stream.Read(buffer, carried, buffer.Length - carried)) > 0)
        {
            ct.ThrowIfCancellationRequested();
            carried = look(buffer.AsMemory(carried, read)) && isValid ? CheckUtf8(buffer.AsSpan(0, carried + read), other, ref isValid) : 0;
            (buffer, other) = (other, buffer);
        }

        return isValid && carried == 0;
    }

    // Copies a character cut by the end of the block to the start of the next; returns how many bytes that is.
    private static int CheckUtf8(ReadOnlySpan<byte> bytes, Span<byte> next, ref bool isValid)
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

        isValid = TextEncoding.IsSound(bytes[..end]);
        bytes[end..].CopyTo(next);
        return bytes.Length - end;
    }
}

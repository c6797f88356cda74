namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Releases of processes that occur more than once, put aside by process until all are there. They lie in files without a name, so that merging needs the memory of one
/// bucket, however large the file.
/// </summary>
internal sealed class OcdsBuckets : IDisposable
{
    private const int Buckets = 64;

    /// <summary>A fuller bucket would not fit in memory as objects.</summary>
    private const long Fullest = 48L * 1024 * 1024;

    private readonly FileStream?[] _files = new FileStream?[Buckets];
    private int _next;

    public void Add(ulong ocid, long line, ReadOnlySpan<byte> item)
    {
        var file = _files[ocid % Buckets] ??= CreateFile();
        using var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(ocid);
        writer.Write(line);
        writer.Write(item.Length);
        writer.Write(item);
        if (file.Position > Fullest)
        {
            throw new FileRefused("too_large", "该 OCDS 文件中重复的发布过多，合并所需内存超出上限。请先用 ocdskit compile 合并，或按年份拆分后导入。",
                "This OCDS file repeats so many releases that merging them would not fit in memory. Merge them first (ocdskit compile) or split the file by year.");
        }
    }

    /// <summary>Process by process its releases, in the order of the file.</summary>
    public IEnumerable<IReadOnlyList<(long Line, byte[] Item)>> TakeAll()
    {
        for (; _next < Buckets; _next++)
        {
            if (_files[_next] is not { } file)
            {
                continue;
            }

            file.Position = 0;
            using var reader = new BinaryReader(file, System.Text.Encoding.UTF8, leaveOpen: true);
            var items = new List<(ulong Ocid, long Line, byte[] Item)>();
            while (file.Position < file.Length)
            {
                items.Add((reader.ReadUInt64(), reader.ReadInt64(), reader.ReadBytes(reader.ReadInt32())));
            }

            foreach (var process in items.GroupBy(i => i.Ocid))
            {
                yield return [.. process.Select(i => (i.Line, i.Item))];
            }
        }
    }

    public void Dispose() => Array.ForEach(_files, f => f?.Dispose());

    /// <summary>A file without a name, which ends with the process.</summary>
    internal static FileStream CreateFile()
    {
        var path = Path.GetTempFileName();
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024);
        File.Delete(path);
        return file;
    }
}

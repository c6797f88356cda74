using System.Runtime.InteropServices;
using System.Text;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Releases of processes that occur more than once, put aside by process until all are there. They lie in files without a name, so that merging needs the memory of one
/// process, however large the file.
/// </summary>
internal sealed class OcdsBuckets : IDisposable
{
    private const int Buckets = 64;
    private const int HeadSize = 2 * sizeof(long) + sizeof(int);

    private readonly FileStream?[] _files = new FileStream?[Buckets];
    private int _next;

    /// <exception cref="FileRefused">There is no room for it.</exception>
    public void Add(ulong ocid, long line, ReadOnlySpan<byte> item)
    {
        try
        {
            var file = _files[ocid % Buckets] ??= UnnamedFile.Create();
            using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
            writer.Write(ocid);
            writer.Write(line);
            writer.Write(item.Length);
            writer.Write(item);
        }
        catch (IOException e)
        {
            throw OcdsDamage.NoRoom(e);
        }
    }

    /// <summary>Process by process its releases, in the order of the file.</summary>
    /// <exception cref="FileRefused">Those of one would not fit in memory as objects.</exception>
    public IEnumerable<IReadOnlyList<(long Line, byte[] Item)>> TakeAll()
    {
        for (; _next < Buckets; _next++)
        {
            if (_files[_next] is { } file)
            {
                foreach (var process in Places(file).GroupBy(p => p.Ocid))
                {
                    yield return Read(file, [.. process]);
                }
            }
        }
    }

    public void Dispose() => Array.ForEach(_files, f => f?.Dispose());

    private static IEnumerable<Place> Places(FileStream file)
    {
        var sizes = new Dictionary<ulong, long>();
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        for (var at = 0L; at < file.Length;)
        {
            file.Position = at;
            var place = new Place(reader.ReadUInt64(), reader.ReadInt64(), reader.ReadInt32(), at + HeadSize);
            at = place.At + place.Length;
            ref var size = ref CollectionsMarshal.GetValueRefOrAddDefault(sizes, place.Ocid, out _);
            size += HeadSize + place.Length;
            if (size > JsonArrays.Largest)
            {
                throw new FileRefused("too_large",
                    $"同一流程的发布（最后一份从第 {place.Line} 行起）合计超过 {JsonArrays.Largest >> 20} MB，合并所需内存超出上限。请先用 ocdskit compile 合并，再导入。",
                    $"The releases of one process, one of which begins on line {place.Line}, have more than {JsonArrays.Largest >> 20} MB together: merging them would not fit in memory. Merge them first (ocdskit compile).");
            }

            yield return place;
        }
    }

    private static List<(long Line, byte[] Item)> Read(FileStream file, IReadOnlyList<Place> places)
    {
        var releases = new List<(long Line, byte[] Item)>();
        foreach (var place in places)
        {
            var item = new byte[place.Length];
            new FileSlice(file.SafeFileHandle, place.At, item.Length).ReadExactly(item);
            releases.Add((place.Line, item));
        }

        return releases;
    }

    private readonly record struct Place(ulong Ocid, long Line, int Length, long At);
}

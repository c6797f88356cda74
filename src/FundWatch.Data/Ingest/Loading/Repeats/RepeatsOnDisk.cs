using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Loading.Repeats;

/// <summary>
/// For each row of a file the row before it that has the same key hash, kept on disk in order of the rows. Made by sorting the hashes in parts: equal ones
/// fall into the same part, so that only one part at a time is in memory.
/// </summary>
internal sealed class RepeatsOnDisk : IDisposable
{
    private const int Parts = 256;

    /// <summary>Rows whose repeats are in memory at once: 16 MB.</summary>
    public const int RowsAtOnce = 1 << 21;

    private readonly WorkFolder _folder;
    private readonly Dictionary<long, PairFile> _ranges = [];
    private readonly long[] _before = new long[RowsAtOnce]; // of the present range: the row before, plus one
    private ulong[] _first = [];
    private long[] _second = [];
    private long _range = -1;

    private RepeatsOnDisk(WorkFolder folder) => _folder = folder;

    /// <param name="hashes">One a row, from the first; zero for a row without a key.</param>
    public static RepeatsOnDisk Make(WorkFolder folder, IEnumerable<ulong> hashes)
    {
        var repeats = new RepeatsOnDisk(folder);
        var parts = Enumerable.Range(0, Parts).Select(_ => new PairFile(folder.NewFile())).ToArray();
        try
        {
            long row = 0;
            foreach (var hash in hashes)
            {
                if (hash != 0)
                {
                    parts[hash >> 56].Add(hash, row);
                }

                row++;
            }

            foreach (var part in parts)
            {
                repeats.Take(part);
                part.Dispose();
            }

            return repeats;
        }
        catch
        {
            repeats.Dispose();
            throw;
        }
        finally
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }
    }

    /// <summary>The row that had the key last, or -1. Cheap while rows are asked for in order.</summary>
    public long Before(long row)
    {
        if (row / RowsAtOnce != _range)
        {
            _range = row / RowsAtOnce;
            Array.Clear(_before);
            if (_ranges.TryGetValue(_range, out var pairs))
            {
                var count = pairs.Read(ref _first, ref _second);
                for (var i = 0; i < count; i++)
                {
                    _before[(long)_first[i] % RowsAtOnce] = _second[i] + 1;
                }
            }
        }

        return _before[row % RowsAtOnce] - 1;
    }

    public void Dispose()
    {
        foreach (var range in _ranges.Values)
        {
            range.Dispose();
        }
    }

    private void Take(PairFile part)
    {
        var count = part.Read(ref _first, ref _second);
        var (hashes, rows) = (_first, _second);
        Array.Sort(hashes, rows, 0, count);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && hashes[end] == hashes[start])
            {
                end++;
            }

            Array.Sort(rows, start, end - start);
            for (var i = start + 1; i < end; i++)
            {
                var range = rows[i] / RowsAtOnce;
                if (!_ranges.TryGetValue(range, out var pairs))
                {
                    _ranges.Add(range, pairs = new PairFile(_folder.NewFile()));
                }

                pairs.Add((ulong)rows[i], rows[i - 1]);
            }

            start = end;
        }
    }
}

using System.IO.Hashing;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Rows of a dry run whose key came before in the file. Nothing of earlier chunks is in the store to judge them by, so the file is gone through once more for what the
/// first rows with these keys say: the same is unchanged, anything else would go to quarantine.
/// </summary>
internal sealed class DryRepeats
{
    private readonly List<(UInt128 Key, ulong Row)> _repeats = [];
    private readonly Dictionary<UInt128, ulong> _first = [];

    public int Count => _repeats.Count;

    public void Add(ReadOnlySpan<byte> key, ulong row) => _repeats.Add((XxHash128.HashToUInt128(key), row));

    /// <summary>To be called before the file is gone through again.</summary>
    public void BeginAgain()
    {
        foreach (var (key, _) in _repeats)
        {
            _first[key] = 0;
        }
    }

    /// <summary>Takes what an accepted row says, in the order of the file.</summary>
    public void Meet(ReadOnlySpan<byte> key, ulong row)
    {
        var hash = XxHash128.HashToUInt128(key);
        if (_first.TryGetValue(hash, out var first) && first == 0)
        {
            _first[hash] = row == 0 ? 1 : row;
        }
    }

    public ChunkResult Judge()
    {
        var same = _repeats.Count(r => _first[r.Key] == (r.Row == 0 ? 1 : r.Row));
        return new ChunkResult(0, 0, same, _repeats.Count - same);
    }
}

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
    private readonly List<(long Line, string Key)> _conflicts = [];

    /// <summary>The first rows that say something else than the first row of their key; known once the file has been gone through again.</summary>
    public IReadOnlyList<(long Line, string Key)> Conflicts => _conflicts;

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
    /// <returns>True where <see cref="Show"/> wants to hear of it: the key came before, with something else.</returns>
    public bool Meet(ReadOnlySpan<byte> key, ulong row)
    {
        var hash = XxHash128.HashToUInt128(key);
        if (!_first.TryGetValue(hash, out var first))
        {
            return false;
        }

        row = row == 0 ? 1 : row;
        if (first == 0)
        {
            _first[hash] = row;
        }

        return first != 0 && first != row && _conflicts.Count < TriedRows.Shown;
    }

    /// <summary>Notes where such a row stands.</summary>
    public void Show(long line, string key) => _conflicts.Add((line, key));

    public ChunkResult Judge()
    {
        var same = _repeats.Count(r => _first[r.Key] == (r.Row == 0 ? 1 : r.Row));
        return new ChunkResult(0, 0, same, _repeats.Count - same);
    }
}

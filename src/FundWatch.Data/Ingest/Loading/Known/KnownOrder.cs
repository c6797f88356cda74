namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// Hashes in the order of an earlier file, and where in it the present file is. Changed and new rows are passed over, and so are rows that are gone;
/// where much more than that differs, the order is no help: <see cref="IsLost"/>.
/// </summary>
internal sealed class KnownOrder
{
    // Rows that may be gone between one and the next. More are looked for when several rows in a row were not found: at the 4th, 16th, 64th, …
    private const int Near = 16;

    private readonly List<ulong[]> _blocks = [];
    private int _block, _at; // the hash expected next
    private long _asked, _strays;
    private int _inARow;

    /// <summary>True where more than an eighth of the rows, and more than a thousand, were not where they were expected.</summary>
    public bool IsLost => _strays > 1_000 && _strays > _asked / 8;

    /// <param name="behind">Hashes that are kept behind the present one, about.</param>
    public void Add(ulong[] hashes, int behind)
    {
        _blocks.Add(hashes);
        while (_block > 0 && _blocks.Take(_block).Sum(b => (long)b.Length) - _blocks[0].Length > behind)
        {
            _blocks.RemoveAt(0);
            _block--;
        }
    }

    /// <summary>True where the next row of the file was in the earlier one, here or a little further on.</summary>
    public bool Follows(ulong hash)
    {
        _asked++;
        if (Find(hash, Near) || (IsPowerOfFour(++_inARow) && Find(hash, int.MaxValue)))
        {
            _inARow = 0;
            return true;
        }

        _strays++;
        return false;
    }

    /// <summary>All hashes in memory, in their order; none is kept here.</summary>
    public IReadOnlyList<ulong[]> TakeAll()
    {
        ulong[][] all = [.. _blocks];
        _blocks.Clear();
        return all;
    }

    private bool Find(ulong hash, int within)
    {
        var (block, at) = (_block, _at);
        while (block < _blocks.Count && within > 0)
        {
            var length = Math.Min(within, _blocks[block].Length - at);
            var found = Array.IndexOf(_blocks[block], hash, at, length);
            if (found >= 0)
            {
                (_block, _at) = (block, found + 1);
                return true;
            }

            within -= length;
            (block, at) = (block + 1, 0);
        }

        return false;
    }

    private static bool IsPowerOfFour(int n) => n >= 4 && int.IsPow2(n) && int.TrailingZeroCount(n) % 2 == 0;
}

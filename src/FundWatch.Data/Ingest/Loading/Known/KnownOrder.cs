namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// Hashes in the order of an earlier file, and where in it the present file is. Changed and new rows are passed over, and so are rows that are gone;
/// where much more than that differs, the order is no help: <see cref="IsLost"/>.
/// </summary>
internal sealed class KnownOrder
{
    // Rows that may be gone between one and the next. More are looked for when several rows in a row were not found: at the 4th, 16th, 64th, …
    private const int Near = 16;

    private readonly List<KnownChunk> _blocks = [];
    private int _block, _at; // the row expected next
    private long _asked, _strays;
    private int _inARow;

    /// <summary>True where more than an eighth of the rows, and more than a thousand, were not where they were expected.</summary>
    public bool IsLost => _strays > 1_000 && _strays > _asked / 8;

    /// <param name="behind">Hashes that are kept behind the present one, about.</param>
    public void Add(KnownChunk chunk, int behind)
    {
        _blocks.Add(chunk);
        while (_block > 0 && _blocks.Take(_block).Sum(b => (long)b.Count) - _blocks[0].Count > behind)
        {
            _blocks[0].Dispose();
            _blocks.RemoveAt(0);
            _block--;
        }
    }

    /// <summary>True where the next row of the file stands in the earlier one byte for byte, here or a little further on, and may be passed over.</summary>
    /// <param name="row">Hash of its bytes.</param>
    /// <param name="place">For <see cref="PassTo"/>.</param>
    public bool Stands(ulong row, out (int Block, int At) place)
    {
        place = (_block, _at);
        for (var within = Near; place.Block < _blocks.Count && within > 0; place = (place.Block + 1, 0))
        {
            var rows = _blocks[place.Block].Rows;
            var length = Math.Min(within, _blocks[place.Block].Count - place.At);
            if (rows.Length > 0 && rows.Slice(place.At, length).IndexOf(row) is >= 0 and var found)
            {
                place.At += found;
                return true;
            }

            within -= length;
        }

        return false;
    }

    /// <summary>Takes the row found by <see cref="Stands"/> for the next of the file.</summary>
    public PassedRow PassTo((int Block, int At) place)
    {
        _asked++;
        _inARow = 0;
        (_block, _at) = (place.Block, place.At + 1);
        return _blocks[place.Block][place.At];
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

    /// <summary>All that is in memory, in its order; nothing is kept here.</summary>
    public IReadOnlyList<KnownChunk> TakeAll()
    {
        KnownChunk[] all = [.. _blocks];
        _blocks.Clear();
        return all;
    }

    private bool Find(ulong hash, int within)
    {
        var (block, at) = (_block, _at);
        while (block < _blocks.Count && within > 0)
        {
            var hashes = _blocks[block].Hashes;
            var length = Math.Min(within, hashes.Length - at);
            var found = hashes.Slice(at, length).IndexOf(hash);
            if (found >= 0)
            {
                (_block, _at) = (block, at + found + 1);
                return true;
            }

            within -= length;
            (block, at) = (block + 1, 0);
        }

        return false;
    }

    private static bool IsPowerOfFour(int n) => n >= 4 && int.IsPow2(n) && int.TrailingZeroCount(n) % 2 == 0;
}

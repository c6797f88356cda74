using System.Collections;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// A set of hashes in 16 MB, however many there are: exact to begin with, then marks (Bloom 1970, four probes), where of ten million one in two hundred is taken for known that
/// is not. Of processes that is harmless: one that is taken for repeated merely comes with those, later.
/// </summary>
internal sealed class HashMarks
{
    private const int Exact = 100_000, Bits = 1 << 27;

    private HashSet<ulong>? _exact = [];
    private BitArray? _marks;

    /// <returns>False where it may have been there before.</returns>
    public bool Add(ulong hash)
    {
        if (_exact is { Count: < Exact })
        {
            return _exact.Add(hash);
        }

        if (_marks is null)
        {
            _marks = new BitArray(Bits);
            foreach (var known in _exact!)
            {
                Mark(known);
            }

            _exact = null;
        }

        var wasThere = MayHave(hash);
        Mark(hash);
        return !wasThere;
    }

    public bool MayHave(ulong hash) => _marks is null ? _exact!.Contains(hash) : _marks[Bit(hash, 0)] && _marks[Bit(hash, 12)] && _marks[Bit(hash, 24)] && _marks[Bit(hash, 37)];

    private static int Bit(ulong hash, int shift) => (int)(hash >> shift) & (Bits - 1);

    private void Mark(ulong hash) => _marks![Bit(hash, 0)] = _marks[Bit(hash, 12)] = _marks[Bit(hash, 24)] = _marks[Bit(hash, 37)] = true;
}

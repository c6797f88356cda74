using System.Collections;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// A set of hashes in 16 MB, however many there are (Bloom 1970, four probes): of ten million one in two hundred is taken for known that is not. Of processes that is
/// harmless: one that is taken for repeated merely comes with those, later.
/// </summary>
internal sealed class HashMarks
{
    private const int Bits = 1 << 27;

    private readonly BitArray _marks = new(Bits);

    /// <returns>False where it may have been there before.</returns>
    public bool Add(ulong hash)
    {
        var wasThere = MayHave(hash);
        _marks[Bit(hash, 0)] = _marks[Bit(hash, 12)] = _marks[Bit(hash, 24)] = _marks[Bit(hash, 37)] = true;
        return !wasThere;
    }

    public bool MayHave(ulong hash) => _marks[Bit(hash, 0)] && _marks[Bit(hash, 12)] && _marks[Bit(hash, 24)] && _marks[Bit(hash, 37)];

    private static int Bit(ulong hash, int shift) => (int)(hash >> shift) & (Bits - 1);
}

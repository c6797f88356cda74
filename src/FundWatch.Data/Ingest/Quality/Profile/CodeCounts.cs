using System.Text;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>How often each value of a code list or region column came, exactly, as long as there are few of them.</summary>
internal sealed class CodeCounts
{
    /// <summary>Beyond so many distinct values a column is no list of codes.</summary>
    private const int Most = 192, Slots = 512;

    private readonly ulong[] _hashes = new ulong[Slots];
    private readonly long[] _counts = new long[Slots];
    private readonly string[] _codes = new string[Slots];
    private int _known;

    /// <summary>False once there were too many.</summary>
    public bool IsComplete { get; private set; } = true;

    public void Add(ulong hash, ReadOnlySpan<byte> value)
    {
        hash |= 1; // zero marks an empty slot
        for (var i = (int)(hash >> 32) & (Slots - 1); ; i = (i + 1) & (Slots - 1))
        {
            if (_hashes[i] == hash)
            {
                _counts[i]++;
                return;
            }

            if (_hashes[i] != 0)
            {
                continue;
            }

            if (_known == Most)
            {
                IsComplete = false;
                return;
            }

            _known++;
            (_hashes[i], _counts[i], _codes[i]) = (hash, 1, Encoding.UTF8.GetString(value));
            return;
        }
    }

    public IReadOnlyDictionary<string, long>? ToDictionary()
    {
        if (!IsComplete)
        {
            return null;
        }

        var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Slots; i++)
        {
            if (_hashes[i] != 0)
            {
                found[_codes[i]] = _counts[i];
            }
        }

        return found;
    }
}

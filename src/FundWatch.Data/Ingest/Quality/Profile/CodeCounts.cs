using System.Text;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>How often each value of a code list or region column came, as long as there are few of them: exactly where all rows were looked at, else estimated from those that were.</summary>
internal sealed class CodeCounts
{
    /// <summary>Beyond so many distinct values a column is no list of codes.</summary>
    private const int Most = 192, Slots = 512;

    private readonly ulong[] _hashes = new ulong[Slots];
    private readonly long[] _counts = new long[Slots], _weights = new long[Slots]; // of rows that stand for themselves, and of those that stand for several
    private readonly string[] _codes = new string[Slots];
    private int _known;

    /// <summary>False once there were too many.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <param name="weight">For how many rows the value's row stands.</param>
    public void Add(ulong hash, ReadOnlySpan<byte> value, uint weight)
    {
        hash |= 1; // zero marks an empty slot
        for (var i = (int)(hash >> 32) & (Slots - 1); ; i = (i + 1) & (Slots - 1))
        {
            if (_hashes[i] == hash)
            {
                Count(i, weight);
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
            (_hashes[i], _codes[i]) = (hash, Encoding.UTF8.GetString(value));
            Count(i, weight);
            return;
        }
    }

    /// <param name="filled">All rows with a value: what is estimated adds up to them, about.</param>
    /// <returns>Null where there were too many.</returns>
    public IReadOnlyDictionary<string, long>? ToDictionary(long filled)
    {
        if (!IsComplete)
        {
            return null;
        }

        var (seen, weighed) = (_counts.Sum(), _weights.Sum());
        var times = weighed == 0 ? 0 : (double)(filled - seen) / weighed;
        var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Slots; i++)
        {
            if (_hashes[i] != 0)
            {
                found[_codes[i]] = _counts[i] + (long)Math.Round(_weights[i] * times);
            }
        }

        return found;
    }

    private void Count(int slot, uint weight) => (weight == 1 ? _counts : _weights)[slot] += weight;
}

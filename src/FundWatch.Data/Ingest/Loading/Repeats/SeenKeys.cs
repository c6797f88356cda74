namespace FundWatch.Data.Ingest.Loading.Repeats;

/// <summary>
/// Tells of each row of a file, in order, whether its key came before in an accepted row. Hashes of keys are kept in memory up to a number; a file with
/// more keys is gone through once ahead, for its keys alone, and from then on one bit a row and a file of repeats on disk are enough.
/// </summary>
/// <param name="ahead">Goes through the keys of the whole file; null where a file cannot be that long.</param>
/// <param name="expected">Rows that will come, about; 0 where nothing is known.</param>
internal sealed class SeenKeys(Func<KeyHash, RepeatsOnDisk>? ahead = null, int capacity = SeenKeys.Capacity, long expected = 0) : IDisposable
{
    /// <summary>Keys kept in memory: 64 MB.</summary>
    public const int Capacity = 6_000_000;

    // Keys of known rows wait here until their places in the set have come from memory: 64 MB are beyond any cache.
    private const int Waiting = 16;

    private readonly KeyHash _hash = new();
    private readonly RowBits _seen = new();
    private readonly KeySet _strange = new();
    private readonly ulong[] _waiting = new ulong[Waiting];
    private int _waits;
    private KeySet? _keys = new(Math.Min(expected, capacity));
    private RepeatsOnDisk? _repeats;
    private long _row;

    /// <summary>False where <see cref="Add"/> goes by the row's place alone, and its key need not be known.</summary>
    public bool NeedsKeys => _keys is not null;

    /// <summary>A row without a key, or one that was refused.</summary>
    public void Pass()
    {
        if (_repeats is not null)
        {
            Inherit(_row);
        }

        _row++;
    }

    /// <summary>Says that a key will be asked for soon.</summary>
    public void Expect(ReadOnlySpan<byte> key) => _keys?.Expect(_hash.Of(key));

    /// <summary>
    /// A row that is known from an earlier file, where no two rows share a key: only a row that is not can have had its key before. False where one had;
    /// then nothing is counted, and the row is for <see cref="Add"/>.
    /// </summary>
    public bool AddKnown(ReadOnlySpan<byte> key)
    {
        if (_keys is not null && _keys.Count + _waits >= capacity && ahead is not null)
        {
            LookAhead();
        }

        if (_keys is null)
        {
            Inherit(_row);
            if (_seen[_row])
            {
                return false;
            }

            _seen.Set(_row++);
            return true;
        }

        var hash = _hash.Of(key);
        if (_strange.Contains(hash))
        {
            return false;
        }

        _keys.Expect(hash);
        if (_waits == Waiting)
        {
            AddWaiting();
        }

        _waiting[_waits++] = hash;
        _seen.Set(_row++);
        return true;
    }

    /// <summary>Says that the row just added is not known from an earlier file.</summary>
    public void IsStrange(ReadOnlySpan<byte> key)
    {
        if (_keys is not null)
        {
            _strange.Add(_hash.Of(key));
        }
    }

    /// <summary>An accepted row; false where its key came before.</summary>
    public bool Add(ReadOnlySpan<byte> key)
    {
        if (_keys is not null)
        {
            AddWaiting();
            if (_keys.Count < capacity || ahead is null)
            {
                var isFirst = _keys.Add(_hash.Of(key));
                _seen.Set(_row++);
                return isFirst;
            }

            LookAhead();
        }

        Inherit(_row);
        var wasSeen = _seen[_row];
        _seen.Set(_row++);
        return !wasSeen;
    }

    public void Dispose() => _repeats?.Dispose();

    private void AddWaiting()
    {
        foreach (var hash in _waiting.AsSpan(0, _waits))
        {
            _keys!.Add(hash);
        }

        _waits = 0;
    }

    private void LookAhead()
    {
        _keys = null;
        GC.Collect(); // 64 MB that nobody would miss before the pass ahead has taken as much again; once in a file
        _repeats = ahead!(_hash);
        for (long row = 0; row < _row; row++)
        {
            Inherit(row);
        }
    }

    // Seen is a row that was accepted, and one whose key was seen in the row that had it last.
    private void Inherit(long row)
    {
        if (_repeats!.Before(row) is >= 0 and var before && _seen[before])
        {
            _seen.Set(row);
        }
    }
}

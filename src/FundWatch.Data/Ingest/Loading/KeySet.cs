using System.Numerics;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Keys as 64-bit hashes, 8 bytes each, in open addressing: 64 MB hold six million.</summary>
/// <param name="expected">Keys that will come, about: room is made for them at once, as growing costs as much as all the rest.</param>
internal sealed class KeySet(long expected = 0)
{
    private const int Fewest = 1 << 14, Most = 1 << 23;

    private ulong[] _slots = Slots((int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(expected / 3 * 4, Fewest, Most)));

    public int Count { get; private set; }

    /// <summary>Adds a hash; false where it was there before.</summary>
    /// <param name="hash">Not zero, which marks an empty slot.</param>
    public bool Add(ulong hash)
    {
        if (!Place(hash))
        {
            return false;
        }

        if (++Count > _slots.Length / 4 * 3)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Says that a hash will be asked for soon.</summary>
    public void Expect(ulong hash) => Ahead.Of(ref _slots[(uint)(hash >> 20) & ((uint)_slots.Length - 1)]);

    public bool Contains(ulong hash)
    {
        var mask = (uint)_slots.Length - 1;
        for (var i = (uint)(hash >> 20) & mask; ; i = (i + 1) & mask)
        {
            if (_slots[i] == hash || _slots[i] == 0)
            {
                return _slots[i] == hash;
            }
        }
    }

    /// <summary>Forgets all, and keeps the room.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private static ulong[] Slots(int count)
    {
        var slots = new ulong[count];
        LargePages.Ask(slots);
        return slots;
    }

    private bool Place(ulong hash)
    {
        var mask = (uint)_slots.Length - 1;
        for (var i = (uint)(hash >> 20) & mask; ; i = (i + 1) & mask)
        {
            if (_slots[i] == 0)
            {
                _slots[i] = hash;
                return true;
            }

            if (_slots[i] == hash)
            {
                return false;
            }
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = Slots(old.Length * 2);
        foreach (var hash in old)
        {
            if (hash != 0)
            {
                Place(hash);
            }
        }
    }
}

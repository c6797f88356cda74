using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// The keys seen so far in one file, as 64-bit hashes: 8 bytes each, so that ten million fit in 128 MB. Two different keys of a file share a hash
/// about once in two million files of that size; the row is then compared in the store instead of copied straight in, and nothing is lost.
/// </summary>
public sealed class KeySet
{
    /// <summary>Beyond so many the set takes no more; later rows are compared in the store, which is exact but slower.</summary>
    public const int Capacity = 12_000_000;

    private readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private ulong[] _slots = new ulong[1 << 14];
    private int _count;

    /// <summary>False once a key could not be remembered: a row that is not found may all the same have been here.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Remembers a key; false where it was there before.</summary>
    public bool Add(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key) | 1; // zero marks an empty slot
        var mask = (uint)_slots.Length - 1;
        for (var i = (uint)(hash >> 20) & mask; ; i = (i + 1) & mask)
        {
            if (_slots[i] == hash)
            {
                return false;
            }

            if (_slots[i] != 0)
            {
                continue;
            }

            if (_count >= Capacity)
            {
                IsComplete = false;
                return true;
            }

            _slots[i] = hash;
            if (++_count > _slots.Length / 4 * 3)
            {
                Grow();
            }

            return true;
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        var mask = (uint)_slots.Length - 1;
        foreach (var hash in old)
        {
            if (hash == 0)
            {
                continue;
            }

            var i = (uint)(hash >> 20) & mask;
            while (_slots[i] != 0)
            {
                i = (i + 1) & mask;
            }

            _slots[i] = hash;
        }
    }

    // Multiply-and-fold over eight bytes at a time, seeded per process so that nobody can prepare collisions.
    private ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = _seed ^ ((ulong)key.Length * 0x9E3779B97F4A7C15);
        while (key.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key), 0xA0761D6478BD642F);
            key = key[8..];
        }

        ulong tail = 0;
        for (var i = 0; i < key.Length; i++)
        {
            tail |= (ulong)key[i] << (8 * i);
        }

        return Mix(Mix(hash ^ tail, 0xE7037ED1A0B428DB), 0x8EBC6AF09C88C6E3);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}

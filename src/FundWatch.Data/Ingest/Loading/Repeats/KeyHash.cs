using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FundWatch.Data.Ingest.Loading.Repeats;

/// <summary>
/// Hashes of a file's keys: multiply-and-fold over eight bytes at a time, seeded per load so that nobody can prepare collisions. Two different keys
/// share a hash about once in a million files of six million rows; the row is then looked up in the store, and nothing is lost.
/// </summary>
internal sealed class KeyHash
{
    private readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    /// <summary>Never zero.</summary>
    public ulong Of(ReadOnlySpan<byte> key)
    {
        var hash = _seed ^ ((ulong)key.Length * 0x9E3779B97F4A7C15);
        var tail = Tail(key);
        while (key.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key), 0xA0761D6478BD642F);
            key = key[8..];
        }

        return Mix(Mix(hash ^ tail, 0xE7037ED1A0B428DB), 0x8EBC6AF09C88C6E3) | 1;
    }

    // What lies behind the last eight bytes that are whole.
    private static ulong Tail(ReadOnlySpan<byte> key)
    {
        if (key.Length >= 8)
        {
            return key.Length % 8 is > 0 and var rest ? BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]) >> (64 - 8 * rest) : 0;
        }

        ulong tail = 0;
        for (var i = 0; i < key.Length; i++)
        {
            tail |= (ulong)key[i] << (8 * i);
        }

        return tail;
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}

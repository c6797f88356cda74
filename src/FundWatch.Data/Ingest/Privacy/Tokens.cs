using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>A personal value new to this load: its token, the clear value encrypted, and what may be shown.</summary>
public sealed record VaultEntry(string Token, byte[] Ciphertext, string Masked);

/// <summary>
/// Turns personal values into tokens: <c>p_</c> and 22 base64url characters of HMAC-SHA256(key, normalised value) cut to 128 bits. Remembers some 130,000
/// values, so that a payer seen thousands of times is hashed and encrypted once; memory stays the same whatever the file.
/// </summary>
public sealed class Tokens
{
    // Pairs of places of one line of memory each: 128 bits of the value's hash, seeded anew for each load so that nobody can prepare two values that
    // share one, and its token. A value lies in one of two pairs; where both are full, one of the four gives way. No look-up leaves an object behind.
    private const int Pairs = 1 << 16, Line = 64, HashSize = 16, TokenSize = 24;

    /// <summary>True of what may not touch a token in a text, since it is known by what stands around it.</summary>
    internal static bool MayNotTouch(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private readonly Keys _keys;
    private readonly VaultCipher _cipher;
    private readonly byte[] _places = GC.AllocateArray<byte>((Pairs * 2 + 1) * Line, pinned: true);
    private readonly int _origin; // of the first whole line
    private readonly byte[] _taken = new byte[Pairs];
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    public Tokens(Keys keys, VaultCipher cipher)
    {
        (_keys, _cipher) = (keys, cipher);
        _origin = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_places, 0) & (Line - 1));
    }

    /// <summary>The token of a value, 24 ASCII characters. A value not remembered is added to <paramref name="vault"/> as well.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> value, List<VaultEntry> vault)
    {
        Span<byte> hash = stackalloc byte[HashSize];
        XxHash128.Hash(value, hash, _seed);
        var (one, other) = (BinaryPrimitives.ReadUInt16LittleEndian(hash), BinaryPrimitives.ReadUInt16LittleEndian(hash[2..]));
        if (Find(one, hash) is { Length: > 0 } there)
        {
            return there;
        }

        if (Find(other, hash) is { Length: > 0 } elsewhere)
        {
            return elsewhere;
        }

        var token = Make(value);
        vault.Add(new VaultEntry(Encoding.ASCII.GetString(token), _cipher.Encrypt(value), PersonalValue.Mask(value)));
        var place = Place(_taken[one] <= _taken[other] ? one : other);
        hash.CopyTo(place);
        token.CopyTo(place[HashSize..]);
        return token;
    }

    /// <summary>Says that a value's token will be asked for soon.</summary>
    public void Expect(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HashSize];
        XxHash128.Hash(value, hash, _seed);
        Ahead.Of(ref _places[_origin + (BinaryPrimitives.ReadUInt16LittleEndian(hash) * 2 * Line)]);
    }

    private ReadOnlySpan<byte> Find(int pair, scoped ReadOnlySpan<byte> hash)
    {
        var places = _places.AsSpan(_origin + (pair * 2 * Line), 2 * Line);
        return hash.SequenceEqual(places[..HashSize]) ? places.Slice(HashSize, TokenSize)
            : hash.SequenceEqual(places.Slice(Line, HashSize)) ? places.Slice(Line + HashSize, TokenSize) : default;
    }

    // The place of a pair to be filled next. Counts stay even or odd with the turn, and below overflow.
    private Span<byte> Place(int pair)
    {
        var place = _taken[pair] & 1;
        _taken[pair] = (byte)(_taken[pair] == byte.MaxValue ? 2 : _taken[pair] + 1);
        return _places.AsSpan(_origin + (((pair * 2) + place) * Line), Line);
    }

    /// <summary>The token of a value typed by a person, for a search.</summary>
    public string Of(string value) => Encoding.ASCII.GetString(Make(Encoding.UTF8.GetBytes(value)));

    private byte[] Make(ReadOnlySpan<byte> value)
    {
        Span<byte> scratch = value.Length <= 512 ? stackalloc byte[value.Length] : new byte[value.Length];
        Span<byte> mac = stackalloc byte[32];
        Span<byte> modern = stackalloc byte[18];
        var normal = PersonalValue.Normalise(value, scratch);
        HMACSHA256.HashData(_keys.Pseudonym, ResidentId.TryModernise(normal, modern) ? modern : normal, mac); // 15 and 18 places: one person
        var token = new byte[24];
        "p_"u8.CopyTo(token);
        Base64Url.EncodeToUtf8(mac[..16], token.AsSpan(2));
        return token;
    }
}

using System.Buffers.Text;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>A personal value new to this load: its token, the clear value encrypted, and what may be shown.</summary>
public sealed record VaultEntry(string Token, byte[] Ciphertext, string Masked);

/// <summary>
/// Turns personal values into tokens: <c>p_</c> and 22 base64url characters of HMAC-SHA256(key, normalised value) cut to 128 bits. Remembers some 130,000
/// values, so that a payer seen thousands of times is hashed and encrypted once; memory stays the same whatever the file.
/// </summary>
public sealed class Tokens(Keys keys, VaultCipher cipher)
{
    // Sets of four places of 128 bytes in one array, each its value's length, the value and its token: a look-up touches two or three lines of memory
    // and leaves no object behind. In a full set the places are taken in turn.
    private const int Sets = 1 << 15, Ways = 4, Place = 128, TokenSize = 24;
    private const int LongestRemembered = Place - TokenSize - 1;

    private readonly byte[] _places = new byte[Sets * Ways * Place];
    private readonly ulong[] _hashes = new ulong[Sets * Ways]; // 0: nothing there
    private readonly byte[] _turn = new byte[Sets];
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>The token of a value, 24 ASCII characters. A value not remembered is added to <paramref name="vault"/> as well.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> value, List<VaultEntry> vault)
    {
        var hash = XxHash3.HashToUInt64(value, _seed) | 1;
        var set = (int)(hash >> 20) & (Sets - 1);
        for (var i = set * Ways; i < (set + 1) * Ways; i++)
        {
            var place = _places.AsSpan(i * Place, Place);
            if (_hashes[i] == hash && place[0] == value.Length && value.SequenceEqual(place.Slice(1 + TokenSize, value.Length)))
            {
                return place.Slice(1, TokenSize);
            }
        }

        var token = Make(value);
        vault.Add(new VaultEntry(Encoding.ASCII.GetString(token), cipher.Encrypt(value), PersonalValue.Mask(value)));
        if (value.Length <= LongestRemembered)
        {
            var i = set * Ways + _turn[set]++ % Ways;
            _hashes[i] = hash;
            var place = _places.AsSpan(i * Place, Place);
            place[0] = (byte)value.Length;
            token.CopyTo(place[1..]);
            value.CopyTo(place[(1 + TokenSize)..]);
        }

        return token;
    }

    /// <summary>The token of a value typed by a person, for a search.</summary>
    public string Of(string value) => Encoding.ASCII.GetString(Make(Encoding.UTF8.GetBytes(value)));

    private byte[] Make(ReadOnlySpan<byte> value)
    {
        Span<byte> scratch = value.Length <= 512 ? stackalloc byte[value.Length] : new byte[value.Length];
        Span<byte> mac = stackalloc byte[32];
        Span<byte> modern = stackalloc byte[18];
        var normal = PersonalValue.Normalise(value, scratch);
        HMACSHA256.HashData(keys.Pseudonym, ResidentId.TryModernise(normal, modern) ? modern : normal, mac); // 15 and 18 places: one person
        var token = new byte[24];
        "p_"u8.CopyTo(token);
        Base64Url.EncodeToUtf8(mac[..16], token.AsSpan(2));
        return token;
    }
}

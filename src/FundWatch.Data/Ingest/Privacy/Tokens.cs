using System.Buffers.Text;
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
    // Sets of four: a value that comes again moves to the front of its set, the one at the back makes room.
    private const int Sets = 1 << 15, Ways = 4;
    private const int LongestRemembered = 256;

    private readonly (byte[]? Value, byte[] Token)[] _remembered = new (byte[]?, byte[])[Sets * Ways];

    /// <summary>The token of a value, 24 ASCII characters. A value not remembered is added to <paramref name="vault"/> as well.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> value, List<VaultEntry> vault)
    {
        var set = _remembered.AsSpan(Set(value) * Ways, Ways);
        for (var way = 0; way < Ways && set[way].Value is { } known; way++)
        {
            if (value.SequenceEqual(known))
            {
                var found = set[way];
                set[..way].CopyTo(set[1..]);
                set[0] = found;
                return found.Token;
            }
        }

        var token = Make(value);
        vault.Add(new VaultEntry(Encoding.ASCII.GetString(token), cipher.Encrypt(value), PersonalValue.Mask(value)));
        if (value.Length <= LongestRemembered)
        {
            set[..^1].CopyTo(set[1..]);
            set[0] = (value.ToArray(), token);
        }

        return token;
    }

    /// <summary>The token of a value typed by a person, for a search.</summary>
    public string Of(string value) => Encoding.ASCII.GetString(Make(Encoding.UTF8.GetBytes(value)));

    private byte[] Make(ReadOnlySpan<byte> value)
    {
        Span<byte> scratch = value.Length <= 512 ? stackalloc byte[value.Length] : new byte[value.Length];
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(keys.Pseudonym, PersonalValue.Normalise(value, scratch), mac);
        var token = new byte[24];
        "p_"u8.CopyTo(token);
        Base64Url.EncodeToUtf8(mac[..16], token.AsSpan(2));
        return token;
    }

    private static int Set(ReadOnlySpan<byte> value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        return hash.ToHashCode() & (Sets - 1);
    }
}

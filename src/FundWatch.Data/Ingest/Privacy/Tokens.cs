using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>A personal value new to this load: its token, the clear value encrypted, and what may be shown.</summary>
public sealed record VaultEntry(string Token, byte[] Ciphertext, string Masked);

/// <summary>
/// Turns personal values into tokens: <c>p_</c> and 22 base64url characters of HMAC-SHA256(key, normalised value) cut to 128 bits. Remembers the last
/// values of each slot, so that a payer seen thousands of times is hashed and encrypted once; memory stays the same whatever the file.
/// </summary>
public sealed class Tokens(Keys keys, VaultCipher cipher)
{
    private const int Slots = 1 << 15;
    private const int LongestRemembered = 256;

    private readonly (byte[]? Value, byte[] Token)[] _remembered = new (byte[]?, byte[])[Slots];

    /// <summary>The token of a value, 24 ASCII characters. A value not remembered is added to <paramref name="vault"/> as well.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> value, List<VaultEntry> vault)
    {
        ref var slot = ref _remembered[Slot(value)];
        if (slot.Value is not null && value.SequenceEqual(slot.Value))
        {
            return slot.Token;
        }

        var token = Make(value);
        vault.Add(new VaultEntry(Encoding.ASCII.GetString(token), cipher.Encrypt(value), PersonalValue.Mask(value)));
        if (value.Length <= LongestRemembered)
        {
            slot = (value.ToArray(), token);
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

    private static int Slot(ReadOnlySpan<byte> value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        return hash.ToHashCode() & (Slots - 1);
    }
}

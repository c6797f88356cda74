using System.Security.Cryptography;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>AES-256-GCM for what may only be kept encrypted: nonce (12 bytes), tag (16), ciphertext.</summary>
public sealed class VaultCipher(Keys keys) : IDisposable
{
    private const int NonceSize = 12, TagSize = 16;
    private readonly AesGcm _aes = new(keys.Vault, TagSize);

    public byte[] Encrypt(ReadOnlySpan<byte> clear)
    {
        var sealedBytes = new byte[NonceSize + TagSize + clear.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, clear, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Another key, or altered bytes.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> sealedBytes)
    {
        var clear = new byte[sealedBytes.Length - NonceSize - TagSize];
        _aes.Decrypt(sealedBytes[..NonceSize], sealedBytes[(NonceSize + TagSize)..], sealedBytes.Slice(NonceSize, TagSize), clear);
        return clear;
    }

    public void Dispose() => _aes.Dispose();
}

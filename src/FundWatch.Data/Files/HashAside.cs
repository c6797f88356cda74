using System.Security.Cryptography;

namespace FundWatch.Data.Files;

/// <summary>SHA-256 of a file's blocks on a thread of its own, while the caller looks at the same block for other reasons.</summary>
internal sealed class HashAside : IDisposable
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task _hashing = Task.CompletedTask;

    /// <summary>Hashes the next block, which nobody may write to until the call behind this one returns.</summary>
    public void Append(ReadOnlyMemory<byte> block)
    {
        _hashing.GetAwaiter().GetResult();
        _hashing = Task.Run(() => _sha.AppendData(block.Span));
    }

    /// <summary>In lower-case hex.</summary>
    public string ToHex()
    {
        _hashing.GetAwaiter().GetResult();
        return Convert.ToHexStringLower(_sha.GetHashAndReset());
    }

    public void Dispose()
    {
        _hashing.GetAwaiter().GetResult();
        _sha.Dispose();
    }
}

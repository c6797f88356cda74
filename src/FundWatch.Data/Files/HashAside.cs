using System.Security.Cryptography;

namespace FundWatch.Data.Files;

/// <summary>SHA-256 of a file's blocks on a thread of its own, while the caller looks at the same block for other reasons.</summary>
internal sealed class HashAside : IDisposable
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _block = [];
    private Task _hashing = Task.CompletedTask;

    /// <summary>Takes a copy of the next block.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hashing.GetAwaiter().GetResult();
        if (_block.Length < bytes.Length)
        {
            _block = new byte[bytes.Length];
        }

        bytes.CopyTo(_block);
        var length = bytes.Length;
        _hashing = Task.Run(() => _sha.AppendData(_block, 0, length));
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

using System.Buffers.Binary;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>The first 8 bytes of the row hashes of a chunk's rows that are in the store when it is committed, behind each other.</summary>
public sealed class RowHashes
{
    public const int Size = 8;

    private byte[] _bytes = new byte[Size * 1024];
    private int _length;

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Of a whole row hash; never zero.</summary>
    public static ulong Of(ReadOnlySpan<byte> rowHash) => BinaryPrimitives.ReadUInt64LittleEndian(rowHash) is var hash and not 0 ? hash : 1;

    public void Add(ulong hash)
    {
        if (_length == _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * _length);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), hash);
        _length += Size;
    }

    public void Clear() => _length = 0;
}

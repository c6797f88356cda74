using System.IO.Hashing;

namespace FundWatch.Data.Files.Zip;

/// <summary>An entry's content, held to what the directory says of its length and checksum.</summary>
internal sealed class ZipEntryStream(Stream unpacked, ZipEntry entry, string path) : ReadOnlyStream
{
    private readonly Crc32 _crc = new();
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = unpacked.Read(buffer);
            _read += read;
            _crc.Append(buffer[..read]);
            if (_read > entry.Unpacked)
            {
                throw GuardedStream.Bomb(path, "解压出的内容比其目录所写的多", "unpacks to more than its directory says");
            }

            if (read == 0 && buffer.Length > 0)
            {
                MustBeWhole();
            }

            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw GuardedStream.Truncated(path, FileDamage.Of(e));
        }
    }

    private void MustBeWhole()
    {
        if (_read < entry.Unpacked)
        {
            throw GuardedStream.Truncated(path, new FileDamage(DamageKind.CountsDiffer, $"解压出 {_read:N0} 字节，目录所写的是 {entry.Unpacked:N0}", $"it unpacks to {_read:N0} bytes, its directory says {entry.Unpacked:N0}"));
        }

        if (_crc.GetCurrentHashAsUInt32() is var crc && crc != entry.Crc)
        {
            throw GuardedStream.Truncated(path, new FileDamage(DamageKind.WrongChecksum, $"CRC-32 应为 {entry.Crc:X8}，实为 {crc:X8}", $"its CRC-32 should be {entry.Crc:X8} and is {crc:X8}"));
        }
    }

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}

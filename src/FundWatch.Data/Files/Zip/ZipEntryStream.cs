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

            if (read == 0 && buffer.Length > 0 && (_read < entry.Unpacked || _crc.GetCurrentHashAsUInt32() != entry.Crc))
            {
                throw GuardedStream.Truncated(path);
            }

            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw GuardedStream.Truncated(path, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}

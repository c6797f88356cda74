using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Zip;

/// <summary>One entry of a zip, as its directory lists it.</summary>
/// <param name="Header">Where its local header lies in the file.</param>
internal sealed record ZipEntry(string Name, int Method, uint Crc, long Packed, long Unpacked, long Header, bool IsEncrypted)
{
    public const int LocalHeaderLength = 30;
    private const int Stored = 0, Deflated = 8;

    public bool IsFolder => Name.EndsWith('/');

    /// <summary>The entry's content; it gives what the directory says and no byte more, and its checksum is compared at the end.</summary>
    /// <param name="archive">For messages.</param>
    /// <exception cref="FileRefused">Encrypted, packed in a way that is not read, or damaged.</exception>
    public Stream Open(SafeFileHandle file, string archive)
    {
        var path = $"{archive}/{Name}";
        if (IsEncrypted)
        {
            throw new FileRefused("encrypted_archive", $"{path} 有密码，无法读取。请用密码解压后，导入其中的文件。", $"{path} is locked with a password. Unpack it with the password and take in the files.");
        }

        if (Method is not (Stored or Deflated))
        {
            throw new FileRefused("unsupported_compression", $"{path} 的压缩方式（#{Method}）无法读取。请解压后导入，或用普通方式（Deflate）重新打包。",
                $"{path} is packed by method {Method}, which is not read. Unpack it, or pack it the usual way (deflate).");
        }

        Span<byte> header = stackalloc byte[LocalHeaderLength];
        if (RandomAccess.Read(file, header, Header) < LocalHeaderLength || !header.StartsWith("PK\x03\x04"u8))
        {
            throw GuardedStream.Truncated(path, new FileDamage(DamageKind.WrongMark, $"压缩包第 {Header:N0} 字节处应为 50 4B 03 04，实为 {FileDamage.Hex(header[..4])}", $"byte {Header:N0} of the archive should begin 50 4B 03 04, and has {FileDamage.Hex(header[..4])}"));
        }

        var start = Header + LocalHeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var slice = new FileSlice(file, start, Packed);
        return new ZipEntryStream(Method == Stored ? slice : new DeflateStream(slice, CompressionMode.Decompress), this, path);
    }
}

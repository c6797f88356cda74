using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Zip;

/// <summary>
/// The list of entries at the end of a zip (also of a workbook), read and checked before anything is unpacked: how many, how large, packed how well, whether they overlap.
/// </summary>
internal static class ZipDirectory
{
    private const int EndLength = 22, LongestComment = 65_535, HeaderLength = 46;

    /// <param name="path">For messages.</param>
    /// <exception cref="FileRefused"><c>truncated_archive</c> or <c>archive_bomb</c>, naming the entry.</exception>
    public static IReadOnlyList<ZipEntry> Read(SafeFileHandle file, string path)
    {
        try
        {
            return ReadWhole(file, path);
        }
        catch (FileDamage damage)
        {
            throw GuardedStream.Truncated(path, damage);
        }
    }

    private static List<ZipEntry> ReadWhole(SafeFileHandle file, string path)
    {
        var (count, size, start) = FindEnd(file);
        if (count > ArchiveLimits.MostEntries)
        {
            throw GuardedStream.Bomb(path, $"含有 {count:N0} 个条目（上限 {ArchiveLimits.MostEntries:N0}）", $"holds {count:N0} entries (at most {ArchiveLimits.MostEntries:N0} are read)");
        }

        if (size > count * (HeaderLength + 3L * 65_535) || size > int.MaxValue / 2)
        {
            throw new FileDamage(DamageKind.CountsDiffer, $"目录有 {size:N0} 字节，却只列 {count:N0} 个条目", $"a directory of {size:N0} bytes for {count:N0} entries");
        }

        var bytes = new byte[size];
        if (RandomAccess.Read(file, bytes, start) < size)
        {
            throw new FileDamage(DamageKind.CutShort, "文件在目录中途结束", "the file ends within its directory");
        }

        var entries = new List<ZipEntry>();
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            entries.Add(Take(bytes, ref at, start));
        }

        Check(entries, start, path);
        return entries;
    }

    /// <summary>Names only, to tell what an archive is; empty where the directory cannot be read.</summary>
    public static IReadOnlyList<string> Names(string content)
    {
        try
        {
            using var file = File.OpenHandle(content, options: FileOptions.RandomAccess);
            return [.. Read(file, content).Select(e => e.Name)];
        }
        catch (Exception e) when (e is FileRefused or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static void Check(List<ZipEntry> entries, long end, string path)
    {
        long total = 0, last = 0;
        foreach (var entry in entries.OrderBy(e => e.Header))
        {
            var name = $"{path}/{entry.Name}";
            if (ArchiveLimits.IsBomb(entry.Packed, entry.Unpacked))
            {
                throw GuardedStream.Bomb(name, $"压缩比高达 {entry.Unpacked / Math.Max(1, entry.Packed):N0} : 1", $"is packed {entry.Unpacked / Math.Max(1, entry.Packed):N0} : 1");
            }

            // Each byte of the archive may belong to one entry only: overlapping ones are how a small file becomes a huge one.
            if (entry.Header < last || entry.Packed < 0 || entry.Unpacked < 0 || entry.Header > end - ZipEntry.LocalHeaderLength || entry.Packed > end - entry.Header - ZipEntry.LocalHeaderLength)
            {
                throw GuardedStream.Bomb(name, "与压缩包内的其他条目重叠或越界", "overlaps another entry or lies outside the archive");
            }

            last = entry.Header + ZipEntry.LocalHeaderLength + entry.Packed;
            total += entry.Unpacked;
            if (total > ArchiveLimits.LargestTotal)
            {
                throw GuardedStream.Bomb(path, $"解压后超过 {ArchiveLimits.LargestTotal >> 30} GB", $"unpacks to more than {ArchiveLimits.LargestTotal >> 30} GB");
            }
        }
    }

    private static (long Count, long Size, long Start) FindEnd(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var tail = new byte[(int)Math.Min(length, EndLength + LongestComment)];
        RandomAccess.Read(file, tail, length - tail.Length);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (tail.AsSpan(at).StartsWith("PK\x05\x06"u8) && Short(tail, at + 20) <= tail.Length - at - EndLength)
            {
                var end = (Count: (long)Short(tail, at + 10), Size: (long)Int(tail, at + 12), Start: (long)Int(tail, at + 16));
                if (end.Count == 0xFFFF || end.Size == 0xFFFFFFFF || end.Start == 0xFFFFFFFF)
                {
                    end = FindEnd64(file, tail, at - 20, end);
                }

                return end.Start >= 0 && end.Size >= 0 && end.Start <= length && end.Size <= length - end.Start ? end
                    : throw new FileDamage(DamageKind.WrongPlace, $"目录写在第 {end.Start:N0} 字节起的 {end.Size:N0} 字节，文件共 {length:N0} 字节", $"a directory of {end.Size:N0} bytes from byte {end.Start:N0} on in a file of {length:N0}");
            }
        }

        throw new FileDamage(DamageKind.CutShort, $"在文件末尾没有找到 ZIP 的目录（文件共 {length:N0} 字节）", $"the zip's directory was not found at its end (it has {length:N0} bytes)");
    }

    private static (long, long, long) FindEnd64(SafeFileHandle file, byte[] tail, int locator, (long, long, long) end)
    {
        if (locator < 0 || !tail.AsSpan(locator).StartsWith("PK\x06\x07"u8))
        {
            return end;
        }

        var record = new byte[56];
        var at = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(locator + 8));
        return at >= 0 && RandomAccess.Read(file, record, at) == record.Length && record.AsSpan().StartsWith("PK\x06\x06"u8)
            ? (BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)))
            : (-1, -1, -1);
    }

    /// <param name="start">Where the directory begins in the file, for messages.</param>
    private static ZipEntry Take(byte[] bytes, ref int at, long start)
    {
        if (bytes.Length - at < HeaderLength)
        {
            throw new FileDamage(DamageKind.CountsDiffer, "目录里的条目比它所写的少", "a directory of fewer entries than it says");
        }

        if (!bytes.AsSpan(at).StartsWith("PK\x01\x02"u8))
        {
            var found = FileDamage.Hex(bytes.AsSpan(at, 4));
            throw new FileDamage(DamageKind.WrongMark, $"第 {start + at:N0} 字节处的目录条目应以 50 4B 01 02 开头，实为 {found}", $"the entry of its directory at byte {start + at:N0} should begin with 50 4B 01 02, and begins with {found}");
        }

        int nameLength = Short(bytes, at + 28), extraLength = Short(bytes, at + 30), commentLength = Short(bytes, at + 32);
        var behind = at + HeaderLength + nameLength + extraLength + commentLength;
        if (behind > bytes.Length || nameLength > ArchiveLimits.LongestName)
        {
            throw new FileDamage(behind > bytes.Length ? DamageKind.WrongPlace : DamageKind.TooLarge, $"第 {start + at:N0} 字节处的目录条目长 {behind - at:N0} 字节，其中名称 {nameLength:N0} 字节", $"the entry of its directory at byte {start + at:N0} has {behind - at:N0} bytes, {nameLength:N0} of them for a name");
        }

        var flags = Short(bytes, at + 8);
        var name = Name(bytes.AsSpan(at + HeaderLength, nameLength), isUtf8: (flags & 0x800) != 0);
        long unpacked = Int(bytes, at + 24), packed = Int(bytes, at + 20), header = Int(bytes, at + 42);
        TakeLong(bytes.AsSpan(at + HeaderLength + nameLength, extraLength), ref unpacked, ref packed, ref header);
        var entry = new ZipEntry(name, Short(bytes, at + 10), Int(bytes, at + 16), packed, unpacked, header, IsEncrypted: (flags & 1) != 0);
        at = behind;
        return entry;
    }

    // The zip64 field holds those of the three numbers that do not fit in 32 bits, in this order.
    private static void TakeLong(ReadOnlySpan<byte> extra, ref long unpacked, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                return;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                var numbers = extra.Slice(4, length);
                Take(ref unpacked, ref numbers);
                Take(ref packed, ref numbers);
                Take(ref header, ref numbers);
            }

            extra = extra[(4 + length)..];
        }

        static void Take(ref long number, ref ReadOnlySpan<byte> from)
        {
            if (number == 0xFFFFFFFF && from.Length >= 8)
            {
                number = BinaryPrimitives.ReadInt64LittleEndian(from);
                from = from[8..];
            }
        }
    }

    // Windows in China packs names in GB18030 and does not say so.
    private static string Name(ReadOnlySpan<byte> bytes, bool isUtf8) =>
        (isUtf8 || Utf8.IsValid(bytes) ? Encoding.UTF8 : TextEncoding.Gb18030).GetString(bytes).Replace('\\', '/').Replace("\0", "", StringComparison.Ordinal);

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint Int(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Bombs of every kind, entries that overlap or lie about themselves, archives in archives, cut-off ones.</summary>
internal static class ArchiveFiles
{
    public static IEnumerable<HostileFile> All()
    {
        yield return Bytes("good-and-bad.zip", Zip(("a.csv", Utf8(Table("z1"))), ("b.csv", "x,y\n1,2\n"u8.ToArray()), ("c.csv", Utf8(Table("z1c")))), Rows * 2, 0, "unknown_layout");
        yield return Whole("ratio.zip", Packed(CompressionLevel.Optimal, ("zeros.csv", new byte[48 * 1024 * 1024])), "archive_bomb");
        yield return Whole("many-entries.zip", Zip([.. Enumerable.Range(0, 10_001).Select(i => ($"{i}.csv", Array.Empty<byte>()))]), "archive_bomb");
        yield return Whole("nested.zip", Zip(("inner.zip", Zip(("inner.zip", Zip(("a.csv", Utf8(Table("z2")))))))), "nested_archive");
        yield return Whole("gzip-inside.zip", Zip(("a.csv.gz", Gzip(Utf8(Table("z3"))))), null!) with { Loaded = null, Refused = null, Codes = [] };
        yield return Whole("overlap.zip", Overlapping(), "archive_bomb");
        yield return Whole("empty.zip", [0x50, 0x4B, 5, 6, .. new byte[18]]);
        yield return Whole("only-folders.zip", Zip(("a/", []), ("b/", [])));
        yield return Bytes("names-upwards.zip", Zip(("../../../../tmp/x.csv", Utf8(Table("z4"))), ("/etc/passwd", Utf8(Table("z5"))), ("C:\\x.csv", Utf8(Table("z6")))), Rows * 3, 0);
        yield return Bytes("odd-names.zip", Zip(("a\nb.csv", Utf8(Table("z7"))), ("\u0001.csv", Utf8(Table("z8"))), ("n\0l.csv", Utf8(Table("z8n"))), ("\u202Evsc.exe", Utf8(Table("z9")))), Rows * 4, 0);
        yield return Bytes("same-name-twice.zip", Zip(("a.csv", Utf8(Table("z10"))), ("a.csv", Utf8(Table("z11")))), null, null);
        yield return Whole("long-name.zip", Zip((new string('n', 5_000) + ".csv", Utf8(Table("z12")))));
        yield return Whole("locked.zip", Patched("z13", "PK\x01\x02", 8, b => b[0] |= 1), "encrypted_archive");
        yield return Whole("wrong-checksum.zip", Patched("z14", "PK\x01\x02", 16, b => b[0] ^= 1), "truncated_archive");
        yield return Whole("says-smaller.zip", Patched("z15", "PK\x01\x02", 24, b => BinaryPrimitives.WriteUInt32LittleEndian(b, 10)));
        yield return Whole("says-larger.zip", Patched("z16", "PK\x01\x02", 24, b => BinaryPrimitives.WriteUInt32LittleEndian(b, 0x7FFF_FFFF)));
        yield return Whole("unknown-method.zip", Patched("z17", "PK\x01\x02", 10, b => b[0] = 99));
        yield return Whole("offset-behind-end.zip", Patched("z18", "PK\x01\x02", 42, b => BinaryPrimitives.WriteUInt32LittleEndian(b, 0x7FFF_0000)));
        yield return Whole("directory-behind-end.zip", Patched("z19", "PK\x05\x06", 16, b => BinaryPrimitives.WriteUInt32LittleEndian(b, 0x7FFF_0000)));
        yield return Whole("a-million-entries-said.zip", Patched("z20", "PK\x05\x06", 8, b => b[..4].Fill(0xEE)));
        yield return Damaged("comment-missing.zip", Patched("z21", "PK\x05\x06", 20, b => BinaryPrimitives.WriteUInt16LittleEndian(b, 500)));
        yield return Damaged("in-front-of-it.zip", [.. Encoding.ASCII.GetBytes("#!/bin/sh\n"), .. Zip(("a.csv", Utf8(Table("z22"))))]);
        yield return Damaged("behind-it.zip", [.. Zip(("a.csv", Utf8(Table("z23")))), .. new byte[1_000]]);
        yield return Whole("signature-only.zip", "PK\x03\x04"u8.ToArray());

        yield return Bytes("good.csv.gz", Gzip(Utf8(Table("g1"))), Rows, 0);
        yield return Bytes("two-members.csv.gz", [.. Gzip(Utf8(Table("g2"))), .. Gzip(Utf8(Lines("g2", 5, 20)))], Rows + 5, 0);
        yield return Whole("ratio.csv.gz", Gzip(new byte[48 * 1024 * 1024]));
        yield return Whole("gzip-in-gzip.csv.gz", Gzip(Gzip(Utf8(Table("g3")))), "nested_archive");
        yield return Whole("zip-in-gzip.gz", Gzip(Zip(("a.csv", Utf8(Table("g4"))))), "nested_archive");
        yield return Whole("tar-in-gzip.tar.gz", Gzip([.. new byte[257], .. "ustar\0"u8, .. new byte[300]]));
        yield return Whole("empty-inside.csv.gz", Gzip([]));
        yield return Whole("header-only.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]);
        yield return Whole("two-bytes.gz", [0x1F, 0x8B]);
        yield return Whole("unknown-method.csv.gz", [0x1F, 0x8B, 9, .. Gzip(Utf8(Table("g5")))[3..]]);
        yield return Whole("wrong-length.csv.gz", [.. Gzip(Utf8(Table("g6")))[..^4], 1, 2, 3, 4]);
        yield return Whole("wrong-checksum.csv.gz", Flip(Gzip(Utf8(Table("g7"))), ^6));
        yield return Damaged("garbage-behind.csv.gz", [.. Gzip(Utf8(Table("g8"))), .. Encoding.ASCII.GetBytes("garbage")]);
    }

    internal static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] entries) => Packed(CompressionLevel.Fastest, entries);

    private static byte[] Packed(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var to = zip.CreateEntry(name, level).Open();
                to.Write(content);
            }
        }

        return memory.ToArray();
    }

    private delegate void Patch(Span<byte> at);

    private static byte[] Patched(string key, string mark, int offset, Patch patch)
    {
        var bytes = Zip(("a.csv", Utf8(Table(key))));
        patch(bytes.AsSpan(bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(mark)) + offset));
        return bytes;
    }

    // The second entry points at the first one's bytes.
    private static byte[] Overlapping()
    {
        var bytes = Zip(("a.csv", Utf8(Table("z24"))), ("b.csv", Utf8(Table("z25"))));
        var first = bytes.AsSpan().IndexOf("PK\x01\x02"u8);
        var second = first + 4 + bytes.AsSpan(first + 4).IndexOf("PK\x01\x02"u8);
        bytes.AsSpan(second + 42, 4).Clear();
        return bytes;
    }

    private static byte[] Flip(byte[] bytes, Index at)
    {
        bytes[at] ^= 0x10;
        return bytes;
    }
}

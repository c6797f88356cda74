using System.Text;
using FundWatch.Testing;
using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Files whose extension says something else than their bytes.</summary>
internal static class DisguisedFiles
{
    public static IEnumerable<HostileFile> All()
    {
        foreach (var extension in new[] { "xlsx", "xls", "parquet", "arrow", "json", "jsonl", "zip", "gz", "pdf", "exe", "" })
        {
            yield return Text($"csv-named{(extension.Length == 0 ? "" : ".")}{extension}", Table("d" + extension), Rows, 0);
        }

        yield return Bytes("workbook-named.csv", XlsxFile.Make(Table("dx").TrimEnd('\n').Split('\n').Select(l => l.Split(','))), Rows, 0);
        yield return Bytes("gzip-named.csv", ArchiveFiles.Gzip(Utf8(Table("dg"))), Rows, 0);
        yield return Bytes("zip-named.csv", ArchiveFiles.Zip(("a.csv", Utf8(Table("dz")))), Rows, 0);
        yield return Text("json-named.csv", JsonLines("dj"), Rows, 0);
        foreach (var (name, start) in new (string, byte[])[]
        {
            ("pdf", [.. "%PDF-1.7\n%\xE2\xE3"u8]), ("picture-png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]), ("picture-jpeg", [0xFF, 0xD8, 0xFF, 0xE0]), ("old-excel", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
            ("program", [0x7F, .. "ELF"u8, 2, 1, 1, 0]), ("rar", [.. "Rar!"u8, 0x1A, 7, 0]), ("seven-zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("bzip2", [.. "BZh91AY&SY"u8, 1, 2, 3, 4]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("sqlite", [.. "SQLite format 3\0"u8]), ("html", [.. "<html><table><tr><td>1"u8]), ("xml", [.. "<?xml version=\"1.0\"?><a>"u8]), ("noise", Noise()),
        })
        {
            yield return Whole(name + ".csv", [.. start, .. new byte[200]], "unsupported_format");
        }
    }

    private static byte[] Noise()
    {
        var bytes = new byte[20_000];
        new Random(1).NextBytes(bytes);
        bytes[0] = 1;
        return bytes;
    }
}

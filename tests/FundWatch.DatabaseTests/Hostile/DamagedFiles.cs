using System.Text;
using FundWatch.Testing;
using static FundWatch.DatabaseTests.Hostile.Good;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Good files of every format, cut off or changed at seeded places: refused, or every row accounted for.</summary>
internal static class DamagedFiles
{
    public static IEnumerable<HostileFile> All(Random random)
    {
        foreach (var (extension, make, times) in new (string, Func<string, byte[]>, int)[]
        {
            ("csv", key => Utf8(Table(key, 40)), 8), ("gb18030.csv", key => FundWatch.Data.Files.TextEncoding.Gb18030.GetBytes(Table(key, 40)), 4), ("utf16.csv", key => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table(key, 40))], 4),
            ("csv.gz", key => ArchiveFiles.Gzip(Utf8(Table(key, 40))), 6), ("zip", key => ArchiveFiles.Zip(("a.csv", Utf8(Table(key, 20))), ("b.csv", Utf8(Table(key + "b", 20)))), 6),
            ("xlsx", key => XlsxFile.Make(Table(key, 40).TrimEnd('\n').Split('\n').Select(l => l.Split(','))), 6), ("jsonl", key => Utf8(JsonLines(key, 40)), 6),
            ("ocds.json", _ => Utf8(OcdsFiles.Release()), 6), ("parquet", key => ColumnarFiles.Parquet(key, 40), 8), ("arrow", key => ColumnarFiles.Arrow(key, 40, isFile: true), 6), ("arrows", key => ColumnarFiles.Arrow(key, 40, isFile: false), 4),
        })
        {
            for (var i = 0; i < times; i++)
            {
                var bytes = make($"s{extension}{i}");
                yield return HostileFile.Damaged($"{(i % 2 == 0 ? "cut" : "flipped")}-{i}.{extension}", i % 2 == 0 ? bytes[..random.Next(1, bytes.Length)] : Flipped(bytes, random));
            }
        }
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        for (var n = random.Next(1, 12); n > 0; n--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }
}

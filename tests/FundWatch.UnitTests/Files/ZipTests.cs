using System.IO.Compression;
using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Zip;

namespace FundWatch.UnitTests.Files;

public sealed class ZipTests : IDisposable
{
    private const string Csv = "单位代码,单位名称\n1,某局\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-zip-").FullName;

    [Fact]
    public void Every_entry_is_a_file_and_a_name_in_gb18030_is_read()
    {
        var members = Members(Zip(TextEncoding.Gb18030, ("2025/三月.csv", Csv), ("../../etc/四月.csv", Csv), ("__MACOSX/._a", "x"), ("空/", "")));
        members.Should().Equal("../../etc/四月.csv: text", "2025/三月.csv: text");
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Should().ContainSingle("nothing is left, and nothing was written under an entry's own name").Which.Should().EndWith("a.zip");
    }

    [Fact]
    public void An_archive_within_an_archive_is_refused_by_its_name_and_its_neighbours_are_read()
    {
        var inner = Encoding.Latin1.GetString(Zip(null, ("x.csv", Csv)));
        Members(Zip(Encoding.UTF8, binary: ["inner.zip"], ("a.csv", Csv), ("inner.zip", inner), ("b.csv", Csv)))
            .Should().Equal("a.csv: text", "b.csv: text", "inner.zip: nested_archive");
    }

    [Fact]
    public void A_locked_entry_says_so()
    {
        var bytes = Zip(null, ("a.csv", Csv));
        bytes[Find(bytes, "PK\x01\x02") + 8] |= 1;
        Members(bytes).Should().Equal("a.csv: encrypted_archive");
    }

    [Fact]
    public void A_damaged_entry_is_told_by_its_checksum()
    {
        var bytes = Zip(null, ("a.csv", Csv));
        bytes[Find(bytes, "PK\x01\x02") + 16] ^= 1;
        Members(bytes).Should().Equal("a.csv: truncated_archive");
    }

    [Fact]
    public void Entries_that_overlap_are_a_bomb_before_anything_is_unpacked()
    {
        var bytes = Zip(null, ("a.csv", Csv), ("b.csv", Csv));
        var second = Find(bytes, "PK\x01\x02", Find(bytes, "PK\x01\x02") + 4);
        bytes.AsSpan(second + 42, 4).Clear(); // the second entry points at the first one's bytes
        Refusal(bytes).Should().Match<FileRefused>(r => r.Code == "archive_bomb" && r.En.Contains("b.csv"));
    }

    [Fact]
    public void Too_many_entries_and_impossible_ratios_are_bombs()
    {
        Refusal(Zip(null, [.. Enumerable.Range(0, ArchiveLimits.MostEntries + 1).Select(i => ($"{i}.csv", ""))])).Code.Should().Be("archive_bomb");
        Refusal(Zip(null, ("zeros.csv", new string('0', 40 * 1024 * 1024)))).Should().Match<FileRefused>(r => r.Code == "archive_bomb" && r.Zh.Contains("zeros.csv"));
    }

    [Fact]
    public void An_entry_that_unpacks_to_more_than_it_says_is_stopped()
    {
        var bytes = Zip(null, ("a.csv", new string('1', 100_000)));
        BitConverter.TryWriteBytes(bytes.AsSpan(Find(bytes, "PK\x01\x02") + 24), 10);
        Members(bytes).Should().Equal("a.csv: archive_bomb");
    }

    [Fact]
    public void Other_documents_in_a_zip_say_what_they_are()
    {
        Refusal(Zip(null, ("word/document.xml", "<a/>"), ("[Content_Types].xml", "<a/>"))).Zh.Should().Contain("Word");
        Refusal(Zip(null, ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>"))).En.Should().Contain(".ods");
        Refusal(Zip(null, ("xl/workbook.bin", "x"))).En.Should().Contain(".xlsb");
    }

    [Fact]
    public void Damaged_bytes_end_in_a_refusal_and_nothing_else()
    {
        var whole = Zip(null, ("a.csv", Csv), ("b.csv", Csv + Csv));
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Members(bytes[..(i % 3 == 0 ? random.Next(4, bytes.Length) : bytes.Length)]);
            }
            catch (FileRefused)
            {
                // which is what is asked of it
            }
        }
    }

    [Theory]
    [InlineData("Rar!\u001A\u0007\u0001\0 binary \0\0\0\0", "RAR")]
    [InlineData("7z\u00BC\u00AF\u0027\u001C\0\u0004", "7z")]
    [InlineData("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>单位</td></tr></table></html>", "HTML")]
    [InlineData("\n <TABLE border=1><tr><td>a</td></tr></TABLE>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "XML Spreadsheet")]
    [InlineData("\u0089PNG\r\n\u001A\n\0\0\0\rIHDR", "picture")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "password")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1 W\0o\0r\0k\0b\0o\0o\0k\0", "old Excel")]
    [InlineData("SQLite format 3\0\u0010\0\u0001\u0001", "SQLite")]
    public void What_is_no_table_is_called_by_its_name_with_what_to_do(string content, string name)
    {
        using var file = new TableFile("支付.xls", Encoding.Latin1.GetBytes(content));
        var refused = file.Refusal();
        refused.Code.Should().Be("unsupported_format");
        refused.En.Should().Contain(name).And.Contain("支付.xls").And.MatchRegex("CSV|Unpack|password");
    }

    [Fact]
    public void Text_that_begins_like_something_else_is_text()
    {
        foreach (var text in new[] { "ORC,b\n1,2\n", "BZh,b\n1,2\n", "MM,II\n1,2\n", "<5万,b\n1,2\n", "Obj,PK\n1,2\n" })
        {
            using var file = new TableFile("a.csv", Encoding.UTF8.GetBytes(text));
            file.Read().Should().HaveCount(2);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<string> Members(byte[] bytes)
    {
        var path = Path.Combine(_folder, "a.zip");
        File.WriteAllBytes(path, bytes);
        var probe = SourceFile.Probe(path);
        return [.. ZipMembers.Read(probe, new WorkFolder(_folder), default).Select(m => $"{m.Path[(path.Length + 1)..]}: {m.File?.Format.Name ?? m.Refused!.Code}")];
    }

    private FileRefused Refusal(byte[] bytes) => FluentActions.Invoking(() => Members(bytes)).Should().Throw<FileRefused>().Which;

    private static byte[] Zip(Encoding? names, params (string Name, string Content)[] entries) => Zip(names, [], entries);

    private static byte[] Zip(Encoding? names, string[] binary, params (string Name, string Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true, names))
        {
            foreach (var (name, content) in entries)
            {
                using var to = zip.CreateEntry(name).Open();
                to.Write((binary.Contains(name) ? Encoding.Latin1 : Encoding.UTF8).GetBytes(content));
            }
        }

        return memory.ToArray();
    }

    private static int Find(byte[] bytes, string mark, int from = 0) => from + bytes.AsSpan(from).IndexOf(Encoding.Latin1.GetBytes(mark));
}

using System.IO.Compression;
using System.Text;
using FundWatch.DatabaseTests.Ingest;

namespace FundWatch.DatabaseTests.Files;

public sealed class ArchiveTests : IngestTest
{
    [Fact]
    public async Task The_files_of_a_zip_load_like_files_and_the_second_time_nothing_changes()
    {
        var path = Write("三月.zip", Zip(("支付.csv", Encoding.UTF8.GetBytes(Payments(200))), ("b/节假日.jsonl", "{\"day\":\"2025-10-01\",\"kind\":\"放假\"}\n"u8.ToArray()),
            ("说明.pdf", "%PDF-1.7"u8.ToArray())));
        var report = await IngestAsync(path);
        SumIsRight(report);
        report.Totals.Should().BeEquivalentTo(new { Files = 3, Failed = 1, Loaded = 201 }, o => o.ExcludingMissingMembers());
        report.Files.Single(f => f.Error is not null).Error!.Zh.Should().Contain("说明.pdf").And.Contain("PDF");
        (await ScalarAsync<string>("select string_agg(file_name, ',' order by file_name) from ingest.batch where status = 'done'")).Should().Be("支付.csv,节假日.jsonl");

        (await IngestAsync(path)).Totals.Should().BeEquivalentTo(new { Unchanged = 201, Loaded = 0 }, o => o.ExcludingMissingMembers());
        Directory.GetFiles(Database.Store.Directory.Work).Should().BeEmpty();
    }

    [Fact]
    public async Task A_gzip_of_nothing_but_zeros_is_given_up_long_before_its_end()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(Enumerable.Repeat((byte)'0', 1024 * 1024).ToArray());
            }
        }

        (await IngestAsync(Write("bomb.csv.gz", memory.ToArray()))).Files[0].Error!.Code.Should().Be("archive_bomb");
    }

    [Fact]
    public async Task A_gzip_of_something_else_than_text_says_what_it_is() =>
        (await IngestAsync(Write("a.parquet.gz", Gzip([.. "PAR1"u8, .. new byte[100]])))).Files[0].Error.Should().BeEquivalentTo(new { Code = "nested_archive" }, o => o.ExcludingMissingMembers());

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var to = zip.CreateEntry(name).Open();
                to.Write(content);
            }
        }

        return memory.ToArray();
    }
}

using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class InboxTests : IngestTest
{
    [Fact]
    public async Task Complete_files_are_taken_and_moved_with_a_report_and_a_growing_one_waits()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(Database.Store.Directory.Inbox, "finance")).FullName;
        var good = Place(inbox, "good-inbox.csv", Payments(10), age: 60);
        var bad = Place(inbox, "bad-inbox.csv", "a,b\n1,2\n", age: 60);
        var growing = Place(inbox, "growing-inbox.csv", Payments(10), age: 0);

        var report = await new InboxScanner(Database.Store, TimeProvider.System).ScanAsync(null, default);

        report.Should().BeEquivalentTo(new { Files = 2, Refused = 1, Loaded = 10 }, o => o.ExcludingMissingMembers());
        File.Exists(good).Should().BeFalse();
        File.Exists(bad).Should().BeFalse();
        File.Exists(growing).Should().BeTrue();
        File.ReadAllText(Find(Database.Store.Directory.Done, "good-inbox.csv.report.json")).Should().Contain("\"loaded\": 10");
        File.ReadAllText(Find(Database.Store.Directory.Refused, "bad-inbox.csv.report.json")).Should().Contain("unknown_layout");
        File.ReadAllText(Find(Database.Store.Directory.Done, "good-inbox.csv.report.html")).Should().Contain("数据质量报告");
        (await ScalarAsync<string>("select name from ingest.source join ingest.batch using (source_id) where file_name = 'good-inbox.csv'")).Should().Be("finance");
        Directory.Delete(inbox, recursive: true);
    }

    [Fact]
    public async Task Reports_call_a_file_by_the_name_under_which_it_was_sent()
    {
        var (inbox, done, refused) = (Database.Store.Directory.Inbox, Database.Store.Directory.Done, Database.Store.Directory.Refused);
        foreach (var (table, wrong) in new[] { (Payments(3), "%PDF-1.7\n"), (Payments(4), "a,b\n1,2\n") })
        {
            Place(inbox, "上月.csv", table, age: 60);
            Place(inbox, "坏.csv", wrong, age: 60);
            await new InboxScanner(Database.Store, TimeProvider.System).ScanAsync(null, default);
        }

        File.ReadAllText(Find(done, "上月.csv.report.txt")).Should().Contain("文件：上月.csv（").And.NotContain("存放为").And.NotContain("Kept as");
        File.ReadAllText(Find(done, "上月.2.csv.report.txt")).Should().Contain("文件：上月.csv（").And.Contain("File: 上月.csv (").And.Contain("存放为：上月.2.csv").And.Contain("Kept as: 上月.2.csv");
        File.ReadAllText(Find(done, "上月.2.csv.report.html")).Should().Contain("<title>上月.csv ").And.Contain("存放为 上月.2.csv").And.Contain("kept as 上月.2.csv");
        foreach (var kind in new[] { "txt", "json" })
        {
            File.ReadAllText(Find(refused, $"坏.csv.report.{kind}")).Should().Contain("坏.csv 是 PDF 文件").And.NotMatchRegex("/坏.csv (是|is)");
        }

        var command = Find(refused, "坏.2.csv");
        File.ReadAllText(Find(refused, "坏.2.csv.report.txt")).Should().Contain("文件：坏.csv（").And.Contain($"--suggest-mapping \"{command}\"", "it must find the file where it lies");
    }

    private static string Find(string folder, string name) => Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Single();

    private static string Place(string inbox, string name, string text, int age)
    {
        var path = Path.Combine(inbox, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-age));
        return path;
    }
}

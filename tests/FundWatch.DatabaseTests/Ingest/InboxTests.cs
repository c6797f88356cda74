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

    private static string Find(string folder, string name) => Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Single();

    private static string Place(string inbox, string name, string text, int age)
    {
        var path = Path.Combine(inbox, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-age));
        return path;
    }
}

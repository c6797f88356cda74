using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Jobs;

public class InboxScannerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly string _inbox = database.Store.Directory.Inbox;

    [Fact]
    public async Task Settled_files_are_taken_in_and_moved_and_the_others_left()
    {
        Put("holidays.csv", "day,kind\n2025-10-01,放假\n2025-10-11,调休上班\n", settled: true);
        Put("broken.csv", "nothing,known\n1,2\n", settled: true);
        Put("on-its-way.csv", "day,kind\n2025-05-01,放假\n", settled: false);
        Put("half.csv.part", "day,kind\n2025-05-02,放假\n", settled: true);

        var report = await new InboxScanner(database.Store, TimeProvider.System).ScanAsync(null, default);

        report.Should().BeEquivalentTo(new { Files = 2, Refused = 1, Loaded = 2L, Unchanged = 0L, Quarantined = 0L });
        Directory.EnumerateFiles(_inbox).Select(Path.GetFileName).Should().BeEquivalentTo("on-its-way.csv", "half.csv.part");
        Names(database.Store.Directory.Done).Should().Contain("holidays.csv");
        Names(database.Store.Directory.Refused).Should().Contain("broken.csv");
        await using var count = database.App.CreateCommand("select count(*) from record.holiday where day >= date '2025-01-01'");
        (await count.ExecuteScalarAsync()).Should().Be(2L);
    }

    [Fact]
    public async Task What_came_before_is_counted_as_unchanged_so_that_the_sum_closes()
    {
        const string Text = "day,kind\n2024-10-01,放假\n2024-10-12,调休上班\n";
        Put("first.csv", Text, settled: true);
        await new InboxScanner(database.Store, TimeProvider.System).ScanAsync(null, default);
        Put("second.csv", Text + "2024-10-02,放假\nnot-a-day,放假\n", settled: true);

        var report = await new InboxScanner(database.Store, TimeProvider.System).ScanAsync(null, default);

        report.Should().BeEquivalentTo(new { Rows = 4L, Loaded = 1L, Updated = 0L, Unchanged = 2L, Quarantined = 1L });
    }

    private static IEnumerable<string?> Names(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName);

    private void Put(string name, string text, bool settled)
    {
        var path = Path.Combine(_inbox, name);
        File.WriteAllText(path, text);
        if (settled)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        }
    }
}

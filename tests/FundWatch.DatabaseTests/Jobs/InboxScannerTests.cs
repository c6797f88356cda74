using FundWatch.Data.Ingest;
using FundWatch.Jobs;
using FundWatch.Testing;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task A_file_that_the_store_breaks_off_each_time_holds_up_none_behind_it_and_is_told_of()
    {
        // What a defect of ours would look like: this very file meets an error of the store, however often it is tried.
        await ExecuteAsync("""
            create function public.break_off() returns trigger language plpgsql as $$ begin raise unique_violation using message = 'twice the same key'; end $$;
            create trigger break_off before insert on ingest.batch for each row when (new.file_name = 'a-broken-off.csv') execute function public.break_off()
            """);
        Put("a-broken-off.csv", "day,kind\n2023-10-01,放假\n", settled: true);
        Put("behind-it.csv", "day,kind\n2023-10-02,放假\n", settled: true);
        await using var services = new ServiceCollection().AddSingleton(database.Store).AddLogging().AddFundWatchJobs().BuildServiceProvider();

        JobOutcome outcome;
        try
        {
            outcome = await services.GetRequiredService<JobRunner>().RunAsync("scan-inbox", "broken-off", "tester", null, default);
        }
        finally
        {
            await ExecuteAsync("drop trigger break_off on ingest.batch");
        }

        outcome.Status.Should().Be("failed");
        outcome.Counts["files_interrupted"].Should().Be(1);
        outcome.Next.Should().Contain("score", "the rows of the others are there");
        outcome.Notes.Should().ContainSingle(n => n.En.StartsWith("a-broken-off.csv") && n.En.Contains("twice the same key"));
        Directory.EnumerateFiles(_inbox).Select(Path.GetFileName).Should().Contain("a-broken-off.csv").And.NotContain("behind-it.csv");
        await using var run = database.App.CreateCommand("select status || ' ' || split_part(error, ' ', 1) from job.run where request = 'broken-off'");
        (await run.ExecuteScalarAsync()).Should().Be("failed a-broken-off.csv");

        (await new InboxScanner(database.Store, TimeProvider.System).ScanAsync(null, default)).Should().BeEquivalentTo(new { Loaded = 1L, Refused = 0 }, "it is tried again");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
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

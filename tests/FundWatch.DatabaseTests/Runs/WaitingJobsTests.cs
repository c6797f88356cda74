using FundWatch.Data.Ingest;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;
using FundWatch.Testing;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace FundWatch.DatabaseTests.Runs;

/// <summary>What several jobs ask for, one after the other, while nobody has come to it yet.</summary>
public sealed class WaitingJobsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_job_is_asked_for_once_however_many_jobs_ask_and_again_where_the_one_that_waits_may_miss_what_they_wrote()
    {
        await QueueTables.InstallAsync(database.Store, default);
        await using var services = new ServiceCollection().AddSingleton(database.Store).AddLogging().AddFundWatchJobs().BuildServiceProvider();
        var entry = ActivatorUtilities.CreateInstance<HangfireEntry>(services);
        services.GetRequiredService<IBackgroundJobClient>().Enqueue<HangfireEntry>(e => e.RunAsync("find-names", null, "schedule", null, CancellationToken.None));

        var file = Path.Combine(Directory.CreateTempSubdirectory("fundwatch-waiting-").FullName, "a.csv");
        await File.WriteAllTextAsync(file, "use_id,application_id,used_on,amount\nU1,A1,2025-03-01,100\n");
        await new IngestService(database.Store, TimeProvider.System).IngestAsync(new IngestRequest([file]), null, default);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        // Its row was never scored: each scan asks for names and scoring.
        await entry.RunAsync("scan-inbox", "first", "test", null, default);
        (await WaitingAsync()).Should().Be((2, 1), "the schedule's own is let go behind a run that is under way");
        await entry.RunAsync("scan-inbox", "second", "test", null, default);
        await entry.RunAsync("scan-inbox", "third", "test", null, default);
        (await WaitingAsync()).Should().Be((2, 1));

        await using (var begun = database.Owner.CreateCommand("insert into job.run (job, request, attempt, status, started_by, worker) values ('find-names', 'first>find-names', 1, 'running', 'scan-inbox', 'killed')"))
        {
            await begun.ExecuteNonQueryAsync();
        }

        await entry.RunAsync("scan-inbox", "fourth", "test", null, default);
        (await WaitingAsync()).Should().Be((3, 1), "one that began once may be found done");
    }

    private async Task<(long Names, long Scoring)> WaitingAsync()
    {
        await using var count = database.Owner.CreateCommand("select count(*) filter (where arguments::text like '%find-names%'), count(*) filter (where arguments::text like '%score%') from hangfire.job");
        await using var reader = await count.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}

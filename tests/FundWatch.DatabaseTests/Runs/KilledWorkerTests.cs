using System.Diagnostics;
using FundWatch.Data.Runs;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;
using FundWatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FundWatch.DatabaseTests.Runs;

/// <summary>Real worker processes on a real queue; one is killed with SIGKILL in the middle of a job.</summary>
public sealed class KilledWorkerTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly List<Process> _workers = [];
    private readonly RunStore _runs = new(database.Store);

    [Fact]
    public async Task A_job_whose_worker_is_killed_is_finished_once_by_the_next_worker()
    {
        await QueueTables.InstallAsync(database.Store, default);
        await using (var seed = database.App.CreateCommand("insert into review.trail (event, actor, at) values ('export', 'test', now())"))
        {
            await seed.ExecuteNonQueryAsync(); // something to anchor
        }

        // The job verifies, then anchors: a lock on the anchors keeps it in the middle for as long as we like.
        await using var blocker = await database.Owner.OpenConnectionAsync();
        await using var held = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table review.anchor in access exclusive mode", blocker, held))
        {
            await hold.ExecuteNonQueryAsync();
        }

        Client().Enqueue("verify-trail", "test");
        var first = StartWorker();
        await Eventually.HappensAsync(async () => (await OfJobAsync()) is [{ Status: "running" }]);
        first.Kill();
        await first.WaitForExitAsync();

        StartWorker();
        await Eventually.HappensAsync(async () => (await OfJobAsync()) is [{ Status: "running", Attempt: 2 }, { Status: "abandoned" }]);
        await held.RollbackAsync();
        await Eventually.HappensAsync(async () => (await OfJobAsync()).Any(run => run.Status == "done"));

        var runs = await OfJobAsync();
        runs.Select(run => (run.Status, run.Attempt)).Should().Equal(("done", 2), ("abandoned", 1));
        runs.Select(run => run.Request).Distinct().Should().ContainSingle("it is one wish");
        runs[0].Worker.Should().NotBe(runs[1].Worker);
        await using var anchors = database.Owner.CreateCommand("select count(*) from review.anchor");
        (await anchors.ExecuteScalarAsync()).Should().Be(1L);
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            if (!worker.HasExited)
            {
                worker.Kill();
            }

            worker.Dispose();
        }
    }

    private JobClient Client()
    {
        var services = new ServiceCollection().AddSingleton(database.Store).AddLogging().AddFundWatchJobs().BuildServiceProvider();
        return services.GetRequiredService<JobClient>();
    }

    private Process StartWorker()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fundwatch.dll"), "work", "--workers", "1",
            "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString]);
        var worker = Process.Start(start)!;
        _workers.Add(worker);
        return worker;
    }

    private async Task<IReadOnlyList<RunRow>> OfJobAsync() => [.. (await _runs.LatestAsync(50, default)).Where(run => run.Job == "verify-trail")];
}

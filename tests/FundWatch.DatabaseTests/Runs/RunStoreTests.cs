using FundWatch.Data.Runs;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Runs;

public class RunStoreTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly string _job = "job-" + Guid.NewGuid().ToString("N");
    private readonly RunStore _store = new(database.Store);

    [Fact]
    public async Task One_job_runs_once_at_a_time()
    {
        await using var first = await StartAsync("a");

        (await _store.BeginAsync(_job, "b", "test", default)).Should().BeOfType<RunStart.Busy>();
        await first.FinishAsync(RunEnd.Done, null);
        await first.DisposeAsync();

        await using var second = await StartAsync("b");
        second.RunId.Should().BeGreaterThan(first.RunId);
    }

    [Fact]
    public async Task Different_jobs_do_not_wait_for_each_other()
    {
        await using var first = await StartAsync("a");
        var other = (await _store.BeginAsync(_job + "-other", _job + "-b", "test", default)).Should().BeOfType<RunStart.Started>().Which.Lease;
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_of_one_work_do_it_in_turn_and_say_whether_it_is_they_or_another_that_is_at_it()
    {
        var first = (await _store.BeginAsync(_job, $"{_job}-a", "test", default, work: _job)).Should().BeOfType<RunStart.Started>().Which.Lease;
        (await _store.BeginAsync(_job, $"{_job}-b", "test", default, work: _job)).Should().Be(new RunStart.Busy(ByAnother: false));
        (await _store.BeginAsync(_job + "-full", $"{_job}-c", "test", default, work: _job)).Should().Be(new RunStart.Busy(ByAnother: true));
        await first.FinishAsync(RunEnd.Done, null);
        await first.DisposeAsync();

        await using var second = (await _store.BeginAsync(_job + "-full", $"{_job}-c", "test", default, work: _job)).Should().BeOfType<RunStart.Started>().Which.Lease;
        (await OfJobAsync()).Should().ContainSingle("a wish that waits is no attempt");
    }

    [Fact]
    public async Task A_request_that_is_done_is_not_done_again()
    {
        await using (var run = await StartAsync("a"))
        {
            await run.FinishAsync(RunEnd.Done, null);
        }

        (await _store.BeginAsync(_job, $"{_job}-a", "test", default)).Should().BeOfType<RunStart.AlreadyFinished>();
    }

    [Fact]
    public async Task A_run_whose_session_died_is_seen_marked_abandoned_and_taken_over()
    {
        var first = await StartAsync("a");
        (await KilledAsync()).Should().BeEmpty("its session lives");

        await KillSessionsAsync();
        await WaitForAsync(() => first.Lost.IsCancellationRequested);
        (await KilledAsync()).Should().ContainSingle().Which.RunId.Should().Be(first.RunId);

        await using var second = await StartAsync("a");
        await first.Invoking(run => run.FinishAsync(RunEnd.Done, null)).Should().ThrowAsync<Exception>("its session is gone");
        await second.FinishAsync(RunEnd.Done, null);

        var runs = await OfJobAsync();
        runs.Select(run => (run.Status, run.Attempt)).Should().Equal(("done", 2), ("abandoned", 1));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_request_that_keeps_killing_its_worker_is_given_up()
    {
        for (var attempt = 0; attempt < RunStore.MaxAttempts; attempt++)
        {
            await using var run = await StartAsync("a");
            await run.FinishAsync(RunEnd.Abandoned, "stopped half-way");
        }

        (await _store.BeginAsync(_job, $"{_job}-a", "test", default)).Should().BeOfType<RunStart.GivenUp>().Which.Attempts.Should().Be(RunStore.MaxAttempts);
    }

    [Fact]
    public async Task A_run_taken_over_takes_no_more_writes()
    {
        await using var run = await StartAsync("a");
        await using (var steal = database.Owner.CreateCommand("update job.run set status = 'abandoned' where run_id = " + run.RunId))
        {
            await steal.ExecuteNonQueryAsync();
        }

        (await run.FinishAsync(RunEnd.Done, null)).Should().BeFalse();
        (await OfJobAsync()).Single().Status.Should().Be("abandoned");
    }

    [Fact]
    public async Task Progress_stage_and_counts_are_written_and_read_back()
    {
        await using (var run = await StartAsync("a"))
        {
            run.Report(0.5, "第二步");
            run.Count("rows_loaded", 12);
            await run.FinishAsync(RunEnd.Failed, "the disk is full", "磁盘已满");
        }

        var row = (await OfJobAsync()).Single();
        row.Should().BeEquivalentTo(new { Status = "failed", Progress = 0.5, Stage = "第二步", Error = "the disk is full", ErrorZh = "磁盘已满", StartedBy = "test" });
        row.Counts.Should().Equal(new Dictionary<string, long> { ["rows_loaded"] = 12 });
    }

    private async Task<RunLease> StartAsync(string request) =>
        (await _store.BeginAsync(_job, $"{_job}-{request}", "test", default)).Should().BeOfType<RunStart.Started>().Which.Lease;

    private async Task<IReadOnlyList<RunRow>> OfJobAsync() => [.. (await _store.LatestAsync(1000, default)).Where(run => run.Job == _job)];

    private async Task<IReadOnlyList<RunRow>> KilledAsync() => [.. (await _store.KilledAsync(default)).Where(run => run.Job == _job)];

    private async Task KillSessionsAsync()
    {
        await using var kill = database.Owner.CreateCommand("""
            select pg_terminate_backend(l.pid) from pg_locks l
            where l.locktype = 'advisory' and l.objid = hashtext($1)::bit(32)::bigint::oid and l.database = (select oid from pg_database where datname = current_database())
            """);
        kill.Parameters.Add(new() { Value = _job });
        await kill.ExecuteNonQueryAsync();
    }

    private static async Task WaitForAsync(Func<bool> happened)
    {
        for (var i = 0; i < 600 && !happened(); i++)
        {
            await Task.Delay(50);
        }

        happened().Should().BeTrue();
    }
}

using System.Collections.Concurrent;
using FundWatch.Data.Runs;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;
using FundWatch.Testing;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Runs;

/// <summary>A real job server in this process, over a store that fails it for a while.</summary>
public sealed class JobServerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_store_that_does_not_answer_for_a_while_does_not_end_the_server()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var heard = new Heard();
        using var host = await StartAsync(clock, heard);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        await ExecuteAsync("alter table job.run rename to run_away");
        await Eventually.HappensAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(stopping.IsCancellationRequested || heard.Warnings.Any(text => text.Contains("Could not look for runs")));
        });
        await ExecuteAsync("alter table job.run_away rename to run");

        stopping.IsCancellationRequested.Should().BeFalse();
        await ItTakesJobsAsync(host, "after");
        await host.StopAsync();
    }

    [Fact]
    public async Task Another_host_that_ends_in_the_same_process_does_not_end_it()
    {
        using var host = await StartAsync(TimeProvider.System, new Heard());
        await ItTakesJobsAsync(host, "before");
        await using (var other = new ServiceCollection().AddSingleton(database.Store).AddLogging().AddFundWatchJobs().BuildServiceProvider())
        {
            other.GetRequiredService<JobClient>().Enqueue("verify-trail", "other"); // Hangfire's log is that one's now
        }

        await ItTakesJobsAsync(host, "after");
        await host.StopAsync();
    }

    [Fact]
    public async Task Scoring_that_must_wait_for_another_waits_in_the_queue_and_holds_up_no_other_job()
    {
        using var host = await StartAsync(TimeProvider.System, new Heard());
        var jobs = host.Services.GetRequiredService<IBackgroundJobClient>();
        var runs = host.Services.GetRequiredService<RunStore>();
        await using (var other = await database.App.OpenConnectionAsync())
        {
            await using var atWork = new NpgsqlCommand("select pg_advisory_lock(hashtext('fundwatch.score'), 0)", other);
            await atWork.ExecuteNonQueryAsync();
            jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync("score", null, "scan-inbox", null, CancellationToken.None));
            jobs.Enqueue<HangfireEntry>(entry => entry.RunAsync("full-score", null, "schedule", null, CancellationToken.None));
            await ItTakesJobsAsync(host, "while others score"); // by the one worker there is
            await using var over = new NpgsqlCommand("select pg_advisory_unlock(hashtext('fundwatch.score'), 0)", other);
            await over.ExecuteNonQueryAsync();
        }

        await Eventually.HappensAsync(async () => (await runs.LatestAsync(50, default)).Any(run => run is { Job: "full-score", Status: "done" or "failed" }));
        (await runs.LatestAsync(50, default)).Should().NotContain(run => run.Job == "score", "the scan of the inbox asks again where anything is to be scored");
        await host.StopAsync();
    }

    private async Task<IHost> StartAsync(TimeProvider clock, Heard heard)
    {
        await QueueTables.InstallAsync(database.Store, default);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(heard);
        builder.Services.AddSingleton(database.Store).AddSingleton(clock).AddFundWatchJobs().AddFundWatchJobServer(workers: 1);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task ItTakesJobsAsync(IHost host, string by)
    {
        host.Services.GetRequiredService<JobClient>().Enqueue("verify-trail", by);
        var runs = host.Services.GetRequiredService<RunStore>();
        await Eventually.HappensAsync(async () => (await runs.LatestAsync(50, default)).Any(run => run is { Job: "verify-trail", Status: "done" } && run.StartedBy == by));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Heard : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Warnings { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Warnings.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}

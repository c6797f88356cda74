using System.Diagnostics;
using System.Text;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Postgres;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace FundWatch.DatabaseTests.Runs;

public sealed class KilledLoadTests : IngestTest
{
    private const int Rows = 180_000;

    [Fact]
    public async Task A_sent_file_whose_worker_is_killed_in_the_middle_is_loaded_by_the_next_without_loss_or_double()
    {
        await QueueTables.InstallAsync(Database.Store, default);
        var files = new SentFileStore(Database.Store, TimeProvider.System);
        var id = await SendAsync(Database.Store, files);
        await using var services = new ServiceCollection().AddSingleton(Database.Store).AddLogging().AddFundWatchJobs().BuildServiceProvider();
        services.GetRequiredService<JobClient>().Enqueue(SentFile.JobOf(id), "test");

        using (var first = StartWorker())
        {
            await WaitForAsync(async () => await ScalarAsync<long>("select coalesce(max(committed_rows), 0) from ingest.batch") > 0 || first.HasExited);
            first.Kill();
            await first.WaitForExitAsync();
        }

        (await files.FindAsync(id))!.Status.Should().Be(SentStatus.Loading);
        using var second = StartWorker();
        try
        {
            await WaitForAsync(async () => (await files.FindAsync(id))!.Status == SentStatus.Done);
        }
        finally
        {
            second.Kill();
            await second.WaitForExitAsync();
        }

        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(Rows - Rows / 1_000);
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row")).Should().Be(Rows / 1_000);
        (await ScalarAsync<long>("select count(*) from history.canteen_payment")).Should().Be(0);
        (await files.FindAsync(id))!.Report!.Totals.Rows.Should().Be(Rows);
    }

    private static async Task<long> SendAsync(FundWatchDatabase store, SentFileStore files)
    {
        await using var incoming = new UploadFolder(store.Directory).Begin("big.csv");
        await incoming.Content.WriteAsync(Encoding.UTF8.GetBytes(Payments(Rows, i => i % 1_000 == 7 ? "1.2.3" : "5")));
        await incoming.CompleteAsync();
        return await files.AddAsync(new NewSentFile("big.csv", incoming.Path, 1, "bank", null, null, null, "page", "wang"), default);
    }

    private Process StartWorker() => Process.Start(new ProcessStartInfo("dotnet",
        [Path.Combine(AppContext.BaseDirectory, "fundwatch.dll"), "work", "--workers", "1", "--data-dir", Database.Store.Directory.Root, "--connection", Database.ConnectionString]))!;

    private static async Task WaitForAsync(Func<Task<bool>> happened)
    {
        for (var i = 0; i < 3600; i++)
        {
            if (await happened())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not happen within three minutes.");
    }
}

using System.Diagnostics;
using FundWatch.Core;
using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class ResumeTests : IngestTest
{
    private const int Rows = 180_000;

    [Fact]
    public async Task A_load_stopped_between_chunks_carries_on_without_loss_or_double()
    {
        var file = Write("big.csv", Payments(Rows, i => i % 1_000 == 7 ? "1.2.3" : "5"));
        using var stop = new CancellationTokenSource();
        var run = () => Loader.IngestAsync(new IngestRequest([file]), new AtOnce<IngestProgress>(p => { if (p.Rows > 0) { stop.Cancel(); } }), stop.Token);
        await run.Should().ThrowAsync<OperationCanceledException>();
        var committed = await ScalarAsync<long>("select committed_rows from ingest.batch");
        committed.Should().BeInRange(1, Rows - 1);

        await FinishAndCheckAsync(file);
    }

    [SkippableFact]
    public async Task A_load_killed_with_kill_9_carries_on_without_loss_or_double()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "fundwatch.dll");
        Skip.IfNot(File.Exists(program), "the program is not beside the tests");
        var file = Write("big.csv", Payments(Rows, i => i % 1_000 == 7 ? "1.2.3" : "5"));
        using (var child = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", program, "ingest", file, "--json", "--data-dir", Database.Store.Directory.Root, "--connection", Database.ConnectionString]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            // Read, or a child with much to say would wait for a reader.
            var said = Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
            while (!child.HasExited && await ScalarAsync<long>("select coalesce(max(committed_rows), 0) from ingest.batch") == 0)
            {
                await Task.Delay(20);
            }

            child.Kill();
            await child.WaitForExitAsync();
            await said;
        }

        await FinishAndCheckAsync(file);
    }

    private async Task FinishAndCheckAsync(string file)
    {
        var report = await IngestAsync(file);
        SumIsRight(report);
        report.Totals.Rows.Should().Be(Rows);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(Rows - Rows / 1_000);
        (await ScalarAsync<long>("select count(distinct payment_id) from record.canteen_payment")).Should().Be(Rows - Rows / 1_000);
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row")).Should().Be(Rows / 1_000);
        (await ScalarAsync<long>("select count(*) from history.canteen_payment")).Should().Be(0);
        (await ScalarAsync<string>("select status from ingest.batch")).Should().Be("done");
    }
}

using FundWatch.Data.Ingest.Sent;
using Npgsql;

namespace FundWatch.DatabaseTests.Ingest.Sent;

/// <summary>A file that is loaded again and comes to nothing is not told of as if it had.</summary>
public sealed class LoadedAgainTests : IngestTest
{
    private SentFileStore Files => new(Database.Store, TimeProvider.System);

    private async Task<long> SendAsync(string name, string text)
    {
        await using var file = new UploadFolder(Database.Store.Directory).Begin(name);
        await file.Content.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        await file.CompleteAsync();
        return await Files.AddAsync(new NewSentFile(file.Name, file.Path, 1, "bank", null, null, null, "page", "wang"), default);
    }

    private Task<SentFile?> LoadAsync(long id) => new SentFileLoad(Database.Store, TimeProvider.System).RunAsync(id, null, default);

    [Fact]
    public async Task A_load_again_that_fails_does_not_give_the_old_figures_as_its_own()
    {
        var id = await SendAsync("a.csv", Payments(20));
        (await LoadAsync(id))!.Status.Should().Be("done");
        (await Files.AskAnewAsync(id, null, null, null)).Should().BeTrue();
        await ExecuteAsync("update ingest.sent_file set attempts = 5");
        await LoadAsync(id);
        var f = (await Files.FindAsync(id))!;
        (f.Status, f.Error?.Code).Should().Be(("failed", "given_up"));
        (f.ReportIsEarlier, f.Report!.Totals.Loaded).Should().Be((true, 20L), "that is what the load before came to");
        (await Files.AskAnewAsync(id, null, null, null)).Should().BeTrue();
        (await Files.CancelAsync(id, "wang")).Should().Be("failed", "it had not begun, and is what it was");
        (await Files.FindAsync(id))!.ReportIsEarlier.Should().BeTrue();
    }

    [Fact]
    public async Task A_load_again_that_is_stopped_before_it_wrote_leaves_the_file_as_it_was()
    {
        var id = await SendAsync("a.csv", Payments(20, i => i < 19 ? "x" : "5"));
        (await LoadAsync(id))!.Status.Should().Be("done");
        (await Files.AskAnewAsync(id, null, null, null)).Should().BeTrue();
        await using var other = await Database.App.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('ingest:' || source_id || ':canteen_payment', 0)) from ingest.source where name = 'bank'", other);
        await hold.ExecuteNonQueryAsync();
        var load = LoadAsync(id);
        await Task.Delay(2000);
        await Files.CancelAsync(id, "wang");
        await load.WaitAsync(TimeSpan.FromSeconds(60));
        var f = (await Files.FindAsync(id))!;
        (await ScalarAsync<string>("select string_agg(status, ',') from ingest.batch")).Should().Be("done", "so nothing later waits to be judged");
        (f.Status, f.Report!.Totals.Rows, f.ReportIsEarlier, f.CancelAsked).Should().Be(("done", 20L, false, false));
    }
}

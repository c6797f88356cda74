using FundWatch.Data.Files;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Loads whose file has no hash yet: which file a batch is of must be known before any row of it is in.</summary>
public sealed class UnidentifiedLoadTests : IngestTest
{
    private const int Rows = 120_000;
    private readonly TaskCompletionSource<FileContents> _contents = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_committed_before_the_hash_is_known(bool isFirst)
    {
        await BeforeAsync(isFirst);
        var (file, known) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, default);
        await UntilRowsWaitAsync();
        (await ScalarAsync<string>(State)).Should().Be(" loading 0", "of the rows nothing is in yet");

        _contents.SetResult(known);
        var report = await load;
        (report.Loaded + report.Unchanged, report.Status).Should().Be((Rows, FileReport.Done));
        (await ScalarAsync<string>(State)).Should().Be($"{known.Sha256} done {Rows}");
        (await IngestAsync(file.Path)).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_load_that_ended_before_is_taken_over_by_the_next_of_any_file(bool isFirst)
    {
        await BeforeAsync(isFirst);
        using var stop = new CancellationTokenSource();
        var (file, _) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, stop.Token);
        await UntilRowsWaitAsync();
        await stop.CancelAsync();
        _contents.SetCanceled();
        await load.Awaiting(l => l).Should().ThrowAsync<OperationCanceledException>();
        (await ScalarAsync<string>(State)).Should().Be(" loading 0");
        var left = await ScalarAsync<long>("select max(batch_id) from ingest.batch");

        var other = (await IngestAsync(Write("b.csv", Payments(Rows + 5, amount: i => i == 7 ? "1.2.3" : "9")))).Files.Single();
        (other.BatchId, other.Loaded + other.Updated, other.Quarantined).Should().Be((left, Rows + 4, 1));
        (await ScalarAsync<string>("select file_name || ' ' || status || ' ' || committed_rows || ' ' || (sha256 <> '') from ingest.batch order by batch_id desc limit 1")).Should().Be($"b.csv done {Rows + 5} true");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(Rows + (isFirst ? 4 : 5), "the refused row was there before");
        (await IngestAsync(file.Path)).Files.Single().Should().Match<FileReport>(f => f.Status == FileReport.Done && f.BatchId != left && f.Updated + f.Loaded + f.Unchanged == Rows);
    }

    [Fact]
    public async Task A_file_that_turns_out_to_be_unreadable_is_refused_and_leaves_nothing()
    {
        var (file, _) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, default);
        await UntilRowsWaitAsync();
        _contents.SetException(new FileRefused("unreadable_file", "读不到", "cannot be read"));
        (await load.Awaiting(l => l).Should().ThrowAsync<FileRefused>()).Which.Code.Should().Be("unreadable_file");
        (await ScalarAsync<string>(State)).Should().Be(" failed 0");
        (await ScalarAsync<string>("select error from ingest.batch")).Should().Be("unreadable_file: cannot be read");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
        (await ScalarAsync<long>("select count(*) from pg_class where relnamespace = 'loading'::regnamespace")).Should().Be(0);
        (await IngestAsync(file.Path)).Totals.Loaded.Should().Be(Rows);
    }

    [Fact]
    public async Task A_batch_of_the_same_size_is_another_file_until_the_hash_says_otherwise()
    {
        var first = Payments(Rows);
        await IngestAsync(Write("a.csv", first));
        var (file, known) = Unidentified("b.csv", first.Replace("张5,", "张6,"));
        new FileInfo(file.Path).Length.Should().Be(new FileInfo(Path.Combine(Folder, "a.csv")).Length);
        var load = LoadAsync(file, default);
        await Task.Delay(300);
        (await ScalarAsync<long>("select count(*) from ingest.batch")).Should().Be(1, "it may be the same");
        _contents.SetResult(known);
        (await load).Updated.Should().BeGreaterThan(1_000);
    }

    private const string State = "select sha256 || ' ' || status || ' ' || committed_rows from ingest.batch order by batch_id desc limit 1";

    private Task BeforeAsync(bool isFirst) => isFirst ? Task.CompletedTask : IngestAsync(Write("before.csv", Payments(Rows - 10)));

    private (SourceFile File, FileContents Known) Unidentified(string name, string text)
    {
        var known = SourceFile.Probe(Write(name, text));
        return (known with { Contents = _contents.Task }, known.Contents.Result);
    }

    private async Task<FileReport> LoadAsync(SourceFile file, CancellationToken ct)
    {
        var found = await new LayoutFinder(new MappingStore(Database.Store, TimeProvider.System), "default").FindAsync(file, null, null, null, ct);
        return await new FileLoad(Database.Store, TimeProvider.System, new WorkFolder(Folder), "default", dryRun: false).RunAsync(file, found.Layout, null, null, 0, ct);
    }

    // Until a writer has done all it may.
    private async Task UntilRowsWaitAsync()
    {
        for (var i = 0; i < 300; i++)
        {
            if (await ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'") >= 2)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("No rows came.");
    }
}

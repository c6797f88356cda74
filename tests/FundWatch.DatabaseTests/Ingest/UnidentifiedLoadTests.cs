using FundWatch.Core;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Loads whose file has no hash yet: which file a batch is of must be known before anything is written.</summary>
public sealed class UnidentifiedLoadTests : IngestTest
{
    private const int Rows = 120_000;
    private readonly TaskCompletionSource<FileContents> _contents = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_written_before_the_hash_is_known(bool isFirst)
    {
        await BeforeAsync(isFirst);
        var (file, known) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, default);
        await UntilItWaitsAsync();
        (await ScalarAsync<string>(State)).Should().Be(" loading 0", "of the rows nothing is in yet");
        (await ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'")).Should().Be(0, "no table is held meanwhile");

        _contents.SetResult(known);
        var report = await load;
        (report.Loaded + report.Unchanged, report.Status).Should().Be((Rows, FileReport.Done));
        (await ScalarAsync<string>(State)).Should().Be($"{known.Sha256} done {Rows}");
        (await IngestAsync(file.Path)).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_load_that_ended_before_left_nothing_and_says_so_once_the_next_begins(bool isFirst)
    {
        await BeforeAsync(isFirst);
        using var stop = new CancellationTokenSource();
        var (file, _) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, stop.Token);
        await UntilItWaitsAsync();
        await stop.CancelAsync();
        await load.Awaiting(l => l).Should().ThrowAsync<OperationCanceledException>("it does not wait for the hash, which never comes");
        (await ScalarAsync<string>(State)).Should().Be(" loading 0");
        var left = await ScalarAsync<long>("select max(batch_id) from ingest.batch");

        var other = (await IngestAsync(Write("b.csv", Payments(Rows + 5, amount: i => i == 7 ? "1.2.3" : "9")))).Files.Single();
        (other.Loaded + other.Updated, other.Quarantined).Should().Be((Rows + 4, 1));
        (await ScalarAsync<string>(State)).Should().EndWith($" done {Rows + 5}");
        (await ScalarAsync<string>($"select status || ' ' || error || error_zh from ingest.batch where batch_id = {left}")).Should().StartWith("failed stopped: ").And.Contain("请重新导入");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(Rows + (isFirst ? 4 : 5), "the refused row was there before");
        (await IngestAsync(file.Path)).Files.Single().Should().Match<FileReport>(f => f.Status == FileReport.Done && f.Updated + f.Loaded + f.Unchanged == Rows);
    }

    [Fact]
    public async Task A_load_whose_lock_was_lost_does_not_give_its_hash_to_another()
    {
        var (file, known) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, default);
        await UntilItWaitsAsync();
        await Database.LoseLocksAsync();
        var other = (await IngestAsync(Write("b.csv", Payments(Rows + 5)))).Files.Single();
        _contents.SetResult(known);

        await load.Awaiting(l => l).Should().ThrowAsync<Exception>();
        other.Loaded.Should().Be(Rows + 5);
        (await ScalarAsync<string>("select string_agg(status || ' ' || file_name || ' ' || (sha256 <> ''), ', ' order by batch_id) from ingest.batch")).Should().Be("failed a.csv false, done b.csv true");
        (await IngestAsync(file.Path)).Totals.Unchanged.Should().Be(Rows, "it was never loaded");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void A_file_that_changes_while_it_is_hashed_is_refused(int bytes)
    {
        var path = Write("a.csv", Payments(50));
        var size = new FileInfo(path).Length;
        var hash = () => SourceFile.Hash(path, size + bytes, default);
        hash.Should().Throw<FileRefused>().Which.Code.Should().Be("changed_file");
        SourceFile.Hash(path, size, default).Sha256.Should().Be(SourceFile.Probe(path).Sha256);
        File.Delete(path);
        hash.Should().Throw<FileRefused>().Which.Code.Should().Be("unreadable_file");
    }

    [Fact]
    public async Task A_large_file_that_is_written_to_while_its_rows_are_read_is_not_taken_for_what_its_hash_says()
    {
        var (file, known) = Unidentified("a.csv", Payments(Rows));
        file = file with { WrittenAt = File.GetLastWriteTimeUtc(file.Path) };
        var load = LoadAsync(file, default);
        await UntilItWaitsAsync();
        File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddSeconds(1));
        _contents.SetResult(known);

        (await load.Awaiting(l => l).Should().ThrowAsync<FileRefused>()).Which.Code.Should().Be("changed_file");
        (await ScalarAsync<string>(State)).Should().Be($"{known.Sha256} failed {Rows}", "what is in stays, and the file is not done");
        (await IngestAsync(file.Path)).Files.Single().Should().Match<FileReport>(f => f.Status == FileReport.Done && f.Unchanged == Rows);
    }

    [Fact]
    public async Task A_load_whose_lock_was_lost_writes_nothing_more_once_another_carries_it_on()
    {
        var file = Write("a.csv", Payments(2 * Rows));
        var isCarriedOn = false;
        var load = () => Loader.IngestAsync(new IngestRequest([file]), new AtOnce<IngestProgress>(p =>
        {
            if (p.Rows > 0 && !isCarriedOn)
            {
                isCarriedOn = true;
                ExecuteAsync("update ingest.batch set committed_rows = committed_rows + 1").GetAwaiter().GetResult(); // as another process' chunk does
            }
        }), default);

        (await load.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*another process carries it on*");
        (await ScalarAsync<long>("select rows from ingest.batch")).Should().BeLessThan(2 * Rows);
    }

    [Fact]
    public async Task A_dry_run_does_not_wait_for_a_hash()
    {
        var (file, _) = Unidentified("a.csv", Payments(Rows));
        (await LoadAsync(file, default, dryRun: true)).Loaded.Should().Be(Rows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_that_breaks_off_is_refused_once_whether_its_hash_comes_or_not(bool comes)
    {
        var (file, known) = Unidentified("a.json", "[" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $$"""{"payment_id": "P{{i}}", "canteen_code": "C1", "paid_at": "2025-03-01 12:00:00", "amount": 5},""")));
        var load = LoadAsync(file, default);
        await UntilItWaitsAsync();
        if (comes)
        {
            _contents.SetResult(known);
        }
        else
        {
            _contents.SetException(new FileRefused("unreadable_file", "读不到", "cannot be read"));
        }

        await load.Awaiting(l => l).Should().ThrowAsync<FileRefused>();
        (await ScalarAsync<string>(State)).Should().Be($"{(comes ? known.Sha256 : "")} failed 0");
        if (comes)
        {
            (await IngestAsync(file.Path)).Totals.Failed.Should().Be(1);
        }
    }

    [Fact]
    public async Task A_file_that_turns_out_to_be_unreadable_is_refused_and_leaves_nothing()
    {
        var (file, _) = Unidentified("a.csv", Payments(Rows));
        var load = LoadAsync(file, default);
        await UntilItWaitsAsync();
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
        await Task.Delay(1_000);
        load.IsCompleted.Should().BeFalse();
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

    private async Task<FileReport> LoadAsync(SourceFile file, CancellationToken ct, bool dryRun = false)
    {
        var found = await new LayoutFinder(new MappingStore(Database.Store, TimeProvider.System), "default").FindAsync(file, null, null, null, ct);
        return await new FileLoad(Database.Store, TimeProvider.System, new WorkFolder(Folder), "default", dryRun).RunAsync(file, found.Layout, null, null, 0, ct);
    }

    // Until its batch is there, and time enough to do what it must not.
    private async Task UntilItWaitsAsync()
    {
        for (var i = 0; i < 300; i++)
        {
            if (await ScalarAsync<long>("select count(*) from ingest.batch where sha256 = ''") == 1)
            {
                await Task.Delay(500);
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not begin.");
    }
}

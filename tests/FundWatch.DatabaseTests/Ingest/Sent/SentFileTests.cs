using System.IO.Compression;
using System.Text;
using FundWatch.Core;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Ingest.Sent;

public sealed class SentFileTests : IngestTest
{
    private SentFileStore Files => new(Database.Store, TimeProvider.System);

    [Fact]
    public async Task A_sent_file_is_loaded_reported_on_and_moved()
    {
        var id = await SendAsync("pay.csv", Payments(20, i => i == 4 ? "x" : "5"));

        var file = (await LoadAsync(id))!;

        file.Should().BeEquivalentTo(new { Status = SentStatus.Done, Error = (FileError?)null }, o => o.ExcludingMissingMembers());
        file.Report!.Totals.Should().BeEquivalentTo(new { Rows = 20L, Loaded = 19L, Quarantined = 1L }, o => o.ExcludingMissingMembers());
        file.Path.Should().StartWith(Database.Store.Directory.Done);
        File.Exists(file.Path + ".report.txt").Should().BeTrue();
        Uploads().Should().BeEmpty();
        (await LoadAsync(id)).Should().BeNull("a second job for the same file has nothing to do");
    }

    [Fact]
    public async Task Two_files_of_the_same_name_at_once_are_two_files()
    {
        var ids = new[] { await SendAsync("same.csv", Payments(30)), await SendAsync("same.csv", Payments(40)) };

        var files = await Task.WhenAll(ids.Select(LoadAsync));

        files.Should().OnlyContain(f => f!.Status == SentStatus.Done);
        files.Select(f => f!.Path).Should().OnlyHaveUniqueItems().And.OnlyContain(p => File.Exists(p));
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(40);
    }

    [Fact]
    public async Task Only_a_person_at_the_page_brings_an_old_files_rows_back()
    {
        await LoadAsync(await SendAsync("right.csv", Payments(20, _ => "5")));
        await LoadAsync(await SendAsync("wrong.csv", Payments(20, _ => "7")));

        var repeated = (await LoadAsync(await SendAsync("right.csv", Payments(20, _ => "5"), via: "api")))!.Report!.Files.Single();
        repeated.Should().BeEquivalentTo(new { Status = FileReport.AlreadyLoaded, RowsReplaced = true }, o => o.ExcludingMissingMembers(), "a sender that repeats itself puts no old file over a new one");
        (await LoadAsync(await SendAsync("right.csv", Payments(20, _ => "5"))))!.Report!.Totals.Updated.Should().Be(20);
    }

    [Fact]
    public async Task A_load_that_is_cancelled_keeps_what_is_committed_and_carries_on_when_asked()
    {
        const int Rows = 180_000;
        var id = await SendAsync("big.csv", Payments(Rows));
        var stopped = await new SentFileLoad(Database.Store, TimeProvider.System).RunAsync(id, new AtOnce<IngestProgress>(p =>
        {
            if (p.Rows > 0)
            {
                Files.CancelAsync(id, "wang").GetAwaiter().GetResult();
                Thread.Sleep(1500); // longer than it takes to be heard
            }
        }), default);

        stopped!.Status.Should().Be(SentStatus.Cancelled);
        stopped.Report!.Totals.Rows.Should().BeInRange(1, Rows - 1);
        (await LoadAsync(id)).Should().BeNull("cancelled is cancelled until somebody asks");
        (await Files.AskAgainAsync(id, null, null, null)).Should().BeTrue();
        (await LoadAsync(id))!.Report!.Totals.Should().BeEquivalentTo(new { Rows = (long)Rows, Loaded = (long)Rows }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(Rows);
        (await ScalarAsync<long>("select count(*) from ingest.batch")).Should().Be(1);
    }

    [Fact]
    public async Task A_stop_is_heard_also_after_the_store_did_not_answer_once()
    {
        await IngestAsync(new IngestRequest([Write("first.csv", Payments(1))], Source: "bank"));
        await using var other = await Database.App.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('ingest:' || source_id || ':canteen_payment', 0)) from ingest.source where name = 'bank'", other);
        await hold.ExecuteNonQueryAsync();
        var id = await SendAsync("waits.csv", Payments(5));
        var load = LoadAsync(id);
        await Eventually.HappensAsync(() => ScalarAsync<bool>("select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()))"));
        await ExecuteAsync("alter table ingest.sent_file rename to away");
        await Task.Delay(1500); // longer than it takes to look once
        await ExecuteAsync("alter table ingest.away rename to sent_file");

        await Files.CancelAsync(id, "wang");

        (await load.WaitAsync(TimeSpan.FromSeconds(60)))!.Status.Should().Be(SentStatus.Cancelled);
    }

    [Fact]
    public async Task A_file_cancelled_while_it_waits_is_not_loaded()
    {
        var id = await SendAsync("wait.csv", Payments(5));
        (await Files.CancelAsync(id, "wang")).Should().Be(SentStatus.Cancelled);
        (await Files.CancelAsync(id, "wang")).Should().BeNull("there is nothing left to stop");

        (await LoadAsync(id)).Should().BeNull();
        (await ScalarAsync<long>("select count(*) from ingest.batch")).Should().Be(0);
    }

    [Fact]
    public async Task A_refused_file_keeps_its_bytes_and_loads_through_a_mapping_afterwards()
    {
        var id = await SendAsync("odd.csv", "Nr,Day,Sum,To\n1,2/3/2025,15,Ann\n");
        var refused = (await LoadAsync(id))!;
        refused.Status.Should().Be(SentStatus.Refused);
        refused.Error!.Code.Should().Be("unknown_layout");

        await new Data.Ingest.Mappings.MappingStore(Database.Store, TimeProvider.System).SaveAsync("odd", Encoding.UTF8.GetBytes("""
            {"stream": "fund_use", "columns": {"use_id": {"from": "Nr"}, "application_id": {"constant": "A1"}, "used_on": {"from": "Day", "formats": ["d/M/yyyy"]}, "amount": {"from": "Sum"}, "payee_name": {"from": "To"}}}
            """), "x", "wang", default);
        await Files.AskAgainAsync(id, null, "odd", null);

        var loaded = (await LoadAsync(id))!;
        loaded.Status.Should().Be(SentStatus.Done, loaded.Error?.En);
        loaded.Report!.Totals.Loaded.Should().Be(1);
        loaded.Path.Should().StartWith(Database.Store.Directory.Done);
    }

    [Fact]
    public async Task A_file_that_takes_its_worker_down_again_and_again_is_given_up()
    {
        var id = await SendAsync("bomb.csv", Payments(1));
        await ExecuteAsync($"update ingest.sent_file set status = 'loading', attempts = {SentFileStore.MaxAttempts}");

        (await LoadAsync(id)).Should().BeNull();
        (await Files.FindAsync(id))!.Should().BeEquivalentTo(new { Status = SentStatus.Failed, Error = new { Code = "given_up" } }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_kill_between_moving_the_file_and_writing_that_down_is_mended()
    {
        var id = await SendAsync("moved.csv", Payments(6));
        var before = (await Files.FindAsync(id))!.Path;
        await LoadAsync(id);
        await ExecuteAsync($"update ingest.sent_file set status = 'loading', report = null, path = '{before}'");

        (await LoadAsync(id))!.Should().BeEquivalentTo(new { Status = SentStatus.Done, Report = new { Totals = new { Rows = 6L, Loaded = 6L } } }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task What_a_killed_upload_left_is_swept_away_and_what_waits_is_kept()
    {
        var folder = new UploadFolder(Database.Store.Directory);
        var half = folder.Begin("half.csv");
        await half.Content.WriteAsync("a"u8.ToArray());
        await half.Content.FlushAsync();
        var id = await SendAsync("kept.csv", Payments(1));
        var known = (await Files.PathsAsync(default)).ToHashSet();

        folder.Sweep(DateTimeOffset.UtcNow, known.Contains);
        Uploads().Should().HaveCount(2, "an upload of this day may still be under way");
        folder.Sweep(DateTimeOffset.UtcNow.AddDays(2), known.Contains);
        Uploads().Should().ContainSingle();
        File.Exists((await Files.FindAsync(id))!.Path).Should().BeTrue();
    }

    [Fact]
    public async Task A_sweep_passes_over_what_an_upload_takes_away_meanwhile()
    {
        var folder = new UploadFolder(Database.Store.Directory);
        for (var i = 0; i < 3; i++)
        {
            await using var whole = folder.Begin("a.csv");
            await whole.Content.WriteAsync("a"u8.ToArray());
            await whole.CompleteAsync();
        }

        folder.Sweep(DateTimeOffset.UtcNow.AddDays(2), looked =>
        {
            foreach (var other in Uploads().Where(u => u != Path.GetDirectoryName(looked)).ToList())
            {
                Directory.Delete(other, recursive: true);
            }

            return false;
        });

        Uploads().Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_that_is_not_completed_leaves_nothing()
    {
        await using (var half = new UploadFolder(Database.Store.Directory).Begin("half.csv"))
        {
            await half.Content.WriteAsync("a"u8.ToArray());
        }

        Uploads().Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_asked_for_again_and_stopped_before_it_began_is_what_it_was()
    {
        var id = await SendAsync("twice.csv", Payments(20, i => i == 4 ? "x" : "5"));
        var done = (await LoadAsync(id))!;
        (await Files.AskAnewAsync(id, null, "other", null)).Should().BeTrue();
        (await Files.FindAsync(id))!.Should().BeEquivalentTo(new { Status = SentStatus.Waiting, Mapping = "other", FinishedAt = (DateTimeOffset?)null, Report = new { Totals = new { Loaded = 19L, Quarantined = 1L } } }, o => o.ExcludingMissingMembers());

        (await Files.CancelAsync(id, "wang")).Should().Be(SentStatus.Done);

        (await Files.FindAsync(id))!.Should().BeEquivalentTo(done, "its rows are in the store as before");
        (await LoadAsync(id)).Should().BeNull();
        await Files.AskAnewAsync(id, null, null, null);
        (await LoadAsync(id))!.Status.Should().Be(SentStatus.Done, "it can be asked for once more");
    }

    [Fact]
    public async Task A_refused_file_asked_for_again_and_stopped_before_it_began_says_again_why_it_was_refused()
    {
        var id = await SendAsync("odd.csv", "Nr,Day,Sum,To\n1,2/3/2025,15,Ann\n");
        var refused = (await LoadAsync(id))!;
        await Files.AskAgainAsync(id, "fund_use", "odd", null);
        (await Files.FindAsync(id))!.Error.Should().BeNull();

        (await Files.CancelAsync(id, "wang")).Should().Be(SentStatus.Refused);

        (await Files.FindAsync(id))!.Should().BeEquivalentTo(refused);
    }

    [Fact]
    public async Task A_load_of_a_file_that_was_in_already_and_is_stopped_or_broken_off_keeps_what_the_earlier_one_brought()
    {
        var id = await SendAsync("again.csv", Payments(20, i => i == 4 ? "x" : "5"));
        var batch = (await LoadAsync(id))!.Report!.Files.Single().BatchId;
        await Files.AskAnewAsync(id, null, null, null);
        await using (var other = await Database.App.OpenConnectionAsync())
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('ingest:' || source_id || ':canteen_payment', 0)) from ingest.source where name = 'bank'", other))
        {
            await hold.ExecuteNonQueryAsync();
            var load = LoadAsync(id);
            await Eventually.HappensAsync(() => ScalarAsync<bool>("select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()))"));
            await Files.CancelAsync(id, "wang");
            (await load.WaitAsync(TimeSpan.FromSeconds(60)))!.Should().BeEquivalentTo(new { Status = SentStatus.Done, Report = new { Totals = new { Rows = 0L } } }, o => o.ExcludingMissingMembers(), "this load brought nothing, and the file is in as before");
        }

        var stopped = (await Files.FindAsync(id))!;
        stopped.Report!.Files.Single().Should().BeEquivalentTo(new { BatchId = batch, Loaded = 19L, Quarantined = 1L }, o => o.ExcludingMissingMembers());

        await Files.AskAnewAsync(id, null, null, null);
        await ExecuteAsync($"update ingest.sent_file set status = 'loading', attempts = {SentFileStore.MaxAttempts}");
        await LoadAsync(id);
        (await Files.FindAsync(id))!.Should().BeEquivalentTo(new { Status = SentStatus.Failed, Report = new { Totals = new { Loaded = 19L } } }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_file_read_again_where_it_lies_stays_there_and_what_is_said_beside_it_is_of_now()
    {
        var id = await SendAsync("stay.csv", Payments(6));
        var first = (await LoadAsync(id))!.Path;
        var neighbour = Path.Combine(Path.GetDirectoryName(first)!, "stay.csv.2.csv.report.txt");
        File.WriteAllText(neighbour, "of another file");

        await Files.AskAnewAsync(id, null, null, null);
        (await LoadAsync(id))!.Path.Should().Be(first);
        Shelf(first).Should().Equal("stay.csv", "stay.csv.2.csv.report.txt", "stay.csv.report.html", "stay.csv.report.json", "stay.csv.report.txt");
        File.ReadAllText(first + ".report.json").Should().Contain("already_loaded");

        await Files.AskAnewAsync(id, "subsidy", null, null);
        var refused = (await LoadAsync(id))!;
        refused.Status.Should().Be(SentStatus.Refused);
        refused.Path.Should().StartWith(Database.Store.Directory.Refused);
        Shelf(first).Should().Equal(["stay.csv.2.csv.report.txt"], "nothing says any more that it was taken in");
        Shelf(refused.Path).Should().Equal("stay.csv", "stay.csv.report.json", "stay.csv.report.txt");
    }

    [Fact]
    public async Task The_list_of_files_reads_a_report_once_and_again_when_it_changed()
    {
        var (id, files) = (await SendAsync("list.csv", Payments(3)), Files);
        await LoadAsync(id);
        var report = (await files.LatestAsync(30)).Single().Report;
        report!.Totals.Loaded.Should().Be(3);
        (await files.LatestAsync(30)).Single().Report.Should().BeSameAs(report, "a page asks every second");

        await files.AskAnewAsync(id, null, null, null);
        await LoadAsync(id);
        (await files.LatestAsync(30)).Single().Report!.Totals.Should().BeEquivalentTo(new { Loaded = 0L, Unchanged = 3L }, o => o.ExcludingMissingMembers());
    }

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

    [Fact]
    public async Task A_load_carried_on_that_wrote_all_and_is_stopped_while_its_reports_are_made_has_brought_what_it_wrote()
    {
        var id = await SendAsync("a.csv", Payments(60_000));
        var first = (await StopAsync(id, p => p.Rows > 0))!;
        first.Report!.Files.Single().Status.Should().Be(FileReport.Stopped);
        first.Report.Totals.Rows.Should().BeInRange(1, 59_999);

        await Files.AskAnewAsync(id, null, null, null);
        var second = (await StopAsync(id, p => p.Reports is not null))!;

        second.Should().BeEquivalentTo(new { Status = SentStatus.Cancelled, Report = new { Totals = new { Rows = 60_000L, Loaded = 60_000L } } }, o => o.ExcludingMissingMembers(), "names are looked for and scores made of it");
        (await Files.FindAsync(id))!.Report!.Files.Single().Should().BeEquivalentTo(new { Status = FileReport.Done, Rows = 60_000L, IsEarlier = false }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(60_000);
    }

    [Fact]
    public async Task An_archive_stopped_twice_says_all_its_rows_that_are_in()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, begin, rows) in new[] { ("a.csv", 'A', 300), ("b.csv", 'B', 60_000), ("c.csv", 'C', 60_000) })
            {
                using var member = new StreamWriter(zip.CreateEntry(name).Open());
                member.Write(Payments(rows).Replace("\nP", "\n" + begin));
            }
        }

        var id = await SendAsync("all.zip", bytes.ToArray(), "page");
        foreach (var until in new[] { 301, 60_301 })
        {
            await StopAsync(id, p => p.Rows >= until);
            var stopped = (await Files.FindAsync(id))!;
            stopped.Status.Should().Be(SentStatus.Cancelled);
            var kept = await ScalarAsync<long>("select count(*) from record.canteen_payment");
            stopped.Report!.Files.Where(f => !f.IsEarlier).Sum(f => f.Rows).Should().Be(kept).And.BeInRange(until, 120_299, "what was in when it was stopped before is of the same load");
            await Files.AskAnewAsync(id, null, null, null);
        }

        (await LoadAsync(id))!.Status.Should().Be(SentStatus.Done);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(120_300);
    }

    private static IEnumerable<string> Shelf(string path) => Directory.GetFiles(Path.GetDirectoryName(path)!).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private string[] Uploads() => Directory.GetDirectories(Path.Combine(Database.Store.Directory.Inbox, ".uploads"));

    private Task<long> SendAsync(string name, string text, string via = "page") => SendAsync(name, Encoding.UTF8.GetBytes(text), via);

    private async Task<long> SendAsync(string name, byte[] bytes, string via)
    {
        await using var incoming = new UploadFolder(Database.Store.Directory).Begin(name);
        await incoming.Content.WriteAsync(bytes);
        await incoming.CompleteAsync();
        return await Files.AddAsync(new NewSentFile(name, incoming.Path, bytes.Length, "bank", null, null, null, via, "wang"), default);
    }

    private Task<SentFile?> StopAsync(long id, Func<IngestProgress, bool> here) =>
        new SentFileLoad(Database.Store, TimeProvider.System) { BetweenLooks = TimeSpan.FromMilliseconds(20) }.RunAsync(id, new StopWhere(Files, id, here), default);

    private Task<SentFile?> LoadAsync(long id) => new SentFileLoad(Database.Store, TimeProvider.System).RunAsync(id, null, default);

    /// <summary>Stops the load at a moment of its progress, and holds it until it must have heard.</summary>
    private sealed class StopWhere(SentFileStore files, long id, Func<IngestProgress, bool> here) : IProgress<IngestProgress>
    {
        private int _asked;

        public void Report(IngestProgress value)
        {
            if (here(value) && Interlocked.Exchange(ref _asked, 1) == 0)
            {
                files.CancelAsync(id, "wang").GetAwaiter().GetResult();
                Thread.Sleep(2_000); // a hundred looks
            }
        }
    }
}

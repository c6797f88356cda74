using System.Diagnostics;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Review;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Batches;

public sealed class WithdrawalTests : IngestTest
{
    private const string Values = "payment_id, amount, batch_id, line_no, row_hash";

    private BatchWithdrawal Withdrawal => new(Database.Store, TimeProvider.System);

    [Fact]
    public async Task Rows_that_a_batch_inserted_go_and_rows_that_it_replaced_come_back()
    {
        await IngestAsync(Write("a.csv", Payments(100, _ => "5")));
        var first = await RowsAsync("record");
        await IngestAsync(Write("b.csv", Payments(20, _ => "7") + Rest(Payments(170, _ => "5"), 100)));

        var plan = await Withdrawal.PlanAsync(2, false, default);
        plan.Should().BeEquivalentTo(new { Removed = 90L, Restored = 20L, Superseded = 0L, Refused = 0L }, o => o.ExcludingMissingMembers());
        var result = await Withdrawal.WithdrawAsync(2, "文件错误", "tester", false, null, default);

        result.Should().BeEquivalentTo(new { Removed = 90L, Restored = 20L }, o => o.ExcludingMissingMembers());
        (await RowsAsync("record")).Should().Equal(first, "the store is as if the file had never come");
        (await ScalarAsync<long>("select count(*) from history.canteen_payment where batch_id = 2")).Should().Be(90);
        (await ScalarAsync<string>("select status || ':' || withdrawn_by || ':' || withdraw_reason || ':' || removed || ':' || restored from ingest.batch where batch_id = 2"))
            .Should().Be("withdrawn:tester:文件错误:90:20");
    }

    [Fact]
    public async Task Rows_that_came_or_went_by_whatever_way_ask_for_scoring_once()
    {
        var batches = new BatchStore(Database.Store);
        await ScoringBeganAsync();
        (await batches.HasUnscoredAsync()).Should().BeFalse();
        await IngestAsync(Write("a.csv", Payments(10)));
        (await batches.HasUnscoredAsync()).Should().BeTrue("a command loaded rows");
        await ScoringBeganAsync();
        (await batches.HasUnscoredAsync()).Should().BeFalse("a run that fails is not asked for again at once");
        await Withdrawal.WithdrawAsync(1, "错", "tester", false, null, default);
        (await batches.HasUnscoredAsync()).Should().BeTrue("evidence went");
        await ScalarAsync<object>("insert into job.run (job, request, attempt, started_at, status, started_by, worker) values ('full-score', 'f', 1, '2020-01-01', 'running', 't', 't')");
        (await batches.HasUnscoredAsync()).Should().BeFalse("a full run is under way: another could only wait for it");
        await ScalarAsync<object>("update job.run set heartbeat_at = '2020-01-01' where request = 'f'");
        (await batches.HasUnscoredAsync()).Should().BeTrue("its process was killed long ago");
        await ScoringBeganAsync();
        await IngestAsync(Write("bad.csv", "nothing\n1\n"));
        (await batches.HasUnscoredAsync()).Should().BeFalse("a refused file changed nothing");
        await IngestAsync(Write("b.csv", Payments(20)));
        await ScalarAsync<object>("update ingest.batch set status = 'failed', error = 'damaged' where file_name = 'b.csv'");
        (await batches.HasUnscoredAsync()).Should().BeTrue("the rows before the damage are in");

        Task ScoringBeganAsync() => ScalarAsync<object>("insert into job.run (job, request, attempt, started_at, status, started_by, worker) select 'score', gen_random_uuid()::text, 1, clock_timestamp(), 'failed', 't', 't'");
    }

    [Fact]
    public async Task A_stream_without_months_is_no_different()
    {
        const string header = "use_id,application_id,used_on,amount\n";
        await IngestAsync(Write("a.csv", header + "U1,A1,2025-03-01,100\n"));
        await IngestAsync(Write("b.csv", header + "U1,A1,2025-03-01,200\nU2,A1,2025-03-01,300\n"));
        (await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default)).Should().BeEquivalentTo(new { Removed = 2L, Restored = 1L }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(use_id || ' ' || amount || ' ' || batch_id, ',') from record.fund_use")).Should().Be("U1 100.00 1");
        (await Withdrawal.WithdrawAsync(1, "错", "tester", false, null, default)).Removed.Should().Be(1);
        (await ScalarAsync<long>("select count(*) from record.fund_use")).Should().Be(0);
    }

    [Fact]
    public async Task Leads_that_lose_all_evidence_are_closed_with_that_reason_and_leads_that_lose_part_say_so()
    {
        const string header = "reception_id,org_code,org_name,region_code,reception_date,guest_org_name,guest_count,accompany_count,meal_count,meal_amount,total_amount\n";
        static string Row(string id, string org, int escorts) => $"{id},{org},局{org[..4]},430302,2025-03-04,省厅,5,{escorts},1,1300.00,1300.00\n";
        const string one = "11430300006124000A", other = "11430300006124035J";
        await IngestAsync(Write("a.csv", header + Row("R1", one, 9)));
        await IngestAsync(Write("b.csv", header + Row("R2", one, 9) + Row("R3", other, 9)));
        var pipeline = FundWatch.Jobs.Scoring.ScorePipeline.Installed(Database.Store, TimeProvider.System);
        (await pipeline.RunAsync(new())).Leads.New.Should().BeGreaterThanOrEqualTo(2);
        const string standard = "from review.lead where scheme = 'reception.standard' and subject_code = ";
        (await ScalarAsync<int>($"select cardinality(evidence_keys) {standard} '{one}'")).Should().Be(2);
        (await Withdrawal.PlanAsync(2, false, default)).Leads.Should().BeGreaterThanOrEqualTo(2);

        await Withdrawal.WithdrawAsync(2, "县局发错文件", "tester", false, null, default);
        await pipeline.RunAsync(new());

        (await ScalarAsync<string>($"select status || ':' || dismiss_reason {standard} '{other}'")).Should().Be("dismissed:evidence_gone");
        (await ScalarAsync<string>($"select event || ':' || from_status || ':' || to_status || ':' || actor from review.trail t join review.lead l using (lead_id) where l.scheme = 'reception.standard' and subject_code = '{other}' order by ordinal desc limit 1"))
            .Should().Be("evidence_gone:new:dismissed:system");
        (await ScalarAsync<string>($"select status || ':' || evidence_keys::text {standard} '{one}'")).Should().Be("new:{reception:R1}");
        (await ScalarAsync<string>($"select event || ':' || note from review.trail t join review.lead l using (lead_id) where l.scheme = 'reception.standard' and subject_code = '{one}' order by ordinal desc limit 1"))
            .Should().StartWith("evidence_changed:证据减少 1 行");
        (await new TrailVerifier(Database.Store).VerifyAsync()).Intact.Should().BeTrue();

        // Taken in again, the lead comes back: the same lead, with its history.
        await IngestAsync(Write("b.csv", header + Row("R2", one, 9) + Row("R3", other, 9)));
        (await pipeline.RunAsync(new())).Leads.New.Should().Be(0);
        (await ScalarAsync<string>($"select status || ':' || evidence_keys::text {standard} '{other}'")).Should().Be("new:{reception:R3}");
    }

    [Fact]
    public async Task The_past_stays_as_it_was_known_then()
    {
        await IngestAsync(Write("a.csv", Payments(10, _ => "5")));
        await IngestAsync(Write("b.csv", Payments(12, i => i < 3 ? "7" : "5")));
        var known = await ScalarAsync<string>("select clock_timestamp()::text");
        await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default);

        (await AsOfAsync(known!)).Should().Be("12:66.00");
        (await AsOfAsync("infinity")).Should().Be("10:50.00");
        (await ScalarAsync<long>("select count(*) from history.canteen_payment where recorded_to <= recorded_from")).Should().Be(0);
    }

    [Fact]
    public async Task The_same_file_loads_again_after_it_was_withdrawn()
    {
        var file = Write("a.csv", Payments(50, i => i == 7 ? "x" : "5"));
        await IngestAsync(file);
        await Withdrawal.WithdrawAsync(1, "错", "tester", false, null, default);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
        (await ScalarAsync<string>("select status || ':' || resolved_by from ingest.rejected_row")).Should().Be("withdrawn:tester");

        (await IngestAsync(file)).Totals.Should().BeEquivalentTo(new { Rows = 50, Loaded = 49, Updated = 0, Unchanged = 0, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where batch_id = 2")).Should().Be(49);
    }

    [Fact]
    public async Task What_a_later_batch_wrote_stays_and_its_own_withdrawal_skips_what_is_withdrawn()
    {
        await IngestAsync(Write("a.csv", Payments(10, _ => "5")));
        await IngestAsync(Write("b.csv", Payments(10, _ => "6")));
        await IngestAsync(Write("c.csv", Payments(4, _ => "7")));
        (await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default)).Should().BeEquivalentTo(new { Removed = 6L, Restored = 6L }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(trim_scale(amount)::text, ' ' order by payment_id) from record.canteen_payment")).Should().Be("7 7 7 7 5 5 5 5 5 5");

        await Withdrawal.WithdrawAsync(3, "也错", "tester", false, null, default);
        (await ScalarAsync<string>("select string_agg(trim_scale(amount)::text, ' ' order by payment_id) from record.canteen_payment")).Should().Be("5 5 5 5 5 5 5 5 5 5");

        await Withdrawal.WithdrawAsync(1, "全错", "tester", false, null, default);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
        (await IngestAsync(Write("a.csv", Payments(10, _ => "5")))).Totals.Loaded.Should().Be(10);
    }

    [Fact]
    public async Task A_row_that_the_batch_moved_to_another_month_goes_back_to_its_own()
    {
        await IngestAsync(Write("a.csv", Payments(6, paidAt: _ => "2025-01-05 12:00")));
        await IngestAsync(Write("b.csv", Payments(6, paidAt: i => i < 2 ? "2025-03-05 12:00" : "2025-01-05 12:00")));
        await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where paid_at < '2025-02-01'")).Should().Be(6);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(6);
    }

    [Fact]
    public async Task Later_batches_that_confirmed_its_rows_stand_in_the_way_until_they_go_with_it()
    {
        await IngestAsync(Write("wrong.csv", Payments(10, _ => "5")));
        var full = Write("full.csv", Payments(20, _ => "5"));
        await IngestAsync(full);
        var refused = await Withdrawal.Invoking(w => w.WithdrawAsync(1, "错", "tester", false, null, default)).Should().ThrowAsync<WithdrawalRefused>();
        refused.Which.Code.Should().Be("later_batches");
        refused.Which.Zh.Should().Contain("full.csv").And.Contain("--with-later");
        (await ScalarAsync<long>("select count(*) from review.trail")).Should().Be(0, "a refusal changes nothing");

        (await Withdrawal.WithdrawAsync(1, "错", "tester", withLater: true, null, default)).Batches.Should().Equal(1, 2);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
        (await IngestAsync(full)).Totals.Loaded.Should().Be(20);
    }

    [Fact]
    public async Task Corrections_of_its_rows_go_along_and_a_withdrawn_correction_alone_opens_them_again()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i is 4 or 6 ? "1.2.3" : "5")));
        var quarantine = new QuarantineService(Database.Store, TimeProvider.System);
        var export = new MemoryStream();
        await quarantine.ExportAsync(new QuarantineFilter(), export, default);
        var corrected = System.Text.Encoding.UTF8.GetString(export.ToArray()).Replace(",1.2.3,", ",1.23,");
        (await quarantine.RetryAsync(Write("corrected.csv", corrected), "tester", default)).Loaded.Should().Be(2);

        (await Withdrawal.WithdrawAsync(2, "改错了", "tester", false, null, default)).Should().BeEquivalentTo(new { Removed = 2L, Reopened = 2L }, o => o.ExcludingMissingMembers());
        (await new QuarantineStore(Database.Store).ListAsync(new QuarantineFilter(), default)).Should().HaveCount(2);

        (await quarantine.RetryAsync(Write("corrected.csv", corrected), "tester", default)).Loaded.Should().Be(2);
        (await Withdrawal.WithdrawAsync(1, "整个文件错", "tester", false, null, default)).Batches.Should().Equal(1, 3);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status <> 'withdrawn'")).Should().Be(0);
    }

    [Fact]
    public async Task The_plan_counts_no_version_of_a_batch_that_goes_along_as_coming_back_or_staying()
    {
        await IngestAsync(Write("a.csv", Payments(10, _ => "5") + Payments(5, _ => "6").Split('\n')[5] + "\n"));
        var quarantine = new QuarantineService(Database.Store, TimeProvider.System);
        var export = new MemoryStream();
        await quarantine.ExportAsync(new QuarantineFilter(), export, default);
        (await quarantine.RetryAsync(Write("corrected.csv", System.Text.Encoding.UTF8.GetString(export.ToArray()).Replace(",6,", ",7,")), "tester", default)).Updated.Should().Be(1);
        await IngestAsync(Write("c.csv", Payments(2, _ => "8")));

        var plan = await Withdrawal.PlanAsync(1, false, default);
        plan.Batches.Select(b => b.BatchId).Should().Equal(1, 2);
        plan.Should().BeEquivalentTo(new { Removed = 8L, Restored = 0L, Superseded = 2L, Refused = 1L, RefusedOpen = 0L }, o => o.ExcludingMissingMembers());
        (await Withdrawal.WithdrawAsync(1, "错", "tester", false, null, default, plan.Batches)).Should().BeEquivalentTo(new { plan.Removed, plan.Restored, plan.Refused }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(plan.Superseded);
    }

    [Theory]
    [InlineData(1, 30_000, "Hash Join", "Nested Loop"), InlineData(3, 5, "Nested Loop", "Seq Scan on canteen_payment_2025")]
    public async Task Replaced_rows_are_looked_up_where_they_are_few_and_found_in_one_pass_where_they_are_many(long batch, long rows, string found, string spared)
    {
        await IngestAsync(Write("a.csv", Payments(30_000, _ => "5")));
        await ExecuteAsync("analyze record.canteen_payment"); // as the planner knows it: all rows are of batch 1
        await IngestAsync(Write("b.csv", Payments(30_000, _ => "6")));
        await IngestAsync(Write("c.csv", Five(Payments(30_000, _ => "7"))));
        await IngestAsync(Write("d.csv", Five(Payments(30_000, _ => "8"))));
        (await Withdrawal.PlanAsync(batch, false, default)).Superseded.Should().Be(rows);

        var sql = new WithdrawalSql(RecordStreams.Get("canteen_payment"), restores: true);
        await using var connection = await Database.Store.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var plan = new NpgsqlBatch(connection) { BatchCommands = { new(sql.KeepReplaced), new(WithdrawalSql.AnalyseReplaced), new("explain " + sql.Superseded) } };
        plan.BatchCommands[0].Parameters.Add(new() { Value = new[] { batch } });
        plan.BatchCommands[2].Parameters.Add(new() { Value = new[] { batch } });
        var lines = new List<string>();
        await using var reader = await plan.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        string.Join('\n', lines).Should().Contain(found).And.NotContain(spared);

        static string Five(string file) => string.Join('\n', file.Split('\n').Where((_, i) => i % 6_000 == 0)) + "\n";
    }

    [Fact]
    public async Task A_plan_of_a_half_done_withdrawal_does_not_take_what_is_back_for_a_later_version()
    {
        await IngestAsync(Write("a.csv", Payments(10, _ => "5")));
        await IngestAsync(Write("b.csv", Payments(10, _ => "6")));
        await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default);
        await ExecuteAsync("update ingest.batch set status = 'withdrawing', withdrawn_at = null where batch_id = 2");
        (await Withdrawal.PlanAsync(2, false, default)).Should().BeEquivalentTo(new { Removed = 0L, Superseded = 0L }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task Nothing_goes_where_a_batch_would_go_along_that_was_not_in_the_plan_agreed_to()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "1.2.3" : "5")));
        var plan = await Withdrawal.PlanAsync(1, false, default);
        var quarantine = new QuarantineService(Database.Store, TimeProvider.System);
        var export = new MemoryStream();
        await quarantine.ExportAsync(new QuarantineFilter(), export, default);
        await quarantine.RetryAsync(Write("corrected.csv", System.Text.Encoding.UTF8.GetString(export.ToArray()).Replace(",1.2.3,", ",1.23,")), "tester", default);

        (await Withdrawal.Invoking(w => w.WithdrawAsync(1, "错", "tester", false, null, default, plan.Batches)).Should().ThrowAsync<WithdrawalRefused>()).Which.Code.Should().Be("plan_changed");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(10);
        (await Withdrawal.WithdrawAsync(1, "错", "tester", false, null, default, (await Withdrawal.PlanAsync(1, false, default)).Batches)).Removed.Should().Be(10);
    }

    [Fact]
    public async Task Nothing_goes_where_a_stopped_batch_was_carried_on_since_its_plan_was_agreed_to()
    {
        var file = Write("a.csv", Payments(60_000));
        using var stop = new CancellationTokenSource();
        await Loader.Invoking(l => l.IngestAsync(new IngestRequest([file]), new AtOnce<IngestProgress>(p => { if (p.Rows > 0) { stop.Cancel(); } }), stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        var plan = await Withdrawal.PlanAsync(1, false, default);
        plan.Batches.Should().ContainSingle().Which.Loaded.Should().BeInRange(1, 59_999);
        await IngestAsync(file);

        (await Withdrawal.Invoking(w => w.WithdrawAsync(1, "错", "tester", false, null, default, plan.Batches)).Should().ThrowAsync<WithdrawalRefused>()).Which.Code.Should().Be("plan_changed");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(60_000);
        (await Withdrawal.WithdrawAsync(1, "错", "tester", false, null, default, (await Withdrawal.PlanAsync(1, false, default)).Batches)).Removed.Should().Be(60_000);
    }

    [Fact]
    public async Task Nothing_goes_without_a_name_and_a_reason_and_both_are_in_the_trail()
    {
        await IngestAsync(Write("a.csv", Payments(10)));
        await Withdrawal.Invoking(w => w.WithdrawAsync(1, "错", " ", false, null, default)).Should().ThrowAsync<ArgumentException>();
        await Withdrawal.Invoking(w => w.WithdrawAsync(1, " ", "tester", false, null, default)).Should().ThrowAsync<ArgumentException>();
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(10);

        await Withdrawal.WithdrawAsync(1, "县局发错文件", "tester", false, null, default);
        var events = await new TrailStore(Database.Store, TimeProvider.System).OfOfficeAsync();
        events.Select(e => (e.Event, e.Actor, e.Note)).Should().Equal(("batch_withdrawn", "tester", "县局发错文件"), ("batch_withdraw", "tester", "县局发错文件"));
        events[1].Payload.Should().Contain((await ScalarAsync<string>("select sha256 from ingest.batch"))!);
        (await new TrailVerifier(Database.Store).VerifyAsync()).Intact.Should().BeTrue();
        (await Withdrawal.Invoking(w => w.WithdrawAsync(1, "再来", "tester", false, null, default)).Should().ThrowAsync<WithdrawalRefused>()).Which.Code.Should().Be("already_withdrawn");
    }

    [Fact]
    public async Task A_load_that_was_carried_on_behind_the_withdrawn_one_stands_in_its_way()
    {
        var first = Write("a.csv", Payments(180_000));
        using var stop = new CancellationTokenSource();
        await Loader.Invoking(l => l.IngestAsync(new IngestRequest([first]), new AtOnce<IngestProgress>(p => { if (p.Rows > 0) { stop.Cancel(); } }), stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        await IngestAsync(Write("b.csv", Payments(180_001)));
        (await Withdrawal.PlanAsync(2, false, default)).Standing.Should().BeEmpty("the other was there before, and has met nothing since");
        (await IngestAsync(first)).Totals.Unchanged.Should().BePositive("rows of the later file are confirmed by an earlier batch");

        (await Withdrawal.PlanAsync(2, false, default)).Standing.Select(b => b.BatchId).Should().Equal(1);
        (await Withdrawal.Invoking(w => w.WithdrawAsync(2, "错", "tester", false, null, default)).Should().ThrowAsync<WithdrawalRefused>()).Which.Code.Should().Be("later_batches");
        await Withdrawal.WithdrawAsync(2, "错", "tester", withLater: true, null, default);
        (await IngestAsync(first)).Totals.Loaded.Should().Be(180_000, "it is taken in again whole");
    }

    [Fact]
    public async Task A_load_that_follows_a_half_done_withdrawal_finishes_it_first()
    {
        await IngestAsync(Write("a.csv", Payments(30)));
        await ExecuteAsync("""
            update ingest.batch set status = 'withdrawing', withdraw_asked_at = now(), withdrawn_by = 'tester', withdraw_reason = '错', withdrawn_from = now();
            delete from record.canteen_payment where payment_id < 'P00010'
            """);
        (await IngestAsync(Write("b.csv", Payments(30)))).Totals.Should().BeEquivalentTo(new { Loaded = 30, Unchanged = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(status, ',' order by batch_id) from ingest.batch")).Should().Be("withdrawn,done");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where batch_id = 2")).Should().Be(30);
    }

    [Fact]
    public async Task Nothing_is_said_to_be_judged_beyond_the_start_of_a_withdrawal_under_way()
    {
        await IngestAsync(Write("a.csv", Payments(10)));
        await ExecuteAsync("update ingest.batch set status = 'withdrawing', withdraw_asked_at = '2026-01-02 03:04:05+00', withdrawn_by = 'tester', withdraw_reason = '错'");
        await using var connection = await Database.App.OpenConnectionAsync();
        (await Watermark.ReadAsync(connection, DateTimeOffset.UtcNow, default)).Should().BeBefore(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    }

    [SkippableFact]
    public async Task A_withdrawal_killed_with_kill_9_is_carried_on_by_the_next()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "fundwatch.dll");
        Skip.IfNot(File.Exists(program), "the program is not beside the tests");
        const int rows = 120_000;
        await IngestAsync(Write("a.csv", Payments(rows, _ => "5")));
        var first = await ScalarAsync<long>("select sum(hashtext(payment_id || amount::text))::bigint from record.canteen_payment");
        await IngestAsync(Write("b.csv", Payments(rows + 5_000, _ => "6")));
        using (var child = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", program, "batches", "withdraw", "2", "--reason", "错", "--json", "--data-dir", Database.Store.Directory.Root, "--connection", Database.ConnectionString])
            { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            // Read, or a child with much to say would wait for a reader.
            var said = Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
            while (!child.HasExited && await ScalarAsync<long>("select max(removed) from ingest.batch") == 0)
            {
                await Task.Delay(10);
            }

            child.Kill();
            await child.WaitForExitAsync();
            await said;
        }

        (await ScalarAsync<long>("select max(removed) from ingest.batch")).Should().BePositive();
        // The killed process' connection may still hold the lock for a moment.
        WithdrawalResult? result = null;
        await Eventually.HappensAsync(async () =>
        {
            try
            {
                result = await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default);
                return true;
            }
            catch (WithdrawalRefused refused) when (refused.Code == "being_loaded")
            {
                return false;
            }
        });

        result.Should().BeEquivalentTo(new { Removed = rows + 5_000L, Restored = (long)rows }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(rows);
        (await ScalarAsync<long>("select sum(hashtext(payment_id || amount::text))::bigint from record.canteen_payment")).Should().Be(first);
    }

    // Lines of a file behind its header and its first rows.
    private static string Rest(string file, int rows) => string.Concat(file.Split('\n').Skip(1 + rows).Where(l => l.Length > 0).Select(l => l + "\n"));

    private async Task<string[]> RowsAsync(string schema) =>
        (await ScalarAsync<string[]>($"select array_agg(concat_ws('|', {Values}) order by payment_id) from {schema}.canteen_payment"))!;

    private async Task<string> AsOfAsync(string moment)
    {
        await using var connection = await Database.Owner.OpenConnectionAsync();
        await using var look = new NpgsqlBatch(connection)
        {
            BatchCommands = { new($"set fundwatch.as_of = '{moment}'"), new("select count(*) || ':' || sum(amount) from asof.canteen_payment") },
        };
        return (string)(await look.ExecuteScalarAsync())!;
    }
}

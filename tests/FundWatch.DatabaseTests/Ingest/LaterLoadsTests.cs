using System.Text;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Refused rows whose key a later load of the same source brings: settled where they wait, and no danger to the newer row where they come back.</summary>
public sealed class LaterLoadsTests : IngestTest
{
    private QuarantineService Service => new(Database.Store, TimeProvider.System);
    private QuarantineStore Store => new(Database.Store);
    private BatchWithdrawal Withdrawal => new(Database.Store, TimeProvider.System);

    [Fact]
    public async Task Rows_of_many_files_that_nobody_has_read_yet_are_each_read_by_their_own_layout()
    {
        await IngestAsync(Write("bad1.csv", Payments(5, _ => "x")));
        await IngestAsync(Write("bad2.csv", Backwards(Payments(10, _ => "y"))));
        await IngestAsync(Write("bad3.csv", Payments(15, _ => "z")));
        await ExecuteAsync("update ingest.rejected_row set key_is_read = false, key_hash = null"); // as an earlier version left them

        await IngestAsync(Write("good.csv", Payments(12)));

        (await ScalarAsync<string>("select string_agg(batch_id || ':' || n, ' ' order by batch_id) from (select batch_id, count(*) as n from ingest.rejected_row where status = 'settled' group by 1) s")).Should().Be("1:5 2:10 3:12");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where not key_is_read or key_hash is null")).Should().Be(0);

        static string Backwards(string text) => string.Join('\n', text.Split('\n').Select(line => string.Join(',', line.Split(',').Reverse())));
    }

    [Fact]
    public async Task A_mended_file_settles_the_rows_that_its_first_version_left()
    {
        var path = Write("march.csv", Payments(10, Bad(2, 5, 7)));
        await IngestAsync(path);
        await IngestAsync(Write("april.csv", Payments(3).Replace("P0", "Q0").Replace(",10.50,", ",x,")));
        (await OpenAsync()).Should().Be(4);

        var report = await IngestAsync(Write("march.csv", Payments(10)));

        SumIsRight(report);
        report.Files.Single().Should().BeEquivalentTo(new { Rows = 10, Loaded = 3, Quarantined = 0, Settled = 3 }, o => o.ExcludingMissingMembers());
        report.Totals.Settled.Should().Be(3);
        (await OpenAsync()).Should().Be(1, "a row of another key stays");
        (await Store.ListAsync(new QuarantineFilter(IsSettled: true), default)).Select(r => (r.Line, r.Status, r.SettledIn)).Should().Equal([(4, "settled", 3), (7, "settled", 3), (9, "settled", 3)]);
        (await ScalarAsync<string>("select string_agg(distinct resolved_by, ',') from ingest.rejected_row where status = 'settled'")).Should().Be("system");
        (await ScalarAsync<string>("select (payload::jsonb ->> 'batch') || ' ' || (payload::jsonb ->> 'rows') || ' ' || (payload::jsonb ->> 'batches') from review.trail where event = 'quarantine_settled'")).Should().Be("3 3 [1]");
        (await ScalarAsync<long>("select settled from ingest.batch where batch_id = 3")).Should().Be(3);
        (await ScalarAsync<bool>("select bool_and(rows = loaded + updated + unchanged + quarantined) from ingest.batch")).Should().BeTrue();

        var again = await IngestAsync(Write("march.csv", Payments(10, Bad(2, 5, 7))));
        SumIsRight(again);
        again.Files.Single().Should().BeEquivalentTo(new { Status = FileReport.AlreadyLoaded, Unchanged = 10, Quarantined = 0, Settled = 0 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_file_of_which_nobody_knows_how_small_it_is_settles_the_same_rows()
    {
        await IngestAsync(Write("a.csv", Payments(10, Bad(2, 5, 7))));
        (await IngestAsync(Write("a.csv.gz", Gzip(Encoding.UTF8.GetBytes(Payments(6)))))).Totals.Settled.Should().Be(2);
        (await OpenAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData("read their keys")]
    [InlineData("settle them")]
    [InlineData("give them up")]
    [InlineData("read them again", 400)]
    [InlineData("withdraw their batch")]
    public async Task Refused_rows_are_taken_in_the_order_of_their_numbers_so_that_two_who_change_them_do_not_wait_for_each_other(string purpose, int open = 0)
    {
        await IngestAsync(Write("a.csv", Payments(400, _ => "1.2.3")));
        if (purpose == "settle them")
        {
            await IngestAsync(Write("b.csv", Payments(3).Replace("P0", "Q0")));
            (await ScalarAsync<bool>("select bool_and(key_is_read) from ingest.rejected_row")).Should().BeTrue();
        }

        var before = purpose == "withdraw their batch" ? 200 : 0; // this one met them from the last to the first
        var held = await ScalarAsync<long>($"select min(rejected_id) + {before} from ingest.rejected_row");
        await ExecuteAsync("vacuum full ingest.rejected_row");
        await ExecuteAsync($"update ingest.rejected_row set reason = '' where rejected_id = {held}"); // it lies behind the others now
        await ExecuteAsync("do $$ begin execute format('alter database %I set enable_nestloop = off', current_database()); execute format('alter database %I set enable_indexscan = off', current_database()); end $$");
        Database.Store.App.Clear(); // so that rows are met as they lie, as in a large table
        await using var other = await Database.Owner.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"select rejected_id from ingest.rejected_row where rejected_id = {held} for update", other, transaction);
        await hold.ExecuteScalarAsync();

        Task taking = purpose switch
        {
            "give them up" => Store.DiscardAsync(new QuarantineFilter(), "tester", "x", default),
            "read them again" => Service.RetryAsync(new QuarantineFilter(), null, "tester", default),
            "withdraw their batch" => Withdrawal.WithdrawAsync(1, "wrong file", "tester", false, null, default),
            _ => IngestAsync(Write("a.csv", Payments(400))),
        };
        await Eventually.HappensAsync(() => ScalarAsync<bool>("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"));
        await using var free = new NpgsqlCommand($"select count(*) from (select from ingest.rejected_row where rejected_id >= {held} for update skip locked) free", other, transaction);
        (await free.ExecuteScalarAsync()).Should().Be(400L - before, "who waits for one holds none behind it");
        await transaction.RollbackAsync();
        await taking;
        (await OpenAsync()).Should().Be(open);
    }

    [Fact]
    public async Task A_row_that_the_later_file_holds_as_it_stood_before_is_settled_too()
    {
        await IngestAsync(Write("january.csv", Payments(10)));
        await IngestAsync(Write("quarter.csv", Payments(20, Bad(3))));
        var report = await IngestAsync(Write("quarter.csv", Payments(20)));
        report.Files.Single().Should().BeEquivalentTo(new { Loaded = 0, Unchanged = 20, Settled = 1 }, o => o.ExcludingMissingMembers());
        (await OpenAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Other_sources_settle_nothing()
    {
        await IngestAsync(Write("a.csv", Payments(10, Bad(2))));
        var report = await IngestAsync(new IngestRequest([Write("b.csv", Payments(10))], Source: "other"));
        report.Totals.Settled.Should().Be(0);
        (await OpenAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_dry_run_settles_nothing()
    {
        await IngestAsync(Write("a.csv", Payments(10, Bad(2))));
        await IngestAsync(new IngestRequest([Write("b.csv", Payments(10))], DryRun: true));
        (await OpenAsync()).Should().Be(1);
    }

    [Fact]
    public async Task What_was_refused_for_its_key_or_has_none_beyond_doubt_stays()
    {
        var lines = Payments(6, Bad(1)).TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[3].Replace("330102", "330199")); // the key again, with another value
        lines.Add(lines[4] + ",one cell too many");
        lines.Add(lines[5].Replace("P00004", ""));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        (await OpenAsync()).Should().Be(4);

        (await IngestAsync(Write("a.csv", Payments(6)))).Totals.Settled.Should().Be(1);

        (await Store.ListAsync(new QuarantineFilter(), default)).Select(r => r.Code).Should().BeEquivalentTo("duplicate_key", "row_width", "missing_value");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where key_is_read and status = 'open' and key_hash is null")).Should().Be(3);
    }

    [Fact]
    public async Task Where_the_later_batch_is_withdrawn_the_rows_are_open_again_and_close_with_their_own()
    {
        await IngestAsync(Write("march.csv", Payments(10, Bad(2, 5))));
        await IngestAsync(Write("march.csv", Payments(10, i => i is 2 or 5 ? "5" : $"{i % 50 + 11}.50")));
        (await OpenAsync()).Should().Be(0);

        (await Withdrawal.PlanAsync(2, false, default)).Should().BeEquivalentTo(new { Refused = 0L, Reopened = 2L }, o => o.ExcludingMissingMembers(), "the plan says what the result will say");
        (await Withdrawal.PlanAsync(1, true, default)).Should().BeEquivalentTo(new { Refused = 2L, Reopened = 0L }, o => o.ExcludingMissingMembers(), "settled rows go with their batch");
        (await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default)).Reopened.Should().Be(2);
        (await OpenAsync()).Should().Be(2);
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where resolved_by is not null or replayed_in is not null")).Should().Be(0);

        (await IngestAsync(Write("march.csv", Payments(10)))).Totals.Settled.Should().Be(2, "what was read of their keys still holds");
        (await Withdrawal.WithdrawAsync(1, "错", "tester", true, null, default)).Reopened.Should().Be(0);
        (await ScalarAsync<string>("select string_agg(distinct status, ',') from ingest.rejected_row")).Should().Be("withdrawn");
    }

    [Fact]
    public async Task A_load_that_was_stopped_settles_nothing_that_was_refused_after_it_began()
    {
        await IngestAsync(Write("a.csv", Payments(10)));
        await IngestAsync(Write("b.csv", Payments(10, Bad(2))));
        await ExecuteAsync("update ingest.batch set status = 'loading', finished_at = null where batch_id = 1"); // as if it had been stopped before the other
        (await IngestAsync(Write("a.csv", Payments(10)))).Totals.Settled.Should().Be(0);
        (await OpenAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_correction_settles_what_older_files_had_refused_of_the_key_and_nothing_of_newer_ones()
    {
        await IngestAsync(Write("a.csv", Payments(5, Bad(2, 3))));
        await IngestAsync(Write("b.csv", Payments(5, Bad(2, 3)).Replace("来宾", "客人")));
        var ids = await ScalarAsync<long[]>("select array_agg(rejected_id order by rejected_id) from ingest.rejected_row");
        var sheet = await ExportAsync();

        // The newer file's P2 and the older file's P3.
        var mended = string.Join("\r\n", sheet.Split("\r\n").Select(l => l.StartsWith($"{ids![2]},") || l.StartsWith($"{ids[1]},") ? l.Replace(",1.2.3,", ",1.23,") : l));
        var report = await Service.RetryAsync(Write("mended.csv", mended), "tester", default);

        report.Should().BeEquivalentTo(new { Rows = 4, Loaded = 2, Untouched = 2, Settled = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(status, ',' order by rejected_id) from ingest.rejected_row")).Should().Be("settled,replayed,replayed,open");
    }

    [Fact]
    public async Task An_old_sheet_does_not_overwrite_what_a_later_file_has_brought_until_a_person_says_so()
    {
        await IngestAsync(Write("march.csv", Payments(10, Bad(2, 5))));
        var sheet = await ExportAsync();
        await IngestAsync(Write("new.csv", Payments(3, _ => "99")));
        (await OpenAsync()).Should().Be(1);

        var mended = Write("mended.csv", sheet.Replace(",1.2.3,", ",1.23,"));
        var report = await Service.RetryAsync(mended, "tester", default);

        report.Should().BeEquivalentTo(new { Rows = 2, Loaded = 1, Updated = 0, Quarantined = 1, LoadedSince = 1 }, o => o.ExcludingMissingMembers());
        report.NotUsed.Should().BeEmpty();
        (await AmountAsync("P00002")).Should().Be(99m);
        var row = (await Store.ListAsync(new QuarantineFilter(), default)).Single();
        row.Should().BeEquivalentTo(new { Code = "loaded_since", Column = (string?)null, Status = "open", SettledIn = (long?)null }, o => o.ExcludingMissingMembers());
        row.MessageZh.Should().Contain("批次 2（new.csv，20").And.Contain("P00002").And.Contain("--code loaded_since");
        row.MessageEn.Should().Contain("batch 2 (new.csv, 20").And.Contain("P00002").And.Contain("--code loaded_since");
        row.Raw.Should().Contain(",1.23,", "the correction is kept");

        (await Service.RetryAsync(mended, "tester", default)).Should().BeEquivalentTo(new { Updated = 0, Untouched = 1 }, o => o.ExcludingMissingMembers(), "the same sheet again says nothing new");
        (await Service.RetryAsync(new QuarantineFilter(Stream: "canteen_payment"), null, "tester", default)).Should().BeEquivalentTo(new { Rows = 0, Undecided = 1 }, o => o.ExcludingMissingMembers());
        (await AmountAsync("P00002")).Should().Be(99m);

        (await Service.RetryAsync(new QuarantineFilter(Code: "loaded_since"), null, "tester", default)).Updated.Should().Be(1);
        (await AmountAsync("P00002")).Should().Be(1.23m);
        (await OpenAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_sheet_that_says_what_the_later_file_says_is_in_the_store_already()
    {
        await IngestAsync(Write("march.csv", Payments(10, Bad(2, 5))));
        var sheet = await ExportAsync();
        await IngestAsync(Write("march.csv", Payments(10, i => i is 2 or 5 ? "1.23" : $"{i % 50 + 10}.50")));

        var report = await Service.RetryAsync(Write("mended.csv", sheet.Replace(",1.2.3,", ",1.23,")), "tester", default);
        report.Should().BeEquivalentTo(new { Rows = 2, Unchanged = 2, Quarantined = 0, LoadedSince = 0 }, o => o.ExcludingMissingMembers());
        (await OpenAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_row_given_its_key_in_the_sheet_does_not_overwrite_a_later_row_of_that_key_either()
    {
        await IngestAsync(Write("march.csv", Payments(10).Replace("P00002,", ",")));
        var sheet = await ExportAsync();
        await IngestAsync(Write("new.csv", Payments(3, _ => "99")));
        (await OpenAsync()).Should().Be(1, "a row without its key is settled by nothing");

        var lines = sheet.Split("\r\n");
        var at = lines[0].Split(',').ToList().IndexOf("流水号");
        var cells = lines[1].Split(',');
        cells[at] = "P00002";
        var mended = Write("mended.csv", lines[0] + "\r\n" + string.Join(',', cells));
        (await Service.RetryAsync(mended, "tester", default)).Should().BeEquivalentTo(new { Updated = 0, Quarantined = 1, LoadedSince = 1 }, o => o.ExcludingMissingMembers());
        (await AmountAsync("P00002")).Should().Be(99m);

        // A sheet made after that shows the reason; whoever changes it knows.
        var told = await ExportAsync();
        told.Should().Contain("loaded_since");
        (await Service.RetryAsync(Write("told.csv", told.Replace(",12.50,", ",13.50,")), "tester", default)).Updated.Should().Be(1);
        (await AmountAsync("P00002")).Should().Be(13.5m);
    }

    [Fact]
    public async Task A_second_version_that_is_chosen_replaces_the_first_but_nothing_of_a_later_file()
    {
        var lines = Payments(5).TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[3].Replace("330102", "330199"));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        await IngestAsync(Write("b.csv", Payments(5, _ => "99")));

        (await Service.RetryAsync(new QuarantineFilter(Code: "duplicate_key"), null, "tester", default)).Should().BeEquivalentTo(new { Updated = 0, LoadedSince = 1 }, o => o.ExcludingMissingMembers());
        (await AmountAsync("P00002")).Should().Be(99m);
    }

    [Fact]
    public async Task What_a_withdrawal_brought_back_is_not_newer_than_the_refused_row()
    {
        await IngestAsync(Write("a.csv", Payments(5)));
        await IngestAsync(Write("b.csv", Payments(5, i => i == 2 ? "1.2.3" : "7")));
        var sheet = await ExportAsync();
        await IngestAsync(Write("c.csv", Payments(5, _ => "99")));
        await Withdrawal.WithdrawAsync(3, "错", "tester", false, null, default);

        (await Service.RetryAsync(Write("mended.csv", sheet.Replace(",1.2.3,", ",1.23,")), "tester", default)).Should().BeEquivalentTo(new { Updated = 1, LoadedSince = 0 }, o => o.ExcludingMissingMembers());
        (await AmountAsync("P00002")).Should().Be(1.23m);
    }

    [Fact]
    public async Task What_was_asked_for_replaces_the_row_that_was_named_and_no_other()
    {
        await IngestAsync(Write("march.csv", Payments(10, Bad(2, 5))));
        var sheet = (await ExportAsync()).Replace(",1.2.3,", ",1.23,");
        await IngestAsync(Write("new.csv", Payments(3, _ => "99")));
        (await Service.RetryAsync(Write("mended.csv", sheet), "tester", default)).LoadedSince.Should().Be(1);
        var told = await ExportAsync();

        // The person gives the row a key that nobody was told of, which the later file has brought as well.
        (await Service.RetryAsync(Write("other-key.csv", told.Replace("P00002,", "P00001,")), "tester", default)).Should().BeEquivalentTo(new { Updated = 0, LoadedSince = 1 }, o => o.ExcludingMissingMembers());
        (await AmountAsync("P00001")).Should().Be(99m);

        // Told of that one too, it goes in.
        (await Service.RetryAsync(new QuarantineFilter(Code: "loaded_since"), null, "tester", default)).Updated.Should().Be(1);
        (await AmountAsync("P00001")).Should().Be(1.23m);
    }

    [Theory]
    [InlineData("", "missing_value", "元")]
    [InlineData(",,,,单位：万元\n", "other_money_unit", "万元")]
    public async Task What_a_mapping_has_read_is_asked_for_through_that_mapping(string caption, string code, string unit)
    {
        const string head = "使用流水号,凭证,申报编号,使用日期,金额（元）\n";
        await IngestAsync(Write("march.csv", $"{head}U1,V1,A1,2025-03-01,500\n{caption},V2,A1,2025-03-02,3\n"));
        await IngestAsync(Write("new.csv", $"{head}V2,,A1,2025-03-02,99\n"));
        var mapping = new NamedMapping("by-voucher", Mapping.Parse(Encoding.UTF8.GetBytes($$$"""
            {"stream":"fund_use","columns":{"use_id":{"from":"凭证"},"application_id":{"from":"申报编号"},"used_on":{"from":"使用日期"},"amount":{"from":"金额（元）","unit":"{{{unit}}}"} } }
            """), "m.json"));

        (await Service.RetryAsync(new QuarantineFilter(Code: code), mapping, "tester", default)).Should().BeEquivalentTo(new { Updated = 0, LoadedSince = 1 }, o => o.ExcludingMissingMembers());
        var row = (await Store.ListAsync(new QuarantineFilter(Code: "loaded_since"), default)).Should().ContainSingle("that is where a person is told to look").Which;
        row.MessageZh.Should().Contain("批次 2（new.csv").And.Contain("quarantine retry --code loaded_since --mapping by-voucher）");

        // As the file was read it has no key, or its amount another unit.
        (await Service.RetryAsync(new QuarantineFilter(Code: code), mapping, "tester", default)).Updated.Should().Be(0, "the same again asks for nothing");
        (await Service.RetryAsync(new QuarantineFilter(Code: "loaded_since"), mapping, "tester", default)).Updated.Should().Be(1);
        (await ScalarAsync<decimal>("select amount from record.fund_use where use_id = 'V2'")).Should().Be(unit == "元" ? 3m : 30000m);
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'open' and told is not null")).Should().Be(0);
    }

    [Fact]
    public async Task A_row_of_another_unit_that_was_told_of_a_later_load_is_not_read_as_its_file_was()
    {
        const string head = "使用流水号,凭证,申报编号,使用日期,金额（元）\n";
        await IngestAsync(Write("march.csv", $"{head}U1,V1,A1,2025-03-01,500\n,,,,单位：万元\nV2,V2,A1,2025-03-02,3\n"));
        await ExecuteAsync("update ingest.rejected_row set key_is_read = true");
        await IngestAsync(Write("new.csv", $"{head}V2,,A1,2025-03-02,99\n"));
        var mapping = new NamedMapping("wan", Mapping.Parse("""
            {"stream":"fund_use","columns":{"use_id":{"from":"使用流水号"},"application_id":{"from":"申报编号"},"used_on":{"from":"使用日期"},"amount":{"from":"金额（元）","unit":"万元"}}}
            """u8.ToArray(), "m.json"));
        (await Service.RetryAsync(new QuarantineFilter(Code: "other_money_unit"), mapping, "tester", default)).LoadedSince.Should().Be(1);
        await Withdrawal.WithdrawAsync(2, "错", "tester", false, null, default);

        (await Service.RetryAsync(new QuarantineFilter(Code: "loaded_since"), null, "tester", default)).Should().BeEquivalentTo(new { Rows = 0, OfAnotherTable = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.fund_use where use_id = 'V2'")).Should().Be(0, "3 would be three yuan");
    }

    private static Func<int, string> Bad(params int[] rows) => i => rows.Contains(i) ? "1.2.3" : $"{i % 50 + 10}.50";

    private Task<long> OpenAsync() => ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'open'");

    private Task<decimal> AmountAsync(string payment) => ScalarAsync<decimal>($"select amount from record.canteen_payment where payment_id = '{payment}'");

    private async Task<string> ExportAsync()
    {
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        return Encoding.UTF8.GetString(export.ToArray()).TrimStart('\uFEFF');
    }
}

using System.Text;
using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class LoadTests : IngestTest
{
    [Fact]
    public async Task A_file_that_comes_again_behind_one_that_replaced_its_rows_brings_them_back()
    {
        var right = Write("right.csv", Payments(100, _ => "5"));
        await IngestAsync(right);
        await IngestAsync(Write("more.csv", Payments(200, _ => "5")));
        (await AgainAsync(right)).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded, "nothing of it was replaced");

        var wrong = Write("wrong.csv", Payments(30, _ => "7"));
        await IngestAsync(wrong);
        var folder = await IngestAsync(Folder);
        folder.Files.Should().OnlyContain(f => f.Status == FileReport.AlreadyLoaded, "a folder gone through again puts no old file over a new one");
        folder.Files.Where(f => f.RowsReplaced).Select(f => Path.GetFileName(f.Path)).Should().BeEquivalentTo(["right.csv"], "that is said of a file whose rows say something else now");
        (await AgainAsync(right)).Totals.Should().BeEquivalentTo(new { Rows = 100, Updated = 30, Unchanged = 70 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where amount <> 5")).Should().Be(0);
        (await AgainAsync(right)).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded);
        (await AgainAsync(wrong)).Totals.Updated.Should().Be(30, "it is the other way round now");
        (await ScalarAsync<string>("select string_agg(file_name || ' ' || nth_load, ', ' order by batch_id) from ingest.batch")).Should().Be("right.csv 1, more.csv 1, wrong.csv 1, right.csv 2, wrong.csv 2");

        Task<IngestReport> AgainAsync(string file) => IngestAsync(new IngestRequest([file], BringBack: true));
    }

    [Fact]
    public async Task A_file_that_is_passed_over_says_at_the_end_of_the_run_which_rows_a_file_behind_it_has_replaced()
    {
        await IngestAsync(Write("a.csv", Payments(10, _ => "5")));
        await IngestAsync(Write("c.csv", Payments(20, _ => "5")));
        Write("b.csv", Payments(3, _ => "7"));
        (await IngestAsync(Folder)).Files.Select(f => (Path.GetFileName(f.Path), f.Status, f.RowsReplaced)).Should().Equal(
            ("a.csv", FileReport.AlreadyLoaded, true), ("b.csv", FileReport.Done, false), ("c.csv", FileReport.AlreadyLoaded, false));
    }

    [Fact]
    public async Task What_cannot_be_said_of_a_file_that_was_in_already_hides_no_report_of_those_that_came_in()
    {
        await IngestAsync(Write("a.csv", Payments(10, _ => "5")));
        Write("b.csv", Payments(20, _ => "5"));
        await ExecuteAsync("revoke select on history.canteen_payment from fundwatch_app");

        var (known, loaded) = (await IngestAsync(Folder)).Files is [var first, var second] ? (first, second) : default;

        loaded.Should().BeEquivalentTo(new { Status = FileReport.Done, Loaded = 10, Unchanged = 10, ReplacedUnknown = (FileError?)null }, o => o.ExcludingMissingMembers());
        loaded.Remarks.Should().NotBeNull("its quality report is made all the same");
        known.Should().BeEquivalentTo(new { Status = FileReport.AlreadyLoaded, RowsReplaced = false }, o => o.ExcludingMissingMembers());
        known.ReplacedUnknown!.Code.Should().Be("replaced_unknown");
        known.ReplacedUnknown.Zh.Should().Contain("42501", "whoever mends it wants the cause");
        known.ReplacedUnknown.En.Should().Contain("not known").And.Contain("permission denied");
    }

    [Fact]
    public async Task Loading_twice_changes_no_table()
    {
        var file = Write("payments.csv", Payments(3_000));
        var first = await IngestAsync(file);
        first.Totals.Loaded.Should().Be(3_000);
        var before = await Database.HashTablesAsync("record", "history", "ingest", "vault");

        var second = await IngestAsync(file);

        SumIsRight(second);
        second.Totals.Unchanged.Should().Be(3_000);
        (await Database.HashTablesAsync("record", "history", "ingest", "vault")).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task The_same_rows_in_another_file_are_unchanged()
    {
        await IngestAsync(Write("a.csv", Payments(500)));
        var before = await Database.HashTablesAsync("record", "history", "vault");

        var report = await IngestAsync(Write("b.csv", "﻿" + Payments(500).Replace("\n", "\r\n")));

        report.Totals.Should().BeEquivalentTo(new { Rows = 500, Loaded = 0, Updated = 0, Unchanged = 500, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await Database.HashTablesAsync("record", "history", "vault")).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_changed_row_keeps_its_old_version()
    {
        await IngestAsync(Write("a.csv", Payments(100)));
        var report = await IngestAsync(Write("b.csv", Payments(101, amount: i => i == 5 ? "999.99" : $"{i % 50 + 10}.50")));

        report.Totals.Should().BeEquivalentTo(new { Rows = 101, Loaded = 1, Updated = 1, Unchanged = 99, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<decimal>("select amount from record.canteen_payment where payment_id = 'P00005'")).Should().Be(999.99m);
        (await ScalarAsync<decimal>("select amount from history.canteen_payment where payment_id = 'P00005'")).Should().Be(15.50m);
    }

    [Fact]
    public async Task A_row_whose_date_moves_to_another_month_stays_one_row()
    {
        await IngestAsync(Write("a.csv", Payments(10)));
        var report = await IngestAsync(Write("b.csv", Payments(10, paidAt: i => i == 3 ? "2025-11-11 11:11:11" : $"2025-{i % 3 + 1:00}-{i % 28 + 1:00} 12:{i % 60:00}:00")));

        report.Totals.Should().BeEquivalentTo(new { Loaded = 0, Updated = 1, Unchanged = 9 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(10);
        (await ScalarAsync<long>("select count(*) from history.canteen_payment where payment_id = 'P00003'")).Should().Be(1);
        (await ScalarAsync<bool>("""
            select h.recorded_to = r.recorded_from from history.canteen_payment h join record.canteen_payment r using (payment_id) where payment_id = 'P00003'
            """)).Should().BeTrue("an as-of view must show one version at every moment");
    }

    [Fact]
    public async Task One_chunk_may_hold_rows_of_every_kind()
    {
        string Day(int i) => $"2025-{i % 3 + 1:00}-{i % 28 + 1:00} 12:{i % 60:00}:00";
        await IngestAsync(Write("a.csv", Payments(100)));
        await ExecuteAsync("delete from ingest.batch_rows"); // nothing is known by heart: every row is compared in the store
        var report = await IngestAsync(Write("b.csv", Payments(110, i => i % 10 == 1 ? "999.99" : $"{i % 50 + 10}.50", i => (i % 10) switch { 2 => "2025-11-11 11:11:11", 3 => Day(i).Replace("12:", "13:"), _ => Day(i) })));

        SumIsRight(report);
        report.Totals.Should().BeEquivalentTo(new { Rows = 110, Loaded = 10, Updated = 30, Unchanged = 70, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select count(*) || ' ' || count(distinct payment_id) || ' ' || count(*) filter (where batch_id = 2) from record.canteen_payment")).Should().Be("110 110 40");
        (await ScalarAsync<string>("select string_agg(distinct right(payment_id, 1), '' order by right(payment_id, 1)) || ' ' || count(*) from history.canteen_payment")).Should().Be("123 30");
        (await ScalarAsync<bool>("select bool_and(h.recorded_to = r.recorded_from and h.recorded_from < h.recorded_to) from history.canteen_payment h join record.canteen_payment r using (payment_id)")).Should().BeTrue();
        (await ScalarAsync<string>("select rows || ' ' || loaded || ' ' || updated || ' ' || unchanged from ingest.batch where batch_id = 2")).Should().Be("110 10 30 70");
    }

    [Fact]
    public async Task Keys_may_be_empty_in_part()
    {
        const string header = "region_code,org_level,meal_type,per_head,valid_from\n";
        await IngestAsync(Write("a.csv", header + "330102,,,100,2025-01-01\n330102,县,,110,2025-01-01\n330102,,晚,120,2025-01-01\n"));
        await ExecuteAsync("delete from ingest.batch_rows");
        var report = await IngestAsync(Write("b.csv", header + "330102,,,101,2025-01-01\n330102,县,,110,2025-01-01\n330102,,晚,120,2025-01-01\n330102,,,100,2026-01-01\n"));
        report.Totals.Should().BeEquivalentTo(new { Rows = 4, Loaded = 1, Updated = 1, Unchanged = 2, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select (select string_agg(per_head::text, ' ' order by per_head) from record.reception_standard) || ' ' || (select string_agg(per_head::text, ' ') from history.reception_standard)")).Should().Be("100.00 101.00 110.00 120.00 100.00");
    }

    [Fact]
    public async Task A_key_twice_in_a_file_is_unchanged_when_identical_and_quarantined_when_not()
    {
        var lines = Payments(20).TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[4]);
        lines.Add(lines[5].Replace("330102", "330103"));
        var report = await IngestAsync(Write("a.csv", string.Join('\n', lines)));

        SumIsRight(report);
        report.Totals.Should().BeEquivalentTo(new { Rows = 22, Loaded = 20, Unchanged = 1, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select code || ':' || line_no from ingest.rejected_row")).Should().Be("duplicate_key:23");
        (await ScalarAsync<string>("select canteen_region_code from record.canteen_payment where payment_id = 'P00004'")).Should().Be("330102");
    }

    [Fact]
    public async Task Two_sources_may_use_the_same_keys()
    {
        var file = Write("a.csv", Payments(50));
        await IngestAsync(new IngestRequest([file], Source: "east"));
        var report = await IngestAsync(new IngestRequest([file], Source: "west"));
        report.Totals.Loaded.Should().Be(50);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(100);
    }

    [Fact]
    public async Task A_dry_run_keeps_nothing()
    {
        var before = await Database.HashTablesAsync("record", "history", "ingest", "vault");
        var report = await IngestAsync(new IngestRequest([Write("a.csv", Payments(100, amount: i => i == 7 ? "1.2.3" : "5"))], DryRun: true));
        report.Totals.Should().BeEquivalentTo(new { Rows = 100, Loaded = 99, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await Database.HashTablesAsync("record", "history", "ingest", "vault")).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Persons_are_tokens_in_the_records_and_encrypted_in_the_vault()
    {
        await IngestAsync(Write("a.csv", Payments(10)));
        await IngestAsync(Write("p.csv", "person_id,org_code,person_name,relatives\n张 3,91152201078377449P,李四,张4；91152201078377449P\n"));

        (await ScalarAsync<bool>("select bool_and(payer_id ~ '^p_[A-Za-z0-9_-]{22}$') from record.canteen_payment")).Should().BeTrue();
        (await ScalarAsync<bool>("""
            select p.person_id = c.payer_id and p.relatives[1] = d.payer_id and p.relatives[2] = '91152201078377449P'
            from record.personnel p, record.canteen_payment c, record.canteen_payment d where c.payment_id = 'P00003' and d.payment_id = 'P00004'
            """)).Should().BeTrue("the same person has the same token everywhere");
        (await ScalarAsync<string>("select v.masked from vault.personal v join record.canteen_payment c on c.payer_id = v.token where c.payment_id = 'P00003'")).Should().Be("张**");
        (await ScalarAsync<bool>("select bool_or(position('张'::bytea in ciphertext) > 0) from vault.personal")).Should().BeFalse();
    }

    [Fact]
    public async Task Cells_are_stored_as_the_contract_says()
    {
        var row = "R1,91152201078377449P,（某）县财政局,330102,县级,,2025年3月2日,无,－,,,,,１２人,3,1,晚餐,,,￥1234.50,1.5,0,,NULL,\"12,345.678\",公务卡,,,,张三,,,";
        var header = Header("reception").Replace("餐费", "餐费（万元）");
        var report = await IngestAsync(Write("r.csv", header + "\n" + row + "\n"));

        report.Totals.Loaded.Should().Be(1, report.Files[0].Error?.En);
        (await ScalarAsync<string>("""
            select concat_ws('|', org_level, reception_date, guest_count, meal_type, standard_per_head, meal_amount, total_amount, payment_method, letter_no is null, letter_date is null, warnings::text)
            from record.reception
            """)).Should().Be("县|2025-03-02|12|晚|1234.50|15000.00|12345.68|公务卡|t|t|{rounded:total_amount}");
    }

    [Theory]
    [InlineData("9134O600MA2PBM9HXD", 1)] // a letter O
    [InlineData("MA2PBM9HX", 1)]
    [InlineData("340600000012345", 1)]
    [InlineData("张三", 0)]
    [InlineData("E12345678", 0)] // a passport
    [InlineData("11010519491231002X", 0)]
    public async Task What_looks_like_an_applicants_code_and_is_none_is_a_warning(string code, int warnings)
    {
        await IngestAsync(Write("s.csv", $"申报编号,奖补政策名称,主管部门,申报主体代码,申报主体,行政区划代码,申报日期,申报金额\nS1,GX,局,{code},甲,441402,2025-03-01,5\n"));
        (await ScalarAsync<string>("select coalesce(array_to_string(warnings, ' '), '') from record.subsidy")).Should().Be(warnings == 1 ? "bad_credit_code:applicant_code" : "");
        (await ScalarAsync<string>("select applicant_code from record.subsidy")).Should().StartWith("p_", "it may be a person's number");
    }

    [Fact]
    public async Task A_bad_credit_code_is_a_warning_and_not_a_refusal()
    {
        await IngestAsync(Write("o.csv", "单位代码,单位名称,行政区划代码\n91350211M00013FA1N,试点企业,350211\n"));
        (await ScalarAsync<string>("select org_code || warnings::text from record.organisation")).Should().Be("91350211M00013FA1N{bad_credit_code:org_code}");
    }

    [Theory]
    [InlineData("gb18030")]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public async Task Every_encoding_gives_the_same_rows(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var coder = Encoding.GetEncoding(encoding);
        var file = Write("a.csv", [.. coder.GetPreamble(), .. coder.GetBytes(Payments(200).Replace(',', '\t'))]);
        var gz = Write("b.csv.gz", Gzip([.. coder.GetPreamble(), .. coder.GetBytes(Payments(200))]));

        (await IngestAsync(file)).Totals.Loaded.Should().Be(200);
        (await IngestAsync(gz)).Totals.Unchanged.Should().Be(200);
        (await ScalarAsync<string>("select payer_org_name from record.canteen_payment limit 1")).Should().Be("县财政局");
    }
}

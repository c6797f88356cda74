using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Export;

namespace FundWatch.DatabaseTests.Ingest.Quality;

public sealed class QualityReportTests : IngestTest
{
    private const string Projects = "project_id,project_name,owner_name,region_code\nX1,路,局,330102\n";

    [Fact]
    public async Task A_file_without_faults_has_no_remarks()
    {
        var report = await IngestAsync(Write("a.csv", Payments(300)));
        report.Files.Single().Remarks.Should().BeEmpty();
        var quality = await ReadAsync(1);
        quality!.Load.Accepted.Should().Be(300);
        quality.Findings.References.Should().ContainSingle().Which.IsTargetEmpty.Should().BeTrue();
        quality.Findings.Blind.Should().OnlyContain(b => b.Missing.Count > 0);
    }

    [Fact]
    public async Task A_unit_stated_above_the_header_is_used_and_said()
    {
        var report = await IngestAsync(Write("a.csv", "专项资金使用明细表\n单位：万元\nuse_id,application_id,used_on,金额\nU1,A1,2025-03-01,12.5\nU2,A1,2025-03-01,125000元\n"));
        (await ScalarAsync<string>("select string_agg(distinct amount::text, ' ') from record.fund_use")).Should().Be("125000.00");
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "unit_above").Which.Zh.Should().Contain("万元");
    }

    [Fact]
    public async Task A_file_of_nothing_but_a_header_is_remarked_upon()
    {
        var report = await IngestAsync(Write("a.csv", Payments(0)));
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "no_rows").Which.IsGrave.Should().BeTrue();
    }

    [Theory]
    [InlineData("big5", true), InlineData("gb18030", false), InlineData("utf-8", false)]
    public async Task A_text_in_big5_is_a_grave_remark(string encoding, bool isSaid)
    {
        var text = (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.UTF8).GetBytes("project_id,project_name,owner_name,region_code\nX1,Road,Bureau,330102\nX2,中學一期工程,縣財政局,330102\n");
        var file = (await IngestAsync(Write("a.csv", text))).Files.Single();
        (file.Loaded, file.Encoding).Should().Be((2, encoding == "big5" ? "gb18030" : encoding));
        var remark = file.Remarks!.SingleOrDefault(r => r.Code == "other_encoding");
        (remark?.IsGrave, remark?.Count >= 2).Should().Be(isSaid ? (true, true) : (null, false));
        (remark?.Zh ?? "第 3 行起，可能是 Big5").Should().Contain("第 3 行起").And.Contain("可能是 Big5");
        (remark?.En ?? "from line 3, Big5").Should().Contain("from line 3").And.Contain("Big5");
    }

    [Theory]
    [InlineData("使用流水号,申报编号,使用日期,金额,,项目编号,项目名称,建设单位,行政区划代码\nU1,A1,2025-03-01,1,,X1,路,局,330102\n", "project", "项目编号、项目名称、建设单位、行政区划代码")]
    [InlineData("项目编号,项目名称,建设单位,行政区划代码,备注,使用流水号,申报编号,使用日期,金额\nX1,路,局,330102,,U1,A1,2025-03-01,1\n", "project", "项目编号、项目名称、建设单位、行政区划代码")]
    [InlineData("使用流水号,申报编号,使用日期,金额,,日期,类型\nU1,A1,2025-03-01,1,,2025-10-01,放假\n", "holiday", "日期、类型")]
    [InlineData("使用流水号,申报编号,使用日期,金额,日期,类型\nU1,A1,2025-03-01,1,2025-10-01,放假\n", null, "two words are no table")]
    [InlineData("使用流水号,申报编号,使用日期,金额,项目编号,项目名称\nU1,A1,2025-03-01,1,X1,路\n", null, "a project needs more")]
    public async Task A_table_of_another_stream_beside_the_one_that_is_read_is_a_grave_remark(string text, string? beside, string headers)
    {
        var file = (await IngestAsync(Write("a.csv", text))).Files.Single();
        (file.Loaded, file.Quarantined).Should().Be((1, 0));
        var remark = file.Remarks!.SingleOrDefault(r => r.Code == "table_beside");
        (remark is null).Should().Be(beside is null, headers);
        (remark?.IsGrave ?? true).Should().BeTrue();
        (remark?.Zh ?? headers).Should().Contain(headers);
        (remark?.En ?? "nothing").Should().Contain(beside ?? "nothing");
    }

    [Theory]
    [InlineData(",\"明细\":[{\"单据编号\":\"MD-1\",\"接待日期\":\"2025-03-01\",\"来宾人数\":3,\"餐费\":1,\"报销金额\":2}]", "明细")]
    [InlineData(",\"附:\":{\"明细\":[1,{\"x\":1}]}", "附:.明细")]
    [InlineData(",\"标签\":[\"一\",\"二\"],\"空\":[]", null)]
    public async Task Lists_of_records_within_a_record_are_a_grave_remark(string more, string? field)
    {
        string Of(string code, string name, string rest) => $"{{\"单位代码\":\"{code}\",\"单位名称\":\"{name}\",\"行政区划代码\":\"330102\"{rest}}}";
        var file = (await IngestAsync(Write("a.json", $"[{Of("11330100MB1234567E", "甲局", more)},{Of("91340800MA2N0XQ03E", "乙局", "")}]"))).Files.Single();
        (file.Stream, file.Loaded).Should().Be(("organisation", 2));
        var remark = file.Remarks!.SingleOrDefault(r => r.Code == "lists_unread");
        (remark?.IsGrave, remark?.Count).Should().Be(field is null ? (null, null) : (true, 1L));
        (remark?.Zh ?? $"1 条记录的“{field}”，请将“{field}”展开").Should().Contain($"1 条记录的“{field}”").And.Contain($"请将“{field}”展开");
        (await ReadAsync(1))!.Load.ListsUnread.Select(l => l.Field).Should().Equal(field is null ? [] : [field]);
    }

    [Fact]
    public async Task References_to_nothing_are_counted_with_examples()
    {
        await IngestAsync(Write("projects.csv", Projects));
        var report = await IngestAsync(Write("bids.csv", "bid_id,project_id,bidder_code,bidder_name,bid_amount\nB1,X1,91340800MA2N0XQ03E,甲,1\nB2,X9,91340800MA2N0XQ03E,乙,2\nB3,X9,91340800MA2N0XQ03E,丙,3\n"));
        var check = (await ReadAsync(2))!.Findings.References.Single(r => r.Column == "project_id");
        check.Should().BeEquivalentTo(new { Rows = 3, Broken = 2, Examples = new[] { "X9" }, IsSample = false }, o => o.ExcludingMissingMembers());
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "broken_reference").Which.Zh.Should().Contain("X9").And.Contain("2 行");
    }

    [Fact]
    public async Task The_same_content_under_another_key_is_found_in_the_file_and_in_the_store()
    {
        const string header = "use_id,application_id,used_on,amount,purpose\n";
        await IngestAsync(Write("a.csv", header + "U1,A1,2025-03-01,100,设备\nU2,A1,2025-03-02,200,设备\n"));
        await IngestAsync(Write("b.csv", header + "V1,A1,2025-03-01,100,设备\nV2,A1,2025-03-05,300,设备\nV3,A1,2025-03-05,300,设备\nV4,A1,2025-03-06,300,设备\n"));
        (await ReadAsync(2))!.Findings.Twins.Should().BeEquivalentTo(new { FileRows = 4, InFile = 2, IsFileSample = false, StoreRows = 4, InStore = 1, IsStoreSample = false, IsStoreSkipped = false });
        (await RemarksAsync(2)).Should().Contain("twins_in_file").And.Contain("twins_in_store");
    }

    [Fact]
    public async Task Twins_may_be_looked_for_again_on_the_same_connection()
    {
        await IngestAsync(Write("a.csv", Payments(30)));
        await IngestAsync(Write("b.csv", Payments(30).Replace("P0", "Q0")));
        await using var connection = await Database.App.OpenConnectionAsync();
        for (var i = 0; i < 2; i++)
        {
            var found = await new BatchChecks(connection, RecordStreams.Get("canteen_payment"), 2, DateTimeOffset.UnixEpoch, 30).TwinsAsync(null, default);
            (found!.StoreRows, found.InStore).Should().Be((30, 30));
        }
    }

    [Fact]
    public async Task In_a_large_store_twins_are_looked_for_in_some_of_the_months()
    {
        await IngestAsync(Write("a.csv", Payments(9_000)));
        await IngestAsync(Write("b.csv", Payments(9_000).Replace("P0", "Q0")));
        // As if each month held 201,000 rows: two of the three are no more than what is looked through.
        await ExecuteAsync("analyze record.canteen_payment; update pg_class set reltuples = 201000 where oid in (select inhrelid from pg_inherits where inhparent = 'record.canteen_payment'::regclass) and relpages > 0");
        await using var connection = await Database.App.OpenConnectionAsync();
        var found = await new BatchChecks(connection, RecordStreams.Get("canteen_payment"), 2, DateTimeOffset.UnixEpoch, 9_000).TwinsAsync(null, default);
        found.Should().BeEquivalentTo(new { StoreRows = 6_000, InStore = 6_000, IsStoreSample = true, IsStoreSkipped = false }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task Yuan_read_as_ten_thousands_is_doubted()
    {
        await IngestAsync(Write("a2024.csv", Payments(200, i => $"{20 + i % 30}")));
        await IngestAsync(Write("a2025.csv", Payments(200, i => $"{20 + i % 30}").Replace("P0", "Q0").Replace("金额", "金额(万元)")));
        var quality = await ReadAsync(2);
        quality!.Findings.Scale.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Column = "amount", Against = "source" }, o => o.ExcludingMissingMembers());
        quality.Findings.Remarks[0].Should().BeEquivalentTo(new { Code = "scale", IsGrave = true }, o => o.ExcludingMissingMembers(), "the gravest comes first");
    }

    [Fact]
    public async Task One_row_in_yuan_among_ten_thousands_is_doubted_and_named_without_personal_data()
    {
        var rows = Payments(40, i => i == 17 ? "30" : $"{i % 30 + 10}.00").Replace("P00017", "110101199003070775", StringComparison.Ordinal).Replace("金额", "金额(万元)", StringComparison.Ordinal);
        var file = (await IngestAsync(Write("a.csv", rows.Replace(",30,张17", ",300000,张17", StringComparison.Ordinal)))).Files.Single();
        var remark = file.Remarks.Should().ContainSingle(r => r.Code == "scale_within").Subject;
        remark.Should().BeEquivalentTo(new { IsGrave = true, Count = 1, Column = "amount" });
        remark.Zh.Should().Contain("，第 19 行）").And.NotContain("19900307").And.NotContain("p_");
        (await ReadAsync(1))!.Findings.Within.Should().ContainSingle().Which.Rows.Should().ContainSingle().Which.Line.Should().Be(19);
    }

    [Fact]
    public async Task A_file_that_brings_back_what_others_had_corrected_says_so()
    {
        const string header = "use_id,application_id,used_on,amount\n";
        var first = Write("a.csv", header + Lines(i => $"{i}0"));
        await IngestAsync(first);
        var corrected = await IngestAsync(Write("b.csv", header + Lines(i => i <= 3 ? $"{i}5" : $"{i}0")));
        corrected.Files.Single().Remarks.Should().NotContain(r => r.Code == "brought_back");
        var again = await IngestAsync(new IngestRequest([first], BringBack: true));
        again.Totals.Updated.Should().Be(3);
        var remark = again.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "brought_back").Subject;
        remark.Should().BeEquivalentTo(new { IsGrave = true, Count = 3 });
        remark.Zh.Should().Contain("批次 1").And.Contain("3 行").And.Contain("撤回本批次");
        (await ReadAsync(3))!.Findings.Back.Should().Be(new BroughtBack(1, 3));
    }

    [Theory]
    [InlineData(2), InlineData(1)]
    public async Task Rows_with_an_empty_part_of_their_key_are_brought_back_like_others(int rows)
    {
        const string header = "region_code,org_level,meal_type,per_head,valid_from\n";
        string Standards(int one, int other) => header + $"330102,,,{one},2025-01-01\n" + (rows == 2 ? $"330102,县级,中,{other},2025-01-01\n" : "");
        var first = Write("a.csv", Standards(60, 80));
        await IngestAsync(first);
        await IngestAsync(Write("b.csv", Standards(65, 85)));
        var again = await IngestAsync(new IngestRequest([first], BringBack: true));
        again.Totals.Updated.Should().Be(rows);
        again.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "brought_back").Which.Count.Should().Be(rows);
        (await ReadAsync(3))!.Findings.Back.Should().Be(new BroughtBack(1, rows));
    }

    [Fact]
    public async Task What_was_brought_back_is_found_where_a_later_load_has_gone_over_it_since()
    {
        const string header = "use_id,application_id,used_on,amount\n";
        var first = Write("a.csv", header + Lines(i => $"{i}0"));
        await IngestAsync(first);
        await IngestAsync(Write("b.csv", header + Lines(i => i <= 3 ? $"{i}5" : $"{i}0")));
        await IngestAsync(new IngestRequest([first], BringBack: true));
        await IngestAsync(Write("c.csv", header + Lines(i => i == 2 ? "7" : $"{i}0")));
        await ExecuteAsync("update ingest.batch_report set findings = null where batch_id = 3");
        (await ReadAsync(3))!.Findings.Back.Should().Be(new BroughtBack(1, 3));
    }

    [Fact]
    public async Task A_total_that_the_rows_do_not_add_up_to_is_remarked_and_kept()
    {
        var file = (await IngestAsync(Write("a.csv", "use_id,application_id,used_on,amount\nU1,A1,2025-03-01,100\nU2,A1,2025-03-02,200\n合计,,,330\n"))).Files.Single();
        file.Remarks.Should().ContainSingle(r => r.Code == "total_differs" && r.IsGrave).Which.Zh.Should().Contain("330.00").And.Contain("300.00");
        (await ReadAsync(1))!.Load.TotalsOff.Should().ContainSingle();
        await ExecuteAsync("update ingest.batch_report set profile = profile - 'totals_off'");
        (await ReadAsync(1))!.Load.TotalsOff.Should().BeEmpty("reports made before say nothing of totals");
    }

    [Fact]
    public async Task A_load_is_compared_with_the_last_of_its_kind()
    {
        await IngestAsync(Write("a2024.csv", Payments(400)));
        await IngestAsync(Write("a2025.csv", string.Join('\n', Payments(100).Split('\n').Select((l, i) => i == 0 || l.Length == 0 ? l : "Z" + l.Replace(",张", ",").Replace(",中", ",夜宵")))));
        (await ReadAsync(2))!.Findings.Previous!.BatchId.Should().Be(1);
        (await RemarksAsync(2)).Should().Contain("rows_drift").And.Contain("new_codes").And.Contain("missing_codes");
    }

    [Fact]
    public async Task Rules_that_the_file_leaves_without_a_column_are_named()
    {
        await IngestAsync(Write("r.csv", "reception_id,org_code,org_name,region_code,reception_date,guest_count,meal_amount,total_amount\nR1,11430300006124000A,林业局,430302,2025-03-04,10,1300,1300\n"));
        var blind = (await ReadAsync(1))!.Findings.Blind.Single(b => b.RuleId == "REC-001");
        blind.Should().BeEquivalentTo(new { Share = 0.0, Missing = new[] { new MissingInput("reception", "accompany_count", "absent_column") } }, o => o.ExcludingMissingMembers());
        (await RemarksAsync(1)).Should().Contain("blind_rules");
    }

    [Fact]
    public async Task Dates_in_the_future_and_before_1949_are_remarked()
    {
        await IngestAsync(Write("u.csv", "use_id,application_id,used_on,amount\nU1,A1,2091-03-01,100\nU2,A1,1935-03-02,200\n"));
        (await RemarksAsync(1)).Should().Contain("future_dates").And.Contain("early_dates");
    }

    [Fact]
    public async Task A_large_batch_is_looked_at_in_part_and_says_so()
    {
        await IngestAsync(Write("projects.csv", Projects));
        await IngestAsync(Write("e.csv", "event_id,project_id,event_kind,event_on,amount\n" + string.Concat(Enumerable.Range(0, 210_000).Select(i => $"E{i},{(i % 10 == 0 ? "X9" : "X1")},支付,2025-03-{i % 28 + 1:00},{i}\n"))));
        var findings = (await ReadAsync(2))!.Findings;
        var check = findings.References.Single();
        check.IsSample.Should().BeTrue();
        check.Rows.Should().BeInRange(60_000, 140_000);
        ((double)check.Broken / check.Rows).Should().BeApproximately(0.1, 0.01);
        findings.Twins!.IsFileSample.Should().BeTrue();
    }

    [Fact]
    public async Task A_report_whose_checks_were_cut_off_is_finished_when_it_is_read()
    {
        await IngestAsync(Write("projects.csv", Projects));
        await ExecuteAsync("update ingest.batch_report set findings = null");
        (await ReadAsync(1))!.Findings.References.Should().NotBeEmpty();
        (await ScalarAsync<bool>("select findings is not null from ingest.batch_report")).Should().BeTrue();
        (await ReadAsync(99)).Should().BeNull();
    }

    [Fact]
    public async Task The_report_is_written_for_people_and_for_machines_and_runs_no_script()
    {
        await IngestAsync(Write("projects.csv", Projects));
        await IngestAsync(Write("bids.csv", "bid_id,project_id,bidder_code,bidder_name,bid_amount\nB1,<script>alert(1)</script>,91340800MA2N0XQ03E,甲,1\n"));
        var report = (await ReadAsync(2))!;
        var html = ReportExport.Write(report, "html");
        html.Should().Contain("数据质量报告").And.Contain("Data quality report").And.Contain("&lt;script&gt;").And.NotContain("<script");
        ReportExport.Write(report, "csv").Split("\r\n").Should().HaveCountGreaterThan(report.Load.Columns.Count);
        System.Text.Json.JsonDocument.Parse(ReportExport.Write(report, "json")).RootElement.GetProperty("findings").GetProperty("references").GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task Refused_cells_are_counted_in_words_not_in_codes()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 3 ? "1.2.3" : "5")));
        ReportExport.Write((await ReadAsync(1))!, "html").Should().Contain("不止一个小数点").And.Contain("more than one decimal point").And.NotContain("two_decimal_points");
    }

    [Fact]
    public async Task Values_that_a_file_without_their_columns_erased_are_counted()
    {
        const string header = "use_id,application_id,used_on,amount,payee_name,invoice_no,purpose";
        await IngestAsync(Write("full.csv", header + "\n" + Lines(i => $"{i}0,甲公司,{(i % 2 == 0 ? $"F{i}" : "")},设备")));
        var report = await IngestAsync(Write("part.csv", header.Replace(",payee_name,invoice_no", ",收款方") + "\n" + Lines(i => i < 90 ? $"{i}1,,设备" : $"{i}0,,设备")));

        report.Totals.Updated.Should().Be(100);
        var remark = report.Files.Single().Remarks![0];
        remark.Should().BeEquivalentTo(new { Code = "erased_values", IsGrave = true, Count = 100 }, o => o.ExcludingMissingMembers());
        remark.Zh.Should().Contain("本文件没有列“发票号码”").And.Contain("“收款方”每一行都是空的").And.Contain("100 行").And.Contain("撤回");
        var erased = (await ReadAsync(2))!.Findings.Erased!;
        erased.Columns.Should().BeEquivalentTo([new ErasedColumn("invoice_no", false, 50), new ErasedColumn("payee_name", true, 100)]);
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "fill_drift");
    }

    [Fact]
    public async Task Nothing_is_erased_where_nothing_was_or_no_row_was_updated()
    {
        const string header = "use_id,application_id,used_on,amount";
        await IngestAsync(Write("one.csv", header + ",purpose\n" + Lines(i => $"{i}0,设备")));
        (await IngestAsync(Write("two.csv", header + ",purpose,payee_name\n" + Lines(i => $"{i}1,设备,")))).Files.Single().Remarks.Should().NotContain(r => r.Code == "erased_values");
        (await IngestAsync(Write("new.csv", header + "\n" + Lines(i => $"{i}0").Replace("U", "V")))).Files.Single().Remarks.Should().NotContain(r => r.Code == "erased_values");
    }

    [Fact]
    public async Task Columns_that_were_not_used_are_kept_with_the_report_and_shown()
    {
        await IngestAsync(Write("a.csv", "use_id,application_id,used_on,amount,经<办>人\nU1,A1,2025-03-01,100,王\n"));
        var report = (await ReadAsync(1))!;
        report.Load.Unused.Should().Equal("经<办>人");
        ReportExport.Write(report, "html").Should().Contain("未使用的列").And.Contain("经&lt;办&gt;人");
    }

    [Fact]
    public async Task A_report_knows_what_other_parts_of_the_file_and_later_files_of_the_folder_brought()
    {
        var release = """{"ocid":"o1","id":"r1","date":"2024-03-01T00:00:00Z","tag":["tender"],"buyer":{"id":"B1","name":"Town"},"tender":{"id":"t1","title":"Road","value":{"amount":100}},"bids":{"details":[{"id":"b1","date":"2024-03-20T00:00:00Z","tenderers":[{"id":"S1","name":"Firm"}],"value":{"amount":90}}]}}""";
        var report = await IngestAsync(Write("a.ocds.json", release));
        report.Files.Select(f => (f.Stream, f.Rows)).Should().Equal(("project", 1), ("bid", 1), ("project_event", 0));
        (await ReadAsync(1))!.Findings.Blind.SelectMany(b => b.Missing).Should().NotContain(m => m.Stream == "bid" && m.Why == "absent_stream");

        await IngestAsync(Write("0_bids.csv", "bid_id,project_id,bidder_code,bidder_name,bid_amount\nB1,X1,91340800MA2N0XQ03E,甲,1\n"), Write("1_projects.csv", Projects));
        (await ReadAsync(4))!.Findings.References.Single(r => r.Column == "project_id").Broken.Should().Be(0);
    }

    [Fact]
    public async Task Of_two_files_that_say_the_same_the_later_one_is_the_duplicate()
    {
        var reports = await IngestAsync(Write("a.csv", Payments(30)), Write("b.csv", Payments(30).Replace("P0", "Q0")));
        reports.Files.Select(f => f.Remarks!.Count(r => r.Code == "twins_in_store")).Should().Equal(0, 1);
    }

    [Fact]
    public async Task Of_a_part_without_records_one_line_says_so()
    {
        await IngestAsync(Write("a.csv", Payments(0)));
        var report = (await ReadAsync(1))!;
        EmptyFile.Words(report)!.Value.Zh.Should().Be("文件中没有“食堂扫码支付”的记录。");
        ReportExport.Write(report, "html").Should().Contain("文件中没有“食堂扫码支付”的记录").And.Contain("只有表头").And.NotContain("<table");
    }

    [Theory]
    [InlineData("U2,A1,2025-03-02,12", 3)]
    [InlineData("U2,A1,2025-03-02,12\n", 0)] // whole
    [InlineData("U2,A1,2025-03-02,\"12\"", 0)] // its last cell is closed
    [InlineData("U2,A1,2025-03-02", 0)] // refused anyway
    [InlineData("合计,,,112", 0)] // no record
    public async Task A_text_that_ends_within_its_last_row_may_be_cut_off(string last, long line)
    {
        var report = await IngestAsync(Write("a.csv", "use_id,application_id,used_on,amount\nU1,A1,2025-03-01,100\n" + last));
        (await ReadAsync(1))!.Load.OpenLine.Should().Be(line);
        report.Files.Single().Remarks!.Where(r => r.Code == "open_end").Select(r => (r.Count, r.IsGrave)).Should().Equal(line > 0 ? [(line, false)] : []);
    }

    private static string Lines(Func<int, string> behind) => string.Concat(Enumerable.Range(1, 100).Select(i => $"U{i},A1,2025-03-{i % 28 + 1:00},{behind(i)}\n"));

    private Task<QualityReport?> ReadAsync(long batch) => new QualityReports(Database.Store).ReadAsync(batch, default);

    private async Task<IReadOnlyList<string>> RemarksAsync(long batch) => (await ReadAsync(batch))!.Findings.Remarks.Select(r => r.Code).ToList();
}

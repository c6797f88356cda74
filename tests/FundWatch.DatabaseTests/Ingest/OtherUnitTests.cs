using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A unit of money that a file states and that is not applied is said, and never passed over.</summary>
public sealed class OtherUnitTests : IngestTest
{
    private const string Head = "使用流水号,申报编号,使用日期,金额\n", Row = "U1,A1,2025-03-01,5\n";

    [Theory]
    [InlineData(Head + Row + "注：金额单位为万元,,,\n", "第 3 行注明金额单位为万元")]
    [InlineData(Head + Row + "备注：以上金额单位均为万元\n", "第 3 行注明金额单位为万元")]
    [InlineData(Head + Row + "合计,,,5\n单位：万元,,,\n", "第 4 行注明金额单位为万元")]
    [InlineData(Head + Row + "合计（万元）,,,5\n", "第 3 行注明金额单位为万元")]
    [InlineData(Head + Row + "x,y,z,万元\n", "第 3 行注明金额单位为万元")]
    [InlineData("单位：万元,,,单位：元\n" + Head + Row, "第 1 行注明金额单位为万元")]
    public async Task Beside_the_records(string text, string said)
    {
        var report = await IngestAsync(Write("a.csv", text));
        report.Totals.Loaded.Should().Be(1);
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "other_unit" && r.IsGrave).Which.Zh.Should().Contain(said).And.Contain("金额是按元读取的");
    }

    [Theory]
    [InlineData("单位：万元\n" + Head + Row + "合计（万元）,,,5\n注：金额单位为万元\n")]
    [InlineData(Head + Row + "注：以上金额以元为单位\n")]
    [InlineData(Head + Row + "制表单位：某局,,,\n")]
    [InlineData(Head + Row + "合计,,,12500.00元\n")]
    [InlineData(Head + Row + "合计,,,1.2万元\n")]
    public async Task What_goes_with_the_unit_in_use_is_no_matter(string text)
    {
        var report = await IngestAsync(Write("a.csv", text));
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "other_unit");
    }

    [Fact]
    public async Task Below_a_caption_of_another_unit_nothing_loads_until_the_first_unit_comes_again()
    {
        const string text = "甲县,,,单位：万元\n" + Head + Row + "乙县,,,单位：元\n" + Head + "U2,A1,2025-03-02,60000\n丙县,,,单位：万元\n" + Head + "U3,A1,2025-03-02,7\n";
        var report = await IngestAsync(Write("a.csv", text));
        (await ScalarAsync<string>("select string_agg(use_id || ' ' || amount, ', ' order by use_id) from record.fund_use")).Should().Be("U1 50000.00, U3 70000.00");
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code, ', ' order by line_no) from ingest.rejected_row")).Should().StartWith("4 other_money_unit, 6 other_money_unit, 7 ");
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "other_unit").Which.Zh.Should().Contain("第 4 行注明金额单位为元");
    }

    [Fact]
    public async Task A_caption_that_a_printed_table_repeats_on_each_page_refuses_none_of_them()
    {
        const string page = "单位：万元,,,\n使用流水号,申报编号,使用日期,金额（元）\n";
        var report = await IngestAsync(Write("a.csv", page + "U1,A1,2025-03-01,500\n" + page + "U2,A1,2025-03-02,600\n"));
        (await ScalarAsync<string>("select string_agg(use_id || ' ' || amount, ', ' order by use_id) from record.fund_use")).Should().Be("U1 500.00, U2 600.00");
        report.Totals.Loaded.Should().Be(2);
    }

    [Theory]
    [InlineData("单位：万元\n", "")]
    [InlineData("单位：元\n", ", \"unit\": \"万元\"")]
    public async Task A_caption_that_a_mapping_contradicts(string above, string unit)
    {
        var mapping = FundUse("付款额", unit, "\"header_row\": 2, ");
        var report = await IngestAsync(new IngestRequest([Write("a.csv", above + "单号,文号,日期,付款额\n" + Row)], Mapping: mapping));
        report.Totals.Loaded.Should().Be(1);
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "other_unit").Which.IsGrave.Should().BeTrue();
    }

    [Theory]
    [InlineData("付款额(万元)", "", "50000.00")]
    [InlineData("付款额万元", "", "50000.00")]
    [InlineData("付款额（百元）", "", "500.00")]
    [InlineData("付款额(万元)", ", \"unit\": \"千元\"", "5000.00")]
    [InlineData("付款额", "", "5.00")]
    public async Task A_header_that_a_mapping_names_without_a_unit_states_its_own(string header, string unit, string stored)
    {
        var mapping = FundUse(header, unit);
        await IngestAsync(new IngestRequest([Write("a.csv", $"单号,文号,日期,{header}\n{Row}")], Mapping: mapping));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be(stored);
    }

    [Theory]
    [InlineData(",,,万元\n", "50000.00")]
    [InlineData("单位：县财政局,,万元,2024年\n", "50000.00")]
    [InlineData(",,,百元\n", "500.00")]
    [InlineData("单位：县财政局,,,2024年\n", "5.00")]
    public async Task A_unit_alone_in_its_cell_above_the_table_holds(string above, string stored)
    {
        var report = await IngestAsync(Write("a.csv", above + Head + Row));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be(stored);
        report.Files.Single().Remarks!.Count(r => r.Code == "unit_above").Should().Be(stored == "5.00" ? 0 : 1);
    }

    [Theory]
    [InlineData("金额（元、角、分）"), InlineData("金额（元）"), InlineData("金额（含税）")]
    public async Task A_header_that_names_yuan_too_is_in_yuan(string header)
    {
        await IngestAsync(Write("a.csv", $"使用流水号,申报编号,使用日期,{header}\n{Row}"));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be("5.00");
    }

    [Theory]
    [InlineData("金额（角）", "角")]
    [InlineData("金额(单位：分)", "分")]
    [InlineData("金额（兆元）", "兆元")]
    public async Task A_unit_that_nobody_knows_is_not_taken_for_yuan(string header, string unit)
    {
        var file = Write("a.csv", $"使用流水号,申报编号,使用日期,{header}\n{Row}");
        var columns = string.Join(", ", new[] { ("use_id", "使用流水号"), ("application_id", "申报编号"), ("used_on", "使用日期"), ("amount", header) }.Select(c => $"\"{c.Item1}\": {{\"from\": \"{c.Item2}\"}}"));
        foreach (var mapping in new[] { null, Write("m.json", $"{{\"stream\": \"fund_use\", \"columns\": {{{columns}}}}}") })
        {
            var refused = (await IngestAsync(new IngestRequest([file], Mapping: mapping))).Files.Single();
            refused.Should().BeEquivalentTo(new { Rows = 0, Loaded = 0, Code = "unknown_unit" }, o => o.ExcludingMissingMembers());
            $"{refused.Error}".Should().Contain($"“{unit}”");
        }
    }

    [Theory]
    [InlineData("金额（百元）", "500元", "500.00")]
    [InlineData("金额（百元）", "1.2万", "12000.00")]
    [InlineData("金额（百元）", "伍佰元", "500.00")]
    [InlineData("金额（百元）", "5", "500.00")]
    public async Task A_cell_that_names_its_own_unit_is_in_it(string header, string cell, string stored)
    {
        await IngestAsync(Write("a.csv", $"使用流水号,申报编号,使用日期,{header}\nU1,A1,2025-03-01,{cell}\n"));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be(stored);
    }

    [Theory]
    [InlineData("价格(元/斤)", "", "10.40")]
    [InlineData("价格(元/吨)", "", "0.01")]
    [InlineData("价格", ", \"unit\": \"元/斤\"", "10.40")]
    [InlineData("价格(元/斤)", ", \"unit\": \"元\"", "10.40")]
    [InlineData("价格(元/斤)", ", \"unit\": \"元/公斤\"", "5.20")] // the mapping knows better
    public async Task A_price_below_a_mapping_is_for_the_weight_that_is_stated(string header, string unit, string stored)
    {
        var mapping = Prices(header, unit);
        var report = await IngestAsync(new IngestRequest([Write("a.csv", $"品种,地区,月,{header}\n大米,330102,2025-03,5.20\n")], Mapping: mapping));
        (await ScalarAsync<string>("select price_per_kg::text from record.price_reference")).Should().Be(stored);
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "other_unit");
    }

    [Fact]
    public async Task A_price_below_a_mapping_for_what_has_no_weight_is_refused()
    {
        var mapping = Prices("价格(元/盒)", "");
        var request = new IngestRequest([Write("a.csv", "品种,地区,月,价格(元/盒)\n大米,330102,2025-03,5.20\n")], Mapping: mapping);
        $"{(await IngestAsync(request)).Files.Single().Error}".Should().Contain("列名“价格(元/盒)”注明的单价单位不能换算成“参考价(元/公斤)”");
    }

    [Theory]
    [InlineData("付款额(万美元)", "", "50000.00")]
    [InlineData("付款额（美元）", "", "5.00")]
    [InlineData("付款额", "单位：万美元\n", "5.00")]
    public async Task Another_currency_has_its_ten_thousands_too(string header, string above, string stored)
    {
        var mapping = FundUse(header, "", "\"currency\": \"USD\", ");
        var report = await IngestAsync(new IngestRequest([Write("a.csv", $"{above}单号,文号,日期,{header}\n{Row}")], Mapping: mapping));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be(stored);
        string.Concat(report.Files.Single().Remarks!.Where(r => r.Code == "other_unit").Select(r => r.Zh[..26])).Should().Be(above.Length > 0 ? "第 1 行注明金额单位为万美元，而金额是按USD读取" : "");
    }

    [Theory]
    [InlineData("金额（万元以上）", "5.00", "第 1 行注明金额单位为万元，而金额是按元读取的")]
    [InlineData("金额（每人五百元）", "5.00", "")]
    [InlineData("金额（20余万元）", "5.00", "")]
    [InlineData("金额（专户万元）", "5.00", "第 1 行注明金额单位为万元，而金额是按元读取的")]
    [InlineData("金额（约百万元）", "5.00", "第 1 行注明金额单位为百万元，而金额是按元读取的")]
    [InlineData("金额（年末结余万元）", "50000.00", "")]
    [InlineData("金额（万元（不含税））", "50000.00", "")]
    [InlineData("金额（万元）（M）", "50000.00", "")]
    [InlineData("金额万元", "50000.00", "")]
    [InlineData("金额结余万元", null, "")] // of another name
    public async Task A_header_that_speaks_of_a_unit_without_stating_it_is_read_in_yuan_and_remarked_on(string header, string? stored, string remark)
    {
        var report = await IngestAsync(Write("a.csv", $"使用流水号,申报编号,使用日期,{header}\nU1,A1,2025-03-01,5\n"));
        (await ScalarAsync<string?>("select amount::text from record.fund_use")).Should().Be(stored);
        string.Concat((report.Files.Single().Remarks ?? []).Where(r => r.Code == "other_unit").Select(r => r.Zh[..r.Zh.IndexOf('；')])).Should().Be(remark);
    }

    [Theory]
    [InlineData("资金使用表（专户万元）,,,\n" + Head + Row, 1)]
    [InlineData("单位：专户万元,,,\n" + Head + Row, 1)]
    [InlineData(",,,资金（专户万元）\n" + Head + Row, 1)]
    [InlineData(Head + "U0,A1,2025-03-01,5\n二、项目支出（专户万元）,,,\n" + Row, 3)]
    public async Task A_title_a_group_or_a_section_that_may_state_a_unit_is_remarked_on(string text, int line)
    {
        var report = await IngestAsync(Write("a.csv", text));
        (await ScalarAsync<string>("select amount::text from record.fund_use where use_id = 'U1'")).Should().Be("5.00", "nobody can tell, and no row is refused for it");
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "other_unit" && r.IsGrave).Which.Zh.Should().Contain($"第 {line} 行注明金额单位为万元");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", \"unit\": \"元\"", false)] // a person has said so
    public async Task A_header_below_a_mapping_that_may_state_a_unit_is_remarked_on(string unit, bool isSaid)
    {
        var report = await IngestAsync(new IngestRequest([Write("a.csv", "单号,文号,日期,付款额（专户万元）\n" + Row)], Mapping: FundUse("付款额（专户万元）", unit)));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be("5.00");
        report.Files.Single().Remarks!.Count(r => r.Code == "other_unit").Should().Be(isSaid ? 1 : 0);
    }

    [Theory]
    [InlineData("单位：万元,,,\n货币单位：人民币,,,\n" + Head + Row, "50000.00")]
    [InlineData("单位：万元,,,\n使用流水号,申报编号,使用日期,金额（人民币）\n" + Row, "50000.00")]
    [InlineData("币种：,人民币,,\n使用流水号,申报编号,使用日期,金额（万元）\n" + Row, "50000.00")]
    [InlineData("单位：万元,,,\n" + Head + "U0,A1,2025-03-01,6\n货币单位：人民币,,,\n" + Row, "50000.00")]
    [InlineData("单位：万元,,,\n,,,资金（人民币）\n" + Head + Row, "50000.00")]
    [InlineData("货币单位：人民币,,,\n" + Head + Row, "5.00")]
    [InlineData("单位：万元,,,\n使用流水号,申报编号,使用日期,金额（人民币）\nU0,A1,2025-03-01,6\n单位：万元,,,\n使用流水号,申报编号,使用日期,金额（人民币）\n" + Row, "50000.00")]
    public async Task A_currency_leaves_to_others_how_many_of_it(string text, string stored)
    {
        var report = await IngestAsync(Write("a.csv", text));
        (await ScalarAsync<string>("select amount::text from record.fund_use where use_id = 'U1'")).Should().Be(stored);
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "other_unit");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where code = 'other_money_unit'")).Should().Be(0);
    }

    [Fact]
    public async Task A_section_of_large_amounts_is_no_other_unit()
    {
        var report = await IngestAsync(Write("a.csv", Head + "U1,A1,2025-03-01,5\n二、大额支出（万元以上）,,,\nU2,A1,2025-03-01,50000\n"));
        (await ScalarAsync<long>("select count(*) from record.fund_use")).Should().Be(2);
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "other_unit");
    }

    [Fact]
    public async Task A_header_in_thousands_by_a_letter_is_refused() =>
        (await IngestAsync(Write("a.csv", "使用流水号,申报编号,使用日期,金额（k）\nU1,A1,2025-03-01,5\n"))).Files.Single().Error!.Code.Should().Be("unknown_unit");

    [Fact]
    public async Task A_column_of_currencies_beside_amounts_in_ten_thousands_is_no_other_unit()
    {
        var report = await IngestAsync(Write("a.csv", "使用流水号,申报编号,使用日期,金额（万元）,币种\nU1,A1,2025-03-01,5,人民币\nU2,A1,2025-03-01,6,CNY\n"));
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "own_unit");
        (await ScalarAsync<decimal>("select sum(amount) from record.fund_use")).Should().Be(110_000);
    }

    [Theory]
    [InlineData("付款额（元）", "5.00", "第 1 行注明金额单位为元，而金额是按USD读取的")]
    [InlineData("付款额（万元）", "50000.00", "第 1 行注明金额单位为万元，而金额是按万USD读取的")]
    [InlineData("付款额（元/人）", "5.00", "第 1 行注明金额单位为元/人，而金额是按USD读取的")]
    [InlineData("付款额（万）", "50000.00", "")] // of what is not said
    public async Task A_header_in_yuan_below_a_mapping_in_another_currency_is_remarked_on(string header, string stored, string remark)
    {
        var report = await IngestAsync(new IngestRequest([Write("a.csv", $"单号,文号,日期,{header}\n{Row}")], Mapping: FundUse(header, "", "\"currency\": \"USD\", ")));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be(stored);
        string.Concat(report.Files.Single().Remarks!.Where(r => r.Code == "other_unit").Select(r => r.Zh[..r.Zh.IndexOf('；')])).Should().Be(remark);
        report.Files.Single().Remarks!.Where(r => r.Code == "other_unit").ToList().ForEach(r => (r.Zh.EndsWith("请撤回本批次，去掉映射中的 \"currency\" 后重新导入") && r.En.EndsWith("take \"currency\" out of the mapping and load the file again")).Should().BeTrue(r.Zh));
    }

    [Theory]
    [InlineData("单位", "万元", "元")]
    [InlineData("金额单位", "（万元）", "人民币元")]
    [InlineData("币种", "美元", "人民币")]
    [InlineData("币种", "其他", "CNY")]
    public async Task Units_row_by_row_in_a_column_that_nothing_takes(string header, string other, string yuan)
    {
        var report = await IngestAsync(Write("a.csv", Head.TrimEnd('\n') + $",{header}\nU1,A1,2025-03-01,5,{other}\nU2,A1,2025-03-01,50000,{yuan}\n"));
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "own_unit").Which.Should().BeEquivalentTo(new { Count = 1, IsGrave = true }, o => o.ExcludingMissingMembers());
    }

    [Theory]
    [InlineData("币种", "美元", "美元（USD）", "\"currency\": \"USD\"", "\"currency\": \"USD\", ")]
    [InlineData("币种", "港币", "", "\"currency\": \"HKD\"", "\"currency\": \"HKD\", ")]
    [InlineData("货币代码", "TZS", "TZS", "\"currency\": \"TZS\"", "\"currency\": \"TZS\", ")]
    [InlineData("单位", "万美元", "万美元", "\"currency\": \"USD\"，并为各金额列写明 \"unit\": \"万元\"", "\"currency\": \"USD\", ", "\"unit\": \"万元\"")]
    [InlineData("单位", "万元", "万元", "列名写作“金额（万元）”", "", "\"unit\": \"万元\"")]
    public async Task A_unit_that_every_row_names_is_said_with_the_mapping_that_reads_it_and_then_no_more(string header, string one, string another, string toDo, string currency, string unit = "")
    {
        var file = Write("a.csv", Head.TrimEnd('\n') + $",{header}\nU1,A1,2025-03-01,5,{one}\nU2,A1,2025-03-01,6,{another}\n");
        var report = await IngestAsync(file);
        var remark = report.Files.Single().Remarks!.Single(r => r.Code == "own_unit");
        remark.Zh.Should().Contain(toDo).And.Contain("撤回本批次").And.NotContain("拆分");
        remark.En.Should().Contain("withdraw the batch").And.NotContain("split");

        var again = await IngestAsync(new IngestRequest([file], Source: "other", Mapping: Write("m.json", $$"""
            {"stream": "fund_use", {{currency}}"columns": {"use_id": {"from": "使用流水号"}, "application_id": {"from": "申报编号"}, "used_on": {"from": "使用日期"}, "amount": {"from": "金额" {{(unit.Length > 0 ? ", " + unit : "")}} } } }
            """)));
        again.Files.Single().Remarks.Should().NotContain(r => r.Code == "own_unit");
    }

    [Fact]
    public async Task Amounts_in_ten_thousands_of_a_currency_beside_its_name_are_in_no_other_unit()
    {
        var mapping = Write("m.json", """
            {"stream": "fund_use", "currency": "USD", "columns": {"use_id": {"from": "使用流水号"}, "application_id": {"from": "申报编号"}, "used_on": {"from": "使用日期"}, "amount": {"from": "金额（万）", "unit": "万元"} } }
            """);
        var report = await IngestAsync(new IngestRequest([Write("a.csv", "使用流水号,申报编号,使用日期,金额（万）,币种\nU1,A1,2025-03-01,5,美元\nU2,A1,2025-03-01,6,USD\n")], Mapping: mapping));
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "own_unit");
    }

    [Fact]
    public async Task Rows_of_yuan_that_were_passed_over_are_not_taken_for_none()
    {
        const string rows = "U1,A1,2025-03-01,5,人民币\nU2,A1,2025-03-01,6,人民币\n";
        await IngestAsync(Write("a.csv", Head.TrimEnd('\n') + ",币种\n" + rows));
        var report = await IngestAsync(Write("b.csv", Head.TrimEnd('\n') + ",币种\n" + rows + "U3,A1,2025-03-01,7,美元\n"));
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "own_unit").Which.Zh.Should().Contain("拆分文件");
    }

    [Fact]
    public async Task An_office_in_a_column_of_that_name_is_no_unit()
    {
        var report = await IngestAsync(Write("a.csv", Head.TrimEnd('\n') + ",单位\nU1,A1,2025-03-01,5,县财政局\n"));
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "own_unit");
    }

    [Fact]
    public async Task A_column_that_is_named_twice_is_said()
    {
        var report = await IngestAsync(Write("a.csv", Head.TrimEnd('\n') + ",金额（万元）\nU1,A1,2025-03-01,5,2\n"));
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "repeated_column" && r.IsGrave).Which.Zh.Should().Contain("第 4 列（D）“金额”和第 5 列（E）“金额（万元）”");
        report.Files.Single().UnusedColumns.Should().Equal("金额（万元）");
    }

    [Theory]
    [InlineData("资金（万元）", "金额", "工作表名“资金（万元）”注明金额单位为万元，而金额是按元读取的")]
    [InlineData("资金万元", "金额", "工作表名“资金万元”注明金额单位为万元")]
    [InlineData("资金（万元）1月", "金额（元）", "工作表名“资金（万元）1月”注明金额单位为万元")]
    [InlineData("资金（万元）", "金额（万元）", null)]
    [InlineData("资金（元）", "金额", null)]
    [InlineData("广元", "金额（万元）", null)]
    [InlineData("资金", "金额", null)]
    public async Task The_name_of_a_sheet_is_heard_and_never_applied(string sheet, string header, string? said)
    {
        var rows = XlsxFile.Rows([["使用流水号", "申报编号", "使用日期", header], ["U1", "A1", "2025-03-01", "5"]]);
        var report = await IngestAsync(Write("a.xlsx", XlsxFile.MakeSheets([(sheet, rows)])));
        (await ScalarAsync<string>("select amount::text from record.fund_use")).Should().Be(header == "金额（万元）" ? "50000.00" : "5.00");
        var remarks = report.Files.Single().Remarks!.Where(r => r.Code == "other_unit").ToList();
        remarks.Should().HaveCount(said is null ? 0 : 1);
        remarks.ForEach(r => (r.IsGrave && r.Zh.StartsWith(said!) && r.Zh.Contains("请撤回本批次，写明单位后重新导入")).Should().BeTrue(r.Zh));
    }

    [Fact]
    public async Task So_is_the_name_of_a_file_and_below_a_caption_that_says_the_same_nothing_loads_all_the_same()
    {
        var report = await IngestAsync(Write("资金（万元）.csv", Head + Row + "单位：万元,,,\n" + Head + "U2,A1,2025-03-02,6\n"));
        report.Totals.Loaded.Should().Be(1);
        report.Files.Single().Remarks!.Where(r => r.Code == "other_unit").Should().Contain(r => r.En.StartsWith("the name of the file, '资金（万元）.csv', states 万元"));
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code, ', ' order by line_no) from ingest.rejected_row")).Should().Contain("5 other_money_unit");
    }

    private string FundUse(string header, string unit, string more = "") => Write("m.json",
        $"{{\"stream\": \"fund_use\", {more}\"columns\": {{\"use_id\": {{\"from\": \"单号\"}}, \"application_id\": {{\"from\": \"文号\"}}, \"used_on\": {{\"from\": \"日期\"}}, \"amount\": {{\"from\": \"{header}\"{unit}}}}}}}");

    private string Prices(string header, string unit) => Write("m.json",
        $"{{\"stream\": \"price_reference\", \"columns\": {{\"item_name\": {{\"from\": \"品种\"}}, \"region_code\": {{\"from\": \"地区\"}}, \"month\": {{\"from\": \"月\"}}, \"price_per_kg\": {{\"from\": \"{header}\"{unit}}}}}}}");
}

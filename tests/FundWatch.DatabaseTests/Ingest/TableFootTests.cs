namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Totals, signatures and notes of printed tables: no records, no refusals, and said.</summary>
public sealed class TableFootTests : IngestTest
{
    [Theory]
    [InlineData("合计,,,,305.00,,,,,")]
    [InlineData("总 计：,,,,305.00,,,,,")]
    [InlineData(",,,合计（元）,305.00,,,,,")]
    [InlineData("本页小计,,,,\"1,305.00\",,,,,")]
    [InlineData("2025年3月合计,,,,305.00,10人,,,,")]
    [InlineData("3月份合计,,,,305.00,,,,,")]
    [InlineData("2025年第一季度合计,,,,305.00,,,,,")]
    [InlineData("Grand Total,,,,305,,,,,")]
    [InlineData("本月计,,,,305.00,,,,,")]
    [InlineData("累计数,,,,305.00,,,,,")]
    [InlineData("合计数（元）：,,,,305.00,,,,,")]
    [InlineData("过次页,,,,305.00,,,,,")]
    [InlineData("承前页,,,,305.00,,,,,")]
    [InlineData(",,,转下页：,305.00,,,,,")]
    [InlineData("承上页,,,,305.00,,,,,")]
    [InlineData("季度合计,,,,305.00,,,,,")]
    [InlineData("1-3月合计,,,,305.00,,,,,")]
    [InlineData("2025年1月至3月份累计,,,,305.00,,,,,")]
    [InlineData("11,合计,,,305,,,,,")]
    [InlineData("合计,,,,,,,,,")]
    [InlineData("制表人：张三")]
    [InlineData("制表人：张三,,审核人：李四,,,打印日期：2025-03-31,,,,")]
    [InlineData("制表人：,张三,审核人：,李四,日期：,2025-03-31,,,,")]
    [InlineData("单位负责人（签字）：　　　财务负责人：　　　填报日期：2025年3月31日")]
    [InlineData("注：以上金额含税")]
    [InlineData("备注1：以上金额含税,,,,,,,,,")]
    [InlineData("第1页 共3页,,,,,,,,,")]
    [InlineData("流水号,食堂编码,食堂区划,支付时间,金额,付款人标识,付款人单位,付款人类别,公函文号,餐别")] // the header once more, as on each page
    [InlineData("payment_id,canteen_code,canteen_region_code,paid_at,amount,payer_id,payer_org_name,payer_kind,letter_no,meal_type")]
    public async Task A_line_of_a_printed_table_is_left_out_and_said(string line)
    {
        var report = await IngestAsync(Write("payments.csv", Payments(10) + line + "\n"));
        (report.Totals.Rows, report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((10, 10, 0, 1));
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "foot_rows").Which.Zh.Should().Contain("第 12 行");
    }

    [Theory]
    [InlineData("P99,C1,330102,2025-03-02 12:00,合计,张三,县财政局,来宾,,中")]
    [InlineData("合计,C1,330102,2025-03-02 12:00,,张三,县财政局,来宾,,中")] // more than numbers beside the word
    [InlineData("P99,C1,330102,,305.00,合计,,,,")]
    [InlineData("以上数据截至三月底")]
    [InlineData("截至3月合计,,,,305.00,,,,,")]
    [InlineData("上半年合计项目,,,,305.00,,,,,")]
    [InlineData("2025年度合计,,,,305.00,,,,,")]
    [InlineData("13月合计,,,,305.00,,,,,")]
    [InlineData("1-13月合计,,,,305.00,,,,,")]
    [InlineData("计,,,,305.00,,,,,")]
    [InlineData("设计,,,,305.00,,,,,")]
    [InlineData("承前页码登记,,,,305.00,,,,,")]
    [InlineData("过次页,C1,330102,2025-03-02 12:00,,张三,县财政局,来宾,,中")]
    [InlineData("00月份合计,,,,305.00,,,,,")]
    [InlineData("二十月合计,,,,305.00,,,,,")]
    [InlineData("审核局：一科,C1,330102,2025-03-02 12:00,x,张三,县财政局,来宾,,中")]
    public async Task What_may_be_a_record_is_refused_as_ever(string line)
    {
        var report = await IngestAsync(Write("payments.csv", Payments(10) + line + "\n"));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((10, 1, 0));
    }

    [Theory]
    [InlineData("合计")]
    [InlineData("小 计：")]
    [InlineData("本月合计")]
    [InlineData("本月计")]
    [InlineData("累计数")]
    [InlineData("过次页")]
    [InlineData("1-3月合计")]
    [InlineData("P00001 小计")]
    [InlineData("设备　汇总")]
    [InlineData("Grand Total")]
    public async Task A_totals_row_whose_cells_are_all_filled_is_no_record(string key)
    {
        var report = await IngestAsync(Write("payments.csv", Payments(10) + key + ",C1,330102,2025-03-02 12:00,305.00,张三,县财政局,来宾,财函,中\n设计01,C1,330102,2025-03-02 12:00,1.00,张三,县财政局,来宾,财函,中\n"));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((11, 1, 0));
        (await ScalarAsync<string>("select code || ' ' || column_name from ingest.rejected_row")).Should().Be("totals_row payment_id");
    }

    [Fact]
    public async Task The_header_again_in_another_unit_is_another_tables()
    {
        const string header = "使用流水号,申报编号,使用日期,金额\n";
        var report = await IngestAsync(Write("a.csv", header + "T3,A,2025-03-01,5\n" + header + "T4,A,2025-03-02,6\n" + header.Replace("金额", "金额(万元)", StringComparison.Ordinal) + "T5,A,2025-03-03,7\n"));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((2, 2, 1));
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code, ', ' order by line_no) from ingest.rejected_row")).Should().Be("5 other_table, 6 other_table");
    }

    [Fact]
    public async Task Below_the_header_of_another_table_nothing_loads_until_the_first_comes_again()
    {
        var rows = Payments(4).TrimEnd('\n').Split('\n');
        const string other = "流水号,食堂编码,食堂区划,支付时间,金额,付款人单位,付款人标识,付款人类别,公函文号,餐别"; // two columns the other way round: every cell would fit
        var report = await IngestAsync(Write("payments.csv", string.Join('\n', rows[0], rows[1], other, rows[2], rows[0], rows[3], "") + "\n"));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((2, 2, 1));
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code, ', ' order by line_no) from ingest.rejected_row")).Should().Be("3 other_table, 4 other_table");
        (await ScalarAsync<string>("select max(message_zh) from ingest.rejected_row")).Should().Contain("第 3 行的另一个表头之下");
    }

    [Fact]
    public async Task A_record_whose_words_look_like_a_foot_loads()
    {
        var report = await IngestAsync(Write("payments.csv", Payments(10) + "备注：1,合计,330102,2025-03-02 12:00,10,合计,小计,来宾,,中\n"));
        (report.Totals.Loaded, report.Totals.Skipped).Should().Be((11, 0));
    }

    [Fact]
    public async Task Totals_never_become_records_where_a_mapping_fills_the_rest()
    {
        var mapping = Write("m.json", """
            {"stream": "canteen_payment", "columns": {"payment_id": {"from": "单号"}, "canteen_code": {"constant": "C1"}, "canteen_region_code": {"constant": "330102"},
             "paid_at": {"constant": "2025-03-31"}, "amount": {"from": "金额"}}}
            """);
        var report = await IngestAsync(new Data.Ingest.IngestRequest([Write("month.csv", "单号,金额,经办\nA1,10,张\nA2,20,李\n小计,30,\nA3,5,王\n合计,35,\n制表：张,,审核：李\n")], Mapping: mapping));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((3, 0, 3));
        (await ScalarAsync<decimal>("select sum(amount) from record.canteen_payment")).Should().Be(35);
    }

    [Theory]
    [InlineData("1月合计,10;2月合计,20", 2, 30)]
    [InlineData("2025年1月合计,10;2025年2月合计,20;合计,30", 2, 30)]
    [InlineData("一月合计,10;二月合计,20;三月合计,5;一季度合计,35;全年合计,35", 3, 35)] // what sums up the months is no record beside them
    [InlineData("第一季度合计,10;第二季度合计,20;上半年合计,30", 2, 30)]
    [InlineData("2024年合计,10;2025年合计,20", 2, 30)]
    [InlineData("1月计,10;2月计,20;本年计,30", 2, 30)]
    [InlineData("1月合计,10;2月合计,20;3月合计,5;1-3月合计,35;累计数,35", 3, 35)]
    [InlineData("1-3月合计,10;4-6月合计,20;上半年合计,30;全年合计,30", 2, 30)]
    [InlineData("1-2月累计,10;1-3月累计,20;1-4月累计,25", 3, 55)] // each is a row of its own
    [InlineData("承前页,7;买米,10;过次页,17", 1, 10)]
    [InlineData("买米,10;1月合计,10;买油,20;2月合计,20", 2, 30)]
    public async Task A_ledger_of_nothing_but_months_loads_and_below_records_their_totals_do_not(string lines, int loaded, decimal amount)
    {
        var mapping = Write("m.json", """
            {"stream": "canteen_payment", "columns": {"payment_id": {"from": "摘要"}, "canteen_code": {"constant": "C1"}, "canteen_region_code": {"constant": "330102"},
             "paid_at": {"constant": "2025-03-31"}, "amount": {"from": "金额"}}}
            """);
        var path = Write("ledger.csv", $"摘要,金额\n{lines.Replace(';', '\n')}\n");
        var report = await IngestAsync(new Data.Ingest.IngestRequest([path], Mapping: mapping));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((loaded, 0, lines.Split(';').Length - loaded));
        (await ScalarAsync<decimal>("select sum(amount) from record.canteen_payment")).Should().Be(amount);

        await IngestAsync(new Data.Ingest.IngestRequest([Write("again.csv", File.ReadAllText(path) + "买盐,1\n3月合计,1\n")], Mapping: mapping));
        (await ScalarAsync<decimal>("select sum(amount) from record.canteen_payment")).Should().Be(amount + 1, "rows that are known are records above it too");
    }

    // A table that a program has written as JSON or Parquet has the same totals as its export.
    [Theory]
    [InlineData("a.csv"), InlineData("a.jsonl"), InlineData("a.json"), InlineData("a.parquet"), InlineData("a.arrow")]
    public async Task Totals_are_no_records_whatever_the_format(string name)
    {
        string[] headers = ["序号", "部门", "支出"];
        string?[][] rows = [["1", "财政局", "10"], ["2", "教育局", "20"], ["3", "合计", "30"], [null, "合计", "30"], ["4", "卫生局", "5"], [null, "制表人：张三", null]];
        var table = new TypedTable(headers, rows);
        var objects = rows.Select(r => "{" + string.Join(",", r.Select((v, i) => $"\"{headers[i]}\":{(v is null ? "null" : $"\"{v}\"")}")) + "}");
        var path = Write(name, Path.GetExtension(name) switch
        {
            ".csv" => table.Csv(),
            ".jsonl" => System.Text.Encoding.UTF8.GetBytes(string.Join("\n", objects)),
            ".json" => System.Text.Encoding.UTF8.GetBytes($"[{string.Join(",", objects)}]"),
            ".parquet" => await table.ParquetAsync(dictionaries: true, groupSize: 4),
            _ => table.Arrow(isFile: true, batchSize: 4),
        });
        var mapping = Write("m.json", """
            {"stream":"fund_use","columns":{"use_id":{"template":"BX-{序号}"},"application_id":{"constant":"A1"},"used_on":{"constant":"2025-03-31"},"amount":{"from":"支出"},"payee_name":{"from":"部门"}}}
            """);

        var file = (await IngestAsync(new Data.Ingest.IngestRequest([path], Mapping: mapping))).Files.Single();

        (file.Loaded, file.Quarantined, file.Skipped).Should().Be((3, 0, 3));
        file.Remarks.Should().ContainSingle(r => r.Code == "foot_rows");
        file.Remarks.Should().NotContain(r => r.Code == "total_differs");
        (await ScalarAsync<decimal>("select sum(amount) from record.fund_use")).Should().Be(35);

        // Without a mapping: refused rows are looked at, as ever.
        string?[][] named = [["K1", "A1", "2025-03-02", "1"], ["K2", "A1", "2025-03-02", "2"], ["合计", null, null, "4"]];
        var other = new TypedTable(["使用流水号", "申报编号", "使用日期", "金额"], named);
        var second = (await IngestAsync(Write("b.parquet", await other.ParquetAsync(dictionaries: true, groupSize: 4)))).Files.Single();
        (second.Loaded, second.Quarantined, second.Skipped).Should().Be((2, 0, 1));
        second.Remarks.Should().ContainSingle(r => r.Code == "total_differs");
    }
}

using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Two tables one below the other, both within the rows that are searched for a header: no row of either is lost.</summary>
public sealed class TablesBelowTests : IngestTest
{
    private const string Head = "使用流水号,申报编号,使用日期,金额,,,\n", Rows = "U1,A1,2025-03-01,5,,,\nU2,A1,2025-03-01,6,,,\n";

    [Theory]
    [InlineData("使用流水号,申报编号,使用日期,金额,用途说明,收款方,用途类别\n")]
    [InlineData("申报编号,使用流水号,使用日期,金额,用途说明,收款方,用途类别\n")]
    public async Task The_lower_table_of_the_same_stream_is_refused_row_by_row_though_its_header_says_more(string lower)
    {
        var report = await IngestAsync(Write("a.csv", "一、设备,,,,,,\n" + Head + Rows + "二、劳务,,,,,,\n" + lower + "U3,A1,2025-03-02,7,x,甲,乙\n"));
        (await ScalarAsync<string>("select string_agg(use_id, ',' order by use_id) from record.fund_use")).Should().Be("U1,U2");
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code, ', ' order by line_no) from ingest.rejected_row where code = 'other_table'")).Should().Be("6 other_table, 7 other_table");
        report.Totals.Quarantined.Should().BeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Of_two_streams_neither_is_guessed_and_nothing_loads()
    {
        var file = Write("a.csv", Head + Rows + "单据编号,单位代码,单位名称,行政区划代码,接待日期,来宾人数,餐费,报销金额\nS1,11330122002500019B,县财政局,330122,2025-03-02,3,60,60\n");
        var refused = (await IngestAsync(file)).Files.Single();
        refused.Should().BeEquivalentTo(new { Loaded = 0, Code = "two_tables" }, o => o.ExcludingMissingMembers());
        $"{refused.Error}".Should().Contain("第 1 行").And.Contain("资金使用").And.Contain("第 4 行").And.Contain("公务接待").And.Contain("--stream reception");
    }

    [Fact]
    public async Task Where_the_stream_is_named_the_rows_above_its_header_are_said()
    {
        var file = Write("a.csv", "编号,某项,某日,数\nX1,A1,2025-03-01,5\nX2,A1,2025-03-01,6\n" + Head + Rows);
        var report = await IngestAsync(file);
        report.Totals.Loaded.Should().Be(2);
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "rows_above").Which.Should().BeEquivalentTo(new { Count = 2, IsGrave = true }, o => o.ExcludingMissingMembers());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(", \"header_row\": 4", 0)]
    public async Task Through_a_mapping_they_are_said_unless_it_names_the_row_of_the_header(string more, int remarks)
    {
        const string columns = "\"use_id\": {\"from\": \"单号\"}, \"application_id\": {\"from\": \"文号\"}, \"used_on\": {\"from\": \"日期\"}, \"amount\": {\"from\": \"付款额\"}";
        var mapping = Write("m.json", $"{{\"stream\": \"fund_use\"{more}, \"columns\": {{{columns}}}}}");
        var report = await IngestAsync(new IngestRequest([Write("a.csv", "单号,文号,日期\nX1,A1,2025-03-01,5\nX2,A1,2025-03-01,6\n单号,文号,日期,付款额\n" + Rows)], Mapping: mapping));
        report.Totals.Loaded.Should().Be(2);
        report.Files.Single().Remarks!.Count(r => r.Code == "rows_above").Should().Be(remarks);
    }

    [Theory]
    [InlineData("使用情况表,,,,,,\n编制：县财政局,,2025年3月,,单位：元,,\n")]
    [InlineData("2025,,,,,,\n")]
    [InlineData("use_id,application_id,used_on,amount,,,\n")]
    public async Task A_title_is_no_record(string above)
    {
        var report = await IngestAsync(Write("a.csv", above + Head + Rows));
        report.Totals.Loaded.Should().Be(2);
        report.Totals.Quarantined.Should().Be(0);
        report.Files.Single().Remarks.Should().NotContain(r => r.Code == "rows_above");
    }
}

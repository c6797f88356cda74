using System.Text;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Rows that are not as wide as their header: taken where nothing can have moved, else refused.</summary>
public sealed class RowWidthTests : IngestTest
{
    private static readonly string _header = Header("canteen_payment");

    [Theory]
    [InlineData(",", "", 20, 0)] // a comma behind the header alone
    [InlineData(",,,", "", 20, 0)]
    [InlineData("", ",", 20, 0)] // or behind the rows alone
    [InlineData(",", ",", 20, 0)]
    [InlineData(",", ",12", 20, 0)] // a column without a name
    [InlineData("", ",12", 0, 20)]
    [InlineData(",备注", "", 20, 0)]
    [InlineData(",备注,说明", "", 20, 0)]
    [InlineData(",备注,说明", ",", 0, 20)] // 备注 is text, and anything could stand in its place
    public async Task A_header_and_its_rows_may_differ_behind_the_last_column_that_counts(string behindHeader, string behindRows, long loaded, long refused)
    {
        var report = await IngestAsync(Write("payments.csv", Table(20, _header + behindHeader, (line, _) => line + behindRows)));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((loaded, refused));
        SumIsRight(report);
    }

    [Fact]
    public async Task What_every_row_lacks_is_said_and_empty()
    {
        var report = await IngestAsync(Write("payments.csv", Table(20, "流水号,食堂编码,食堂区划,金额,支付时间,付款人单位,餐别", (_, i) => $"P{i},C1,330102,12.50,2025-03-0{i % 9 + 1} 12:00")));
        report.Totals.Loaded.Should().Be(20);
        report.Files.Single().Remarks.Should().ContainSingle(r => r.Code == "short_rows").Which.Zh.Should().Contain("付款人单位、餐别");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where amount = 12.50 and payer_org_name is null and meal_type is null")).Should().Be(20);
    }

    [Theory]
    [InlineData("流水号,食堂编码,食堂区划,支付时间,金额,付款人单位,餐别", "C1,330102,2025-03-02 12:00,12.50,县财政局")] // a text last: 餐别 may be what is missing, or 付款人单位
    [InlineData("流水号,食堂编码,食堂区划,支付时间,餐别,金额", "C1,330102,2025-03-02 12:00,中")] // a required column is missing
    public async Task Rows_in_which_something_may_have_moved_are_refused(string header, string cells)
    {
        var report = await IngestAsync(Write("payments.csv", Table(20, header, (_, i) => $"P{i},{cells}")));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((0, 20));
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where code = 'row_width'")).Should().Be(20);
    }

    [Fact]
    public async Task One_row_of_another_width_makes_all_short_ones_suspicious()
    {
        var text = Table(20, _header + ",备注", (line, i) => line + (i == 13 ? ",加班" : ""));
        var report = await IngestAsync(Write("payments.csv", text));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((1, 19));
    }

    [Fact]
    public async Task Two_rows_are_too_few_to_tell_and_a_line_cut_off_is_refused_as_ever()
    {
        (await IngestAsync(Write("two.csv", Table(2, _header + ",备注", (line, _) => line)))).Totals.Quarantined.Should().Be(2);
        (await IngestAsync(Write("cut.csv", Table(20, _header, (line, i) => i == 19 ? line[..^4] : line)))).Totals.Quarantined.Should().Be(1);
    }

    [Fact]
    public async Task A_stray_comma_moves_no_value_into_the_nameless_last_column()
    {
        var report = await IngestAsync(Write("payments.csv", Table(20, _header + ",", (line, i) => (i == 7 ? line.Replace("县财政局", "县,财政局") : line) + ",")));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((19, 1));
        (await ScalarAsync<string>("select code from ingest.rejected_row")).Should().Be("row_width");
    }

    [Fact]
    public async Task A_line_cut_off_in_its_amount_is_refused_again_as_it_is_and_taken_in_once_its_cells_are_given()
    {
        const string header = "流水号,食堂编码,食堂区划,支付时间,金额,付款人单位,餐别";
        string Row(int i) => $"P{i},C1,330102,2025-03-02 12:00,12.50,县财政局,中";
        await IngestAsync(Write("cut.csv", Table(20, header, (_, i) => i == 19 ? Row(i)[..^"2.50,县财政局,中".Length] : Row(i))));
        var service = new QuarantineService(Database.Store, TimeProvider.System);

        (await service.RetryAsync(new QuarantineFilter(), null, "tester", default)).Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select code || ':' || line_no || ':' || status || ':' || message_en from ingest.rejected_row")).Should().StartWith("row_width:21:open:").And.Contain("5").And.Contain("7");

        var sheet = new MemoryStream();
        await service.ExportAsync(new QuarantineFilter(), sheet, default);
        var given = Encoding.UTF8.GetString(sheet.ToArray()).Replace("2025-03-02 12:00,1,", "2025-03-02 12:00,12.50,");
        (await service.RetryAsync(Write("mended.csv", given), "tester", default)).Should().BeEquivalentTo(new { Rows = 1, Loaded = 1, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where amount = 12.50")).Should().Be(20);
    }

    [Theory]
    [InlineData("4,300.00", "", 1)] // the amount 4, and all behind it one place further on
    [InlineData("-4,300", "", 1)]
    [InlineData("￥14,300.00", "", 1)]
    [InlineData("1,234,567.00", "", 1)]
    [InlineData("4,300.00", ",", 1)] // a comma behind every row
    [InlineData("4300.00", ",", 0)]
    public async Task An_unquoted_number_with_thousands_moves_no_cell_where_the_last_columns_are_empty(string amount, string behindRows, long refused)
    {
        var text = "流水号,食堂编码,食堂区划,支付时间,金额,付款人单位,餐别,备注\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"P{i},C1,330102,2025-03-02 12:00,{(i == 7 ? amount : "12.50")},,,{behindRows}\n"));
        var report = await IngestAsync(Write("payments.csv", text));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((9 - refused, refused));
        (await ScalarAsync<decimal>("select sum(amount) from record.canteen_payment")).Should().Be(refused == 1 ? 100m : 4400m);
    }

    [Fact]
    public async Task Empty_cells_behind_a_few_rows_are_taken_for_nothing()
    {
        // As a spreadsheet writes them, for sixteen rows at a time.
        var report = await IngestAsync(Write("payments.csv", Table(40, _header, (line, i) => line + (i is >= 16 and < 32 ? ",," : ""))));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((40, 0));
    }

    private static string Table(int rows, string header, Func<string, int, string> row) =>
        header + "\n" + string.Concat(Payments(rows).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select((line, i) => row(line, i) + "\n"));
}

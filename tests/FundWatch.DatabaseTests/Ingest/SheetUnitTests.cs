using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A correction sheet says in which unit its amounts are read, where their headers do not.</summary>
public sealed class SheetUnitTests : IngestTest
{
    private QuarantineService Service => new(Database.Store, TimeProvider.System);

    [Fact]
    public async Task Below_a_unit_that_stood_above_the_table_the_sheet_states_it_and_a_cell_may_name_its_own()
    {
        await LoadAsync();
        var rows = await ExportAsync();
        var unit = Array.IndexOf(rows[0], CorrectionSheet.UnitHeader);
        rows.Skip(1).Select(r => r[unit]).Should().Equal("万元", "万元");
        (await new QuarantineStore(Database.Store).ShowAsync(1, clear: false, default))!.Units.Should().Be("万元");

        (rows[1][^2], rows[2][^2]) = ("500元", "0.06");
        (await ReturnAsync(rows)).Loaded.Should().Be(2);
        (await AmountsAsync()).Should().Be("500.00 600.00");
    }

    [Fact]
    public async Task In_a_workbook_too()
    {
        await LoadAsync();
        var path = Path.Combine(Folder, "to-correct.xlsx");
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite))
        {
            await Service.ExportAsync(new QuarantineFilter(), file, default, "xlsx");
        }

        using var book = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(path, isEditable: false);
        var rows = book.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Select(r => r.Select(c => c.InnerText).ToArray()).ToList();
        rows[1][Array.IndexOf(rows[0], CorrectionSheet.UnitHeader)].Should().Be("万元");
    }

    [Theory]
    [InlineData("元")]
    [InlineData("亿元")]
    [InlineData("万美元")]
    public async Task A_row_whose_unit_was_changed_is_not_taken_in_until_it_is_put_back(string said)
    {
        await LoadAsync();
        var rows = await ExportAsync();
        var unit = Array.IndexOf(rows[0], CorrectionSheet.UnitHeader);
        (rows[1][^2], rows[1][unit], rows[2][unit]) = ("500", said, said);
        (await ReturnAsync(rows)).Should().BeEquivalentTo(new { Rows = 2, Loaded = 0, Quarantined = 2, OtherUnit = 2, ReadIn = new[] { "万元" }, Untouched = 0, HalfGiven = 0 }, o => o.ExcludingMissingMembers());
        (await AmountsAsync()).Should().BeNull("500 would be 5,000,000");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'open'")).Should().Be(2);

        (rows[1][^2], rows[1][unit], rows[2][unit]) = ("0.05", "万元", "");
        (await ReturnAsync(rows)).Should().BeEquivalentTo(new { Loaded = 1, OtherUnit = 0, Untouched = 1 }, o => o.ExcludingMissingMembers());
        (await AmountsAsync()).Should().Be("500.00");
    }

    [Fact]
    public async Task A_sheet_that_an_earlier_program_made_keeps_its_unit_too()
    {
        await LoadAsync();
        var rows = await ExportAsync();
        var unit = Array.IndexOf(rows[0], CorrectionSheet.UnitHeader);
        (rows[0][unit], rows[1][^2], rows[1][unit]) = ("金额单位（格内可另写，如 500元）unit of amounts", "500", "元");
        (await ReturnAsync(rows)).Should().BeEquivalentTo(new { Loaded = 0, OtherUnit = 1, ReadIn = new[] { "万元" } }, o => o.ExcludingMissingMembers());
        (await AmountsAsync()).Should().BeNull("500 would be 5,000,000");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 万元 ")]
    [InlineData("（万元）")]
    [InlineData("萬元")]
    [InlineData("??")]
    public async Task What_comes_back_in_that_column_and_means_the_same_changes_nothing_nor_does_a_sheet_made_before_there_was_one(string said)
    {
        await LoadAsync();
        var rows = await ExportAsync();
        var unit = Array.IndexOf(rows[0], CorrectionSheet.UnitHeader);
        (rows[1][^2], rows[1][unit]) = ("0.05", said);
        (await ReturnAsync([rows[0], rows[1]])).Loaded.Should().Be(1);
        rows[2][^2] = "0.06";
        (await ReturnAsync([.. rows.Select(r => r.Where((_, i) => i != unit).ToArray())])).Loaded.Should().Be(1);
        (await AmountsAsync()).Should().Be("500.00 600.00");
    }

    [Theory]
    [InlineData("金额（万元）", 10_000, "万元", true)]
    [InlineData("金额（万元）", 10_000, "元", false)]
    [InlineData("金额", 1, "元", true)]
    [InlineData("金额", 1, "千元", false)]
    [InlineData("金额", 1, "看情况", false)]
    public void A_unit_that_a_sheet_gives_holds_where_amounts_are_read_in_it(string header, long factor, string said, bool holds)
    {
        var stream = RecordStreams.Get("fund_use");
        UnsaidUnits.IsMeantBy(said, new Layout(stream, [header], 1, [new ColumnSource(stream.Columns.Single(c => c.Name == "amount"), [0], Factor: factor)])).Should().Be(holds);
    }

    [Theory]
    [InlineData("餐费：万元；报销金额：元", true)]
    [InlineData("报销金额 : 元; 餐费:（万元）", true)]
    [InlineData("餐费：元；报销金额：元", false)]
    [InlineData("万元", false)]
    public void Units_by_column_hold_as_they_are_written(string said, bool holds)
    {
        var stream = RecordStreams.Get("reception");
        ColumnSource Amount(string name, int cell, long factor) => new(stream.Columns.Single(c => c.Name == name), [cell], Factor: factor);
        UnsaidUnits.IsMeantBy(said, new Layout(stream, ["餐费", "报销金额"], 1, [Amount("meal_amount", 0, 10_000), Amount("total_amount", 1, 1)])).Should().Be(holds);
    }

    [Theory]
    [InlineData("元/斤", true)]
    [InlineData("元/500克", true)]
    [InlineData("元/公斤", false)]
    [InlineData("元", false)]
    public void The_weight_of_a_price_is_a_part_of_its_unit(string said, bool holds)
    {
        var stream = RecordStreams.Get("price_reference");
        UnsaidUnits.IsMeantBy(said, new Layout(stream, ["参考价"], 1, [new ColumnSource(stream.Columns.Single(c => c.Name == "price_per_kg"), [0]) { PriceTimes = 2 }])).Should().Be(holds);
    }

    [Theory]
    [InlineData("金额（万元）", 10_000, "")]
    [InlineData("金额万元", 10_000, "")]
    [InlineData("金额", 10_000, "万元")]
    [InlineData("金额（元）", 10_000, "万元")]
    [InlineData("金额", 1, "元")]
    public void A_unit_is_stated_where_the_header_does_not_say_it(string header, long factor, string stated)
    {
        var stream = RecordStreams.Get("fund_use");
        UnsaidUnits.Of(new Layout(stream, [header], 1, [new ColumnSource(stream.Columns.Single(c => c.Name == "amount"), [0], Factor: factor)])).Should().Be(stated);
    }

    [Fact]
    public void Where_amounts_differ_the_unit_is_stated_column_by_column()
    {
        var (stream, prices) = (RecordStreams.Get("reception"), RecordStreams.Get("price_reference"));
        ColumnSource Amount(string name, int cell, long factor) => new(stream.Columns.Single(c => c.Name == name), [cell], Factor: factor);
        UnsaidUnits.Of(new Layout(stream, ["餐费", "报销金额"], 1, [Amount("meal_amount", 0, 10_000), Amount("total_amount", 1, 10_000)])).Should().Be("万元");
        UnsaidUnits.Of(new Layout(stream, ["餐费", "报销金额"], 1, [Amount("meal_amount", 0, 10_000), Amount("total_amount", 1, 1)])).Should().Be("餐费：万元；报销金额：元");
        UnsaidUnits.Of(new Layout(stream, ["餐费", "报销金额（元）"], 1, [Amount("meal_amount", 0, 10_000), Amount("total_amount", 1, 1)])).Should().Be("餐费：万元");
        ColumnSource Price(decimal times) => new(prices.Columns.Single(c => c.Name == "price_per_kg"), [0]) { PriceTimes = times };
        UnsaidUnits.Of(new Layout(prices, ["参考价"], 1, [Price(2)])).Should().Be("元/斤");
        UnsaidUnits.Of(new Layout(prices, ["参考价"], 1, [Price(1)])).Should().Be("元/公斤");
        UnsaidUnits.Of(new Layout(prices, ["参考价（元/斤）"], 1, [Price(2)])).Should().BeEmpty();
    }

    private Task LoadAsync() => IngestAsync(Write("a.csv", "单位：万元\n使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,1.2.3\nU2,A1,2025-03-02,4.5.6\n"));

    private async Task<string[][]> ExportAsync()
    {
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        using var reader = SourceFile.Probe(Write("export.csv", export.ToArray())).OpenRows();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))]);
        }

        return [.. rows];
    }

    private Task<RetryReport> ReturnAsync(string[][] rows) =>
        Service.RetryAsync(Write($"{Guid.NewGuid():N}.csv", string.Join('\n', rows.Select(RawRow.Csv))), "tester", default);

    private Task<string?> AmountsAsync() => ScalarAsync<string>("select string_agg(amount::text, ' ' order by use_id) from record.fund_use");
}

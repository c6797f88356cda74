using FundWatch.Data.Files;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class SpreadsheetTests : IngestTest
{
    [Theory]
    [InlineData(false, 45718)]
    [InlineData(true, 44256)]
    public async Task Titles_shared_texts_dates_and_cached_formulas_are_understood(bool is1904, int serial)
    {
        var title = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>2025年单位名册</t></is></c></row>";
        var header = "<row r=\"3\">" + string.Concat(new[] { "事项编号", "项目编号", "事项类别", "发生日期", "金额(万元)", "形象进度（%）" }.Select((h, i) => XlsxFile.Text(i, 3, h))) + "</row>";
        var row = $"<row r=\"4\"><c r=\"A4\" t=\"s\"><v>0</v></c><c r=\"B4\" t=\"s\"><v>1</v></c><c r=\"C4\" t=\"str\"><f>IF(1,2)</f><v>支付</v></c><c r=\"D4\" s=\"2\"><v>{serial}</v></c><c r=\"E4\" s=\"3\"><f>1/3</f><v>0.30000000000000004</v></c><c r=\"F4\"><v>45.5</v></c></row>";
        var far = "<row r=\"1048576\"><c r=\"XFD1048576\"/></row>";
        var report = await IngestAsync(Write("e.xlsx", XlsxFile.MakeRaw(title + header + row + far, is1904, "<si><t>E1</t></si><si><r><t>PRJ</t></r><r><t>-1</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>")));

        report.Totals.Loaded.Should().Be(1, report.Files[0].Error?.En);
        (await ScalarAsync<string>("select concat_ws('|', event_id, project_id, event_kind, event_on, amount, progress_pct, line_no) from record.project_event"))
            .Should().Be("E1|PRJ-1|支付|2025-03-02|3000.00|45.5000|4");
    }

    [Fact]
    public async Task A_number_without_the_style_of_a_date_is_a_day_of_the_workbooks_own_calendar()
    {
        string Row(int r, string key, string day, string amount) => $"<row r=\"{r}\">{XlsxFile.Text(0, r, key)}{XlsxFile.Text(1, r, "P")}{XlsxFile.Text(2, r, "支付")}{day}<c r=\"E{r}\"><v>{amount}</v></c></row>";
        var header = "<row r=\"1\">" + string.Concat(new[] { "事项编号", "项目编号", "事项类别", "发生日期", "金额" }.Select((h, i) => XlsxFile.Text(i, 1, h))) + "</row>";
        var rows = Row(2, "E1", "<c r=\"D2\" s=\"1\"><v>44256</v></c>", "44256") + Row(3, "E2", "<c r=\"D3\"><v>44256</v></c>", "44256.5") + Row(4, "E3", "<c r=\"D4\"><v>44256.75</v></c>", "1")
            + Row(5, "E4", XlsxFile.Text(3, 5, "2025-03-03"), "2") + Row(6, "E5", "<c r=\"D6\"><v>20251</v></c>", "3") + Row(7, "E6", "<c r=\"D7\"><v>44257</v></c>", "x");
        var report = await IngestAsync(Write("c.xlsx", XlsxFile.MakeRaw(header + rows, is1904: true)));

        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((4, 2), "20251 may be a month as ever");
        (await ScalarAsync<string>("select string_agg(event_id || ' ' || event_on || ' ' || amount, ', ' order by event_id) from record.project_event"))
            .Should().Be("E1 2025-03-02 44256.00, E2 2025-03-02 44256.50, E3 2025-03-02 1.00, E4 2025-03-03 2.00");
    }

    [Fact]
    public async Task A_workbook_of_1904_that_was_loaded_with_wrong_days_is_read_anew_and_others_are_passed_over()
    {
        string Sheet(string day) => "<row r=\"1\">" + string.Concat(new[] { "事项编号", "项目编号", "事项类别", "发生日期", "金额" }.Select((h, i) => XlsxFile.Text(i, 1, h))) + "</row>"
            + $"<row r=\"2\">{XlsxFile.Text(0, 2, "E1")}{XlsxFile.Text(1, 2, "P")}{XlsxFile.Text(2, 2, "支付")}{day}<c r=\"E2\"><v>5</v></c></row>";
        var wrong = Write("wrong.xlsx", XlsxFile.MakeRaw(Sheet("<c r=\"D2\"><v>44256</v></c>")));
        await IngestAsync(wrong);
        var right = Write("right.xlsx", XlsxFile.MakeRaw(Sheet("<c r=\"D2\"><v>44256</v></c>"), is1904: true));
        using var file = File.OpenRead(right);
        await ExecuteAsync($"update ingest.batch set sha256 = '{Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file))}'"); // what a reader made of it that took all days for those of 1900

        (await IngestAsync(right)).Files.Single().Should().BeEquivalentTo(new { Status = FileReport.Done, Updated = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select event_on::text from record.project_event")).Should().Be("2025-03-02");
        (await ScalarAsync<string>("select event_on::text from history.project_event")).Should().Be("2021-03-01");
        (await IngestAsync(right)).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded);

        await IngestAsync(Write("plain.csv", "事项编号,项目编号,事项类别,发生日期,金额\nE1,P,支付,2025-03-02,5\n"));
        (await ScalarAsync<string>("select string_agg(distinct layout_sha256, ' ') from ingest.batch where batch_id in (1, 3)")).Should().Be((await ScalarAsync<string>("select layout_sha256 from ingest.batch where batch_id = 3")), "a workbook of 1900 and a text are read as ever");
    }

    [Theory]
    [InlineData("金额", 6, "12345", 12_345, false)]
    [InlineData("金额", 7, "12345", 12_345, false)]
    [InlineData("金额(万元)", 7, "12345", 123_450_000, true)] // as it is seen, and as it is not stored
    public async Task Amounts_that_a_sheet_shows_in_thousands_are_read_as_they_are_stored_and_remarked_upon(string amount, int style, string stored, int loaded, bool isGrave)
    {
        var header = "<row r=\"1\">" + string.Concat(new[] { "事项编号", "项目编号", "事项类别", "发生日期", amount, "形象进度（%）" }.Select((h, i) => XlsxFile.Text(i, 1, h))) + "</row>";
        var row = $"<row r=\"2\">{XlsxFile.Text(0, 2, "E1")}{XlsxFile.Text(1, 2, "P")}{XlsxFile.Text(2, 2, "支付")}{XlsxFile.Text(3, 2, "2025-03-03")}<c r=\"E2\" s=\"{style}\"><f>1*{stored}</f><v>{stored}</v></c><c r=\"F2\" s=\"6\"><v>45</v></c></row>";
        var report = await IngestAsync(Write("s.xlsx", XlsxFile.MakeRaw(header + row)));

        report.Totals.Loaded.Should().Be(1);
        (await ScalarAsync<decimal>("select amount from record.project_event")).Should().Be(loaded);
        var remark = report.Files.Single().Remarks!.Should().ContainSingle(r => r.Code == "scaled_display").Subject;
        (remark.Column, remark.Count, remark.IsGrave).Should().Be(("amount", 1L, isGrave));
        remark.Zh.Should().Contain("读取的是所存的数");
        remark.En.Should().Contain("1 cell of 'amount' has a number format that shows less");
    }

    [Fact]
    public async Task Cells_merged_with_the_one_above_are_remarked_upon()
    {
        string[][] rows = [["专项资金使用"], ["使用流水号", "申报编号", "使用日期", "金额", "用途类别", "用途说明"],
            ["U1", "A1", "2025-03-01", "10", "设备", "车床"], ["U2", "A1", "2025-03-02", "20", "", "铣床"], ["U3", "A1", "2025-03-03", "30", "", "钻床"], ["U4", "", "2025-03-04", "40", "材料", "钢材"]];
        var sheet = string.Concat(rows.Select((cells, i) => $"<row r=\"{i + 1}\">{string.Concat(cells.Select((c, j) => c.Length == 0 ? "" : XlsxFile.Text(j, i + 1, c)))}</row>"));
        var merged = $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{sheet}</sheetData><mergeCells count=\"5\"><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"F1:F2\"/><mergeCell ref=\"E3:E5\"/><mergeCell ref=\"B5:B6\"/><mergeCell ref=\"C9:C12\"/></mergeCells></worksheet>";
        var report = await IngestAsync(Write("m.xlsx", XlsxFile.With(XlsxFile.Make(rows), "xl/worksheets/sheet1.xml", System.Text.Encoding.UTF8.GetBytes(merged))));

        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((3, 1));
        var remarks = report.Files.Single().Remarks!.Where(r => r.Code == "merged_cells").ToList();
        remarks.Select(r => (r.Column, r.Count)).Should().BeEquivalentTo([("category", (long?)2), ("application_id", 1)]);
        remarks.Single(r => r.Column == "category").Zh.Should().Contain("“用途类别”有合并单元格，2 格").And.NotContain("隔离");
        remarks.Single(r => r.Column == "application_id").Zh.Should().Contain("因此被隔离");
    }

    [Theory]
    [InlineData("A1:B3", 1, 3, 0, 1)]
    [InlineData("XFD7:XFD1048576", 7, 1_048_576, 16_383, 16_383)]
    public void A_range_is_read(string reference, int firstRow, int lastRow, int firstColumn, int lastColumn) =>
        MergedCells.Parse(System.Text.Encoding.ASCII.GetBytes(reference)).Should().Be(new CellRange(firstRow, lastRow, firstColumn, lastColumn));

    [Theory]
    [InlineData(""), InlineData("A1"), InlineData("A1:"), InlineData(":B2"), InlineData("B2:A1"), InlineData("AAAA1:B2"), InlineData("A0:B2"), InlineData("A99999999999:B2"), InlineData("1:2")]
    public void What_is_no_range_is_none(string reference) => MergedCells.Parse(System.Text.Encoding.ASCII.GetBytes(reference)).Should().BeNull();

    [Fact]
    public async Task A_code_that_a_spreadsheet_damaged_is_refused_and_never_guessed()
    {
        var sheet = "<row r=\"1\">" + string.Concat(new[] { "单位代码", "单位名称", "行政区划代码" }.Select((h, i) => XlsxFile.Text(i, 1, h))) + "</row>"
            + "<row r=\"2\"><c r=\"A2\"><v>1.2345678901234568E+17</v></c>" + XlsxFile.Text(1, 2, "某局") + "<c r=\"C2\"><v>330102</v></c></row>";
        var report = await IngestAsync(Write("o.xlsx", XlsxFile.MakeRaw(sheet)));
        report.Totals.Quarantined.Should().Be(1);
        (await ScalarAsync<string>("select code from ingest.rejected_row")).Should().Be("damaged_by_excel");
    }

    [Fact]
    public async Task The_same_rows_as_csv_and_as_a_spreadsheet_are_one()
    {
        var csv = Payments(300);
        (await IngestAsync(Write("a.csv", csv))).Totals.Loaded.Should().Be(300);
        var report = await IngestAsync(Write("a.xlsx", XlsxFile.Make(csv.TrimEnd('\n').Split('\n').Select(l => l.Split(',')))));
        report.Totals.Unchanged.Should().Be(300);
        report.Files[0].Sheet.Should().Be("数据");
    }

    [Fact]
    public async Task A_sheet_that_is_not_there_is_named_with_those_that_are()
    {
        var report = await IngestAsync(new Data.Ingest.IngestRequest([Write("a.xlsx", XlsxFile.Make([["a"]]))], Sheet: "明细"));
        report.Files[0].Error!.Zh.Should().Contain("明细").And.Contain("数据");
    }

    [Fact]
    public async Task Json_lines_load_like_any_file()
    {
        var report = await IngestAsync(Write("h.jsonl", "{\"day\":\"2025-10-01\",\"kind\":\"放假\"}\n{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}\n[1]\n{\"day\":\"2025-13-01\",\"kind\":\"放假\"}\n"));
        report.Totals.Should().BeEquivalentTo(new { Rows = 4, Loaded = 2, Quarantined = 2 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(code, ',' order by line_no) from ingest.rejected_row")).Should().Be("bad_json,bad_date");
    }
}

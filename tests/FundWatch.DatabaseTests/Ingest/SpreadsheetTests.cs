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

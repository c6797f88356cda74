using FundWatch.Data.Ingest;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Files;

public sealed class WorkbookTests : IngestTest
{
    [Fact]
    public async Task Every_sheet_that_is_a_known_table_loads_and_the_others_are_named()
    {
        var path = Write("三月.xlsx", XlsxFile.MakeSheets([
            ("节假日", Rows(1, ["2025年节假日"], ["day", "kind"], ["2025-10-01", "放假"])),
            ("空表", ""),
            ("说明", Rows(1, ["填报说明"], ["一、请如实填写"])),
            ("单位", Rows(1, ["单位代码", "单位名称", "行政区划代码"], ["A1", "某局", "330102"], ["A2", "某办", "330102"])),
        ]));
        var report = await IngestAsync(path);
        SumIsRight(report);
        report.HasRefusals.Should().BeFalse();
        report.Files.Select(f => (f.Sheet, f.Stream, f.Status, f.Loaded)).Should().Equal(
            ("节假日", "holiday", FileReport.Done, 1), ("说明", null, FileReport.Ignored, 0), ("单位", "organisation", FileReport.Done, 2));
        report.Files[1].Error!.Code.Should().Be("unknown_layout");

        (await IngestAsync(new IngestRequest([path], Sheet: "单位"))).Files.Should().ContainSingle().Which.Status.Should().Be(FileReport.AlreadyLoaded);
        (await IngestAsync(new IngestRequest([path], Stream: "holiday"))).Files.Select(f => f.Status).Should().Equal(FileReport.AlreadyLoaded, FileReport.Ignored, FileReport.Ignored);
    }

    [Fact]
    public async Task A_row_that_goes_over_one_of_another_sheet_of_its_workbook_is_a_grave_remark()
    {
        string[] head = ["use_id", "application_id", "used_on", "amount"];
        var path = Write("一季度.xlsx", XlsxFile.MakeSheets([
            ("三月", Rows(1, head, ["U1", "A1", "2025-03-01", "100"], ["U2", "A1", "2025-03-02", "200"], ["U3", "A1", "2025-03-03", "300"])),
            ("四月", Rows(1, head, ["U2", "A1", "2025-04-02", "250"], ["U3", "A1", "2025-03-03", "300"], ["U4", "A1", "2025-04-04", "400"])),
            ("五月", Rows(1, head, ["U2", "A1", "2025-05-02", "270"], ["U5", "A1", "2025-05-04", "500"])),
        ]));
        var report = await IngestAsync(path);
        SumIsRight(report);
        report.Files.Select(f => (f.Sheet, f.Updated)).Should().Equal(("三月", 0), ("四月", 1), ("五月", 1));
        var said = report.Files.Select(f => f.Remarks!.SingleOrDefault(r => r.Code == "replaced_sheet_rows")).ToList();
        said[0].Should().BeNull();
        said[1].Should().BeEquivalentTo(new { IsGrave = true, Count = 1 });
        said[1]!.Zh.Should().Contain("（三月）").And.Contain("如 U2");
        said[2]!.En.Should().Contain("(四月)").And.Contain("e.g. U2").And.Contain("withdraw");

        var other = await IngestAsync(Write("更正.xlsx", XlsxFile.MakeSheets([("三月", Rows(1, head, ["U1", "A1", "2025-03-01", "111"]))])));
        other.Files[0].Updated.Should().Be(1);
        other.Files[0].Remarks.Should().NotContain(r => r.Code == "replaced_sheet_rows", "another file may well correct it");
    }

    [Fact]
    public async Task A_row_with_an_empty_part_of_its_key_goes_over_one_of_another_sheet_like_others()
    {
        string[] head = ["region_code", "org_level", "meal_type", "per_head", "valid_from"];
        var report = await IngestAsync(Write("标准.xlsx", XlsxFile.MakeSheets([
            ("去年", Rows(1, head, ["330102", "县级", "", "60", "2025-01-01"], ["330102", "县级", "中", "70", "2025-01-01"])),
            ("今年", Rows(1, head, ["330102", "县级", "", "65", "2025-01-01"], ["330102", "县级", "中", "70", "2025-01-01"])),
        ])));
        report.Files.Select(f => f.Updated).Should().Equal(0, 1);
        var remark = report.Files[1].Remarks.Should().ContainSingle(r => r.Code == "replaced_sheet_rows").Subject;
        remark.Count.Should().Be(1);
        remark.Zh.Should().Contain("如 330102 / 县级 / 2025-01-01");
    }

    [Fact]
    public async Task A_header_of_two_lines_with_merged_cells_is_understood()
    {
        var report = await IngestAsync(Write("单位.xlsx", XlsxFile.MakeRaw(Rows(1, ["2025年单位名册"], ["单位", "", "行政区划代码"], ["代码", "名称", ""], ["A1", "某局", "330102"]))));
        report.Totals.Loaded.Should().Be(1, report.Files[0].Error?.En);
        (await ScalarAsync<string>("select concat_ws('|', org_code, org_name, region_code, line_no) from record.organisation")).Should().Be("A1|某局|330102|4");
    }

    [Fact]
    public async Task A_workbook_without_any_known_table_is_refused_once()
    {
        var report = await IngestAsync(Write("x.xlsx", XlsxFile.MakeSheets([("一", Rows(1, ["a", "b"], ["1", "2"])), ("二", Rows(1, ["c", "d"], ["1", "2"]))])));
        report.Files.Should().ContainSingle().Which.Error!.Code.Should().Be("unknown_layout");
        (await IngestAsync(Write("y.xlsx", XlsxFile.MakeSheets([("一", ""), ("二", "")])))).Files.Should().ContainSingle().Which.Error!.Code.Should().Be("empty_file");
    }

    [Fact]
    public async Task A_hidden_sheet_that_is_a_table_is_named_and_read_only_when_asked_for()
    {
        string[] head = ["单位代码", "单位名称", "行政区划代码"];
        var bytes = XlsxFile.MakeSheets([("单位", Rows(1, head, ["A1", "某局", "330102"])), ("旧单位", Rows(1, head, ["A2", "某办", "330102"])), ("字典", Rows(1, ["早"], ["中"]))]);
        var book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"单位\" r:id=\"rId1\"/><sheet name=\"旧单位\" state=\"hidden\" r:id=\"rId2\"/><sheet name=\"字典\" state=\"veryHidden\" r:id=\"rId3\"/></sheets></workbook>";
        var path = Write("单位.xlsx", XlsxFile.With(bytes, "xl/workbook.xml", System.Text.Encoding.UTF8.GetBytes(book)));
        var report = await IngestAsync(path);
        report.HasRefusals.Should().BeFalse();
        report.Files.Select(f => (f.Sheet, f.Status, f.Loaded, f.Error?.Code)).Should().Equal(("单位", FileReport.Done, 1, null), ("旧单位", FileReport.Ignored, 0, "hidden_sheet"));
        (await IngestAsync(new IngestRequest([path], Sheet: "旧单位"))).Totals.Loaded.Should().Be(1);

        var allHidden = Write("隐藏.xlsx", XlsxFile.With(bytes, "xl/workbook.xml", System.Text.Encoding.UTF8.GetBytes(book.Replace("<sheet name=\"单位\"", "<sheet name=\"单位\" state=\"hidden\""))));
        (await IngestAsync(allHidden)).Files.Should().ContainSingle().Which.Error!.Code.Should().Be("hidden_sheet");
    }

    [Fact]
    public async Task Rows_that_a_filter_hides_load_and_are_counted_and_what_is_no_record_is_left_out()
    {
        var rows = Rows(1, ["日期", "类型"], ["2025-10-01", "放假"], ["2025-10-02", "放假"], ["2025-10-03", "放假"]).Replace("<row r=\"3\">", "<row r=\"3\" hidden=\"1\">");
        var formula = "<row r=\"5\"><c r=\"A5\"><f>A4+1</f></c>" + XlsxFile.Text(1, 5, "放假") + "</row>";
        var report = await IngestAsync(Write("节假日.xlsx", XlsxFile.MakeRaw(rows + formula + Rows(7, ["合计", "3"], ["制表人：张三"]))));
        (report.Totals.Loaded, report.Totals.Quarantined, report.Totals.Skipped).Should().Be((3, 1, 2));
        report.Files[0].Remarks!.Select(r => r.Code).Should().Contain(["hidden_rows", "foot_rows"]);
        report.Files[0].Remarks!.Single(r => r.Code == "hidden_rows").Count.Should().Be(1);
        (await ScalarAsync<string>("select code || ' ' || message_zh from ingest.rejected_row")).Should().StartWith("formula_without_value “日期”是公式");
    }

    private static string Rows(int first, params string[][] rows) => string.Concat(rows.Select((cells, i) =>
        $"<row r=\"{first + i}\">{string.Concat(cells.Select((c, j) => c.Length == 0 ? "" : XlsxFile.Text(j, first + i, c)))}</row>"));
}

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

    private static string Rows(int first, params string[][] rows) => string.Concat(rows.Select((cells, i) =>
        $"<row r=\"{first + i}\">{string.Concat(cells.Select((c, j) => c.Length == 0 ? "" : XlsxFile.Text(j, first + i, c)))}</row>"));
}

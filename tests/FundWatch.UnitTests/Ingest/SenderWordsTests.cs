using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Ingest.Sent;

namespace FundWatch.UnitTests.Ingest;

public sealed class SenderWordsTests
{
    [Theory]
    [InlineData("无法判断。请运行 fundwatch ingest --suggest-mapping \"/srv/in/a.csv\" 生成映射草稿，核对后用 --mapping 导入。", "无法判断。请拟定映射后再导入。")]
    [InlineData("No stream. If its columns have other names: run `fundwatch ingest --suggest-mapping \"/srv/in/a.csv\"` for a draft, check it and take the file in with --mapping.",
        "No stream. If its columns have other names: draft a mapping and load it again.")]
    [InlineData("表头同时符合多个数据流（a, b）。请用 --stream 指明。", "表头同时符合多个数据流（a, b）。请拟定映射，在其中选定数据种类。")]
    [InlineData("如上面的几行只是封面、说明而不是记录，请用 --stream reception 指明只读下面的表。", "如上面的几行只是封面、说明而不是记录，请删去这些行。")]
    [InlineData("如确要导入，请取消隐藏，或用 --sheet 指明。", "如确要导入，请取消隐藏，或在上传页的“工作表”一栏填写它的名称。")]
    [InlineData("请用随程序提供的映射重新导入：--stream project --mapping ocds-abroad（地区记为 000000）", "请用随程序提供的映射重新导入：在上传页的“映射”一栏选 ocds-abroad（地区记为 000000）")]
    [InlineData("load the file again with the mapping that comes with the program: --stream project --mapping ocds-abroad (the region", "load the file again with the mapping that comes with the program: choose ocds-abroad in the field Mapping of the upload page (the region")]
    [InlineData("show it, or name it with --sheet, to take it in.", "show it, or name it in the field Sheet of the upload page, to take it in.")]
    [InlineData("The header fits several streams (a, b). Say which with --stream.", "The header fits several streams (a, b). Draft a mapping and choose the kind of data in it.")]
    [InlineData("if what stands above is a cover and no records, --stream reception reads the table below it alone.", "if what stands above is a cover and no records, delete those lines.")]
    [InlineData("再导入该文件；不加 --stream 导入时，这些记录会列在项目的隔离行中", "再导入该文件；不限定数据种类导入时，这些记录会列在项目的隔离行中")]
    [InlineData("take that file in; loaded without --stream, such records are listed", "take that file in; loaded without a kind of data named, such records are listed")]
    [InlineData("请检查文件，或用 --suggest-mapping 作为普通 JSON 处理。", "请检查文件，或拟定映射，作为普通 JSON 处理。")]
    [InlineData("Check the file, or treat it as plain JSON with --suggest-mapping.", "Check the file, or draft a mapping to treat it as plain JSON.")]
    [InlineData("/srv/in/a.csv 没有 quarantine_id 列。请用 fundwatch quarantine export 导出的文件更正后再交回。", "a.csv 没有 quarantine_id 列。请在“隔离行”页导出更正表，更正后再交回。")]
    [InlineData("/srv/in/a.csv has no column quarantine_id. Give back a file made by `fundwatch quarantine export`.", "a.csv has no column quarantine_id. Give back a sheet that was exported on the page Quarantine.")]
    [InlineData("会使这些行丢失。请加 --with-later 一并撤回，然后重新导入这些文件。", "会使这些行丢失。请勾选“一并撤回上列批次”，撤回后重新导入这些文件。")]
    [InlineData("they would be lost. Withdraw them along with --with-later, then take their files in again.", "they would be lost. Choose to withdraw them along with it, then take their files in again.")]
    [InlineData("没有批次 7。用 fundwatch batches list 查看编号。", "没有批次 7。“数据批次”页列有编号。")]
    [InlineData("There is no batch 7. See `fundwatch batches list` for the numbers.", "There is no batch 7. The page Data in lists them.")]
    [InlineData("/srv/in/a.csv 是图片。", "a.csv 是图片。")]
    public void Neither_a_folder_of_the_server_nor_a_command_is_left(string said, string onPage) => SenderWords.Of(said, "/srv/in/a.csv", "a.csv").Should().Be(onPage);

    [Fact]
    public void A_file_in_another_currency_leads_to_the_fields_of_the_page()
    {
        var refused = HeaderUnits.ForeignCurrency("列名“金额（英镑）”", "the header '金额（英镑）'", "GBP", "/srv/in/a.csv");
        SenderWords.Of(refused.Zh).Should().EndWith("请换算成元并改列名后再导入，或拟定映射，在其中选定币种 GBP；此来源系统如已有人民币的数据，请先在上传页的“来源系统”一栏另填一个名称，重新上传。");
        SenderWords.Of(refused.En).Should().EndWith("or draft a mapping and choose the currency GBP in it; where this source system has records in yuan, upload the file again under another name in the field Source system first.");
    }

    [Theory]
    [InlineData(null, "请按此原因筛选后重新读取，它将取代", "read it again by this reason: it then")]
    [InlineData("FILE", "请按此原因筛选后重新读取，它将取代", "read it again by this reason: it then")]
    [InlineData("canteen-2025", "请按此原因筛选后重新读取（映射选 canteen-2025），它将取代", "read it again by this reason (by the mapping canteen-2025): it then")]
    public void A_row_that_a_later_load_has_brought_is_read_again_on_the_page(string? mapping, string zh, string en)
    {
        var said = CellIssues.Describe(CellIssue.LoadedSince, QuarantineService.CommandForLoadedSince(mapping), "U1", "7");
        SenderWords.Of(said.Chinese).Should().Contain(zh);
        SenderWords.Of(said.English).Should().Contain(en);
    }

    [Fact]
    public void Beside_a_file_its_name_is_said_and_its_path_only_where_a_command_needs_it()
    {
        var error = new FileError("x", "/srv/refused/a.2.csv 是 PDF 文件；/srv/refused/a.2.csv/b.csv。请运行 fundwatch ingest --suggest-mapping \"/srv/refused/a.2.csv\" 生成", "The file /srv/refused/a.2.csv is a PDF; run `fundwatch ingest --suggest-mapping \"/srv/refused/a.2.csv\"` for a draft")
            .Naming("/srv/refused/a.2.csv", "a.csv");
        error.Zh.Should().Be("a.csv 是 PDF 文件；a.csv/b.csv。请运行 fundwatch ingest --suggest-mapping \"/srv/refused/a.2.csv\" 生成");
        error.En.Should().Be("The file a.csv is a PDF; run `fundwatch ingest --suggest-mapping \"/srv/refused/a.2.csv\"` for a draft");
    }

    [Fact]
    public void No_reason_of_a_row_names_a_command()
    {
        var said = Enum.GetValues<CellIssue>().Where(i => i is not (CellIssue.None or CellIssue.Empty)).SelectMany(i => CellIssues.Describe(i, i == CellIssue.LoadedSince ? QuarantineService.CommandForLoadedSince("m") : "c", "v") is var (zh, en) ? new[] { zh, en } : []).ToList();
        said.Should().Contain(text => text.Contains("--"));
        said.Select(SenderWords.Of).Should().NotContain(text => text.Contains("--") || text.Contains("fundwatch "));
    }

    [Fact]
    public void A_newer_version_of_a_mapping_is_named_without_its_option()
    {
        var (zh, en) = new NewerMapping(7, "canteen", 1, 2).Words;
        SenderWords.Of(zh).Should().EndWith("该映射现有第 2 版，要按新版重读请选用它。");
        SenderWords.Of(en).Should().EndWith("there is a version 2 now: choose it to read them by that.");
    }
}

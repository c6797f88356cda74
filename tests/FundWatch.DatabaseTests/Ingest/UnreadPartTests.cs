using System.IO.Compression;
using System.Text;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A sheet or a member that nobody has read is said, and can be taken in afterwards.</summary>
public sealed class UnreadPartTests : IngestTest
{
    private static readonly string[] _known = ["单位代码", "单位名称", "行政区划代码"];

    private static string[][] Units(string prefix, int count) => [.. Enumerable.Range(1, count).Select(i => new[] { $"{prefix}{i}", $"某局{i}", "330102" })];

    private static byte[] TwoPages => XlsxFile.MakeSheets([
        ("第一页", XlsxFile.Rows([_known, .. Units("A", 5)])), ("第二页", XlsxFile.Rows([["编码", "全称", "属地"], .. Units("B", 10)])), ("说明", XlsxFile.Rows([["填报说明"], ["一、请如实填写"]])),
    ]);

    [Fact]
    public async Task A_sheet_with_rows_under_an_unknown_header_is_named_with_the_reason_and_the_file_is_not_said_to_be_whole()
    {
        await ScanAsync("两页.xlsx", TwoPages);

        var text = Report("两页.xlsx.report.txt");
        text.Should().Contain("结果：部分导入；另有 1 张表没有读取（见下）").And.Contain("Result: taken in in part; 1 table was not read (see below)").And.NotContain("已全部导入");
        text.Should().Contain("未读取：第二页（unknown_layout）：无法从表头判断").And.Contain("Not read: 第二页 (unknown_layout): The header names no known stream").And.Contain("未读取：说明（不是已知的表）");
        Report("两页.xlsx.1.organisation.report.html").Should().Contain("同一文件中的“第二页”没有读取").And.NotContain("“说明”");
    }

    [Fact]
    public async Task A_hidden_sheet_that_is_a_table_is_said_to_be_hidden()
    {
        var bytes = XlsxFile.MakeSheets([("单位", XlsxFile.Rows([_known, .. Units("A", 2)])), ("旧单位", XlsxFile.Rows([_known, .. Units("C", 2)]))]);
        var book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"单位\" r:id=\"rId1\"/><sheet name=\"旧单位\" state=\"hidden\" r:id=\"rId2\"/></sheets></workbook>";

        await ScanAsync("隐藏.xlsx", XlsxFile.With(bytes, "xl/workbook.xml", Encoding.UTF8.GetBytes(book)));

        Report("隐藏.xlsx.report.txt").Should().Contain("未读取：旧单位（hidden_sheet）：工作表“旧单位”在工作簿中是隐藏的").And.Contain("另有 1 张表没有读取").And.NotContain("旧单位（不是已知的表）");
    }

    [Fact]
    public async Task A_workbook_with_nothing_but_notes_beside_its_table_is_taken_in_whole()
    {
        await ScanAsync("说明.xlsx", XlsxFile.MakeSheets([("单位", XlsxFile.Rows([_known, .. Units("A", 2)])), ("说明", XlsxFile.Rows([["填报说明"], ["一、请如实填写"], ["二、请按时报送"]])), ("字典", XlsxFile.Rows([["代码", "含义"], ["1", "是"], ["2", "否"]]))]));

        Report("说明.xlsx.report.txt").Should().Contain("结果：已全部导入").And.Contain("未读取：说明（不是已知的表）");
    }

    [Fact]
    public async Task A_sheet_that_was_not_read_comes_in_through_a_mapping_of_its_own_and_the_others_stay_as_they_are()
    {
        var files = new SentFileStore(Database.Store, TimeProvider.System);
        var file = await SendAsync(files, "两页.xlsx", TwoPages);

        await MapAsync(file, file.Report!.Files.Single(f => f.LeavesRows));
        (await files.AskAgainAsync(file.FileId, null, null, null)).Should().BeFalse("a script asks again only for what did not come in");
        (await files.AskAnewAsync(file.FileId, null, null, null)).Should().BeTrue();
        await LoadAsync(file.FileId);

        (await files.FindAsync(file.FileId))!.Report!.Files.Select(f => (f.Sheet, f.Status, f.Loaded)).Should().Equal(("第一页", FileReport.AlreadyLoaded, 0), ("第二页", FileReport.Done, 10), ("说明", FileReport.Ignored, 0));
        (await ScalarAsync<long>("select count(*) from record.organisation")).Should().Be(15);
    }

    [Fact]
    public async Task A_member_of_an_archive_comes_in_through_a_mapping_of_its_own()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "甲.csv", string.Join(',', _known) + "\nA1,某局,330102\n");
            Put(zip, "in/乙.csv", "编码,全称,属地\nB1,某局,330102\nB2,某办,330102\n");
        }

        var files = new SentFileStore(Database.Store, TimeProvider.System);
        var file = await SendAsync(files, "一包.zip", memory.ToArray());
        var left = file.Report!.Files.Single(f => f.Status == FileReport.Failed);
        (left.Path, left.Error!.Zh.Contains("fundwatch")).Should().Be(("一包.zip/in/乙.csv", false));

        await MapAsync(file, left);
        await files.AskAnewAsync(file.FileId, null, null, null);
        await LoadAsync(file.FileId);

        (await files.FindAsync(file.FileId))!.Report!.HasRefusals.Should().BeFalse();
        (await ScalarAsync<long>("select count(*) from record.organisation")).Should().Be(3);
    }

    [Fact]
    public async Task Of_a_workbook_of_unknown_tables_behind_a_cover_the_message_is_of_the_first_table_and_names_the_other_sheets()
    {
        var table = XlsxFile.Rows([["编号", "代码", "名称", "区划", "日期", "人数", "餐", "总"], .. Enumerable.Range(1, 3).Select(i => new[] { $"R{i}", "11330100MB1234567E", "甲局", "330102", $"2025-02-0{i}", "3", "100", "100" })]);

        var report = await IngestAsync(Write("三月.xlsx", XlsxFile.MakeSheets([("封面", XlsxFile.Rows([["x"]])), ("1月", table), ("2月", table), ("3月", table)])));

        var refused = report.Files.Should().ContainSingle().Subject;
        (refused.Sheet, refused.Status, refused.Error!.Code).Should().Be(("1月", FileReport.Failed, "unknown_layout"));
        refused.Error.Zh.Should().StartWith("同一文件的其他工作表也没有读取：封面、2月、3月。").And.EndWith("用 --mapping 导入。");
        refused.Error.En.Should().StartWith("The other sheets of the file were not read either: 封面, 2月, 3月.");
        SenderWords.Of(refused.Error.Zh).Should().Contain("2月").And.NotContain("fundwatch");
    }

    [Fact]
    public async Task A_refused_file_is_spoken_of_on_pages_by_its_name_and_without_commands()
    {
        await IngestAsync(Write("不认识.csv", "a,b\n1,2\n"));

        var batch = (await new BatchStore(Database.Store).LatestAsync(1)).Single();

        batch.ErrorZh.Should().Contain("fundwatch ingest", "the command line is told what to run").And.Contain(Folder);
        batch.Refusal!.Value.Zh.Should().Contain("请拟定映射后再导入。").And.NotContain("fundwatch").And.NotContain(Folder);
        batch.Refusal.Value.En.Should().Contain("draft a mapping and load it again.").And.NotContain("fundwatch").And.NotContain(Folder);
    }

    private async Task MapAsync(SentFile file, FileReport part)
    {
        var (mappings, parts) = (new MappingStore(Database.Store, TimeProvider.System), new PartMapping(Database.Store, new MappingStore(Database.Store, TimeProvider.System)));
        var draft = parts.Draft(file.PathOf(part), "organisation", part.Sheet);
        draft.Columns.Select(c => c.Header).Concat(draft.Unused.Select(u => u.Header)).Should().Contain("编码");
        await mappings.SaveAsync("两页", """{"stream": "organisation", "columns": {"org_code": {"from": "编码"}, "org_name": {"from": "全称"}, "region_code": {"from": "属地"}}}"""u8.ToArray(), "两页", "wang", default);
        await parts.RememberAsync(file.Source, file.PathOf(part), part.Sheet, "两页", default);
    }

    private async Task<SentFile> SendAsync(SentFileStore files, string name, byte[] bytes)
    {
        await using var incoming = new UploadFolder(Database.Store.Directory).Begin(name);
        await incoming.Content.WriteAsync(bytes);
        await incoming.CompleteAsync();
        var id = await files.AddAsync(new NewSentFile(name, incoming.Path, bytes.Length, "bank", null, null, null, "page", "wang"), default);
        return (await LoadAsync(id))!;
    }

    private Task<SentFile?> LoadAsync(long id) => new SentFileLoad(Database.Store, TimeProvider.System).RunAsync(id, null, default);

    private async Task ScanAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(Database.Store.Directory.Inbox, name);
        await File.WriteAllBytesAsync(path, bytes);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        await new InboxScanner(Database.Store, TimeProvider.System).ScanAsync(null, default);
    }

    private string Report(string name) => File.ReadAllText(Directory.EnumerateFiles(Database.Store.Directory.Root, name, SearchOption.AllDirectories).Single());

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var entry = new StreamWriter(zip.CreateEntry(name).Open());
        entry.Write(text);
    }
}

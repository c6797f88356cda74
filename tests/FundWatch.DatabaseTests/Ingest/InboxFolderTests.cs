using System.Diagnostics;
using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>What the inbox takes, what it leaves for later and what it never opens.</summary>
public sealed class InboxFolderTests : IngestTest
{
    private string Inbox => Database.Store.Directory.Inbox;

    [Fact]
    public async Task A_file_that_somebody_still_holds_open_for_writing_is_not_taken_half()
    {
        var path = Place("slow.csv", Payments(10));
        InboxReport report;
        using (var writer = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            report = await ScanAsync();
            report.Should().BeEquivalentTo(new { Files = 0, Settling = 1 }, o => o.ExcludingMissingMembers());
        }

        report.Notes.Should().ContainSingle().Which.En.Should().Contain("1 file is still being written");
        (await ScanAsync()).Should().BeEquivalentTo(new { Files = 1, Loaded = 10L, Settling = 0 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_file_that_grows_between_two_looks_waits()
    {
        var path = Place("growing.csv", Payments(10));
        var scan = ScanAsync();
        await Task.Delay(300);
        File.AppendAllText(path, "more");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));

        (await scan).Should().BeEquivalentTo(new { Files = 0, Settling = 1 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task Files_that_are_marked_as_unfinished_or_arrived_just_now_are_counted_and_said()
    {
        Place("half.csv.part", Payments(1));
        File.WriteAllText(Path.Combine(Inbox, "new.csv"), Payments(1));

        var report = await ScanAsync();

        report.Should().BeEquivalentTo(new { Files = 0, Settling = 2 }, o => o.ExcludingMissingMembers());
        report.Notes.Should().ContainSingle(n => n.Zh.Contains("2 个文件正在写入") && n.En.StartsWith("2 files are still being written"));
    }

    [Fact]
    public async Task A_link_is_refused_and_what_it_points_to_is_left_alone()
    {
        var outside = Write("secret.csv", Payments(5));
        File.CreateSymbolicLink(Path.Combine(Inbox, "link.csv"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Inbox, "folder"), Folder);

        var report = await ScanAsync();

        report.Should().BeEquivalentTo(new { Files = 2, Refused = 2, Loaded = 0L }, o => o.ExcludingMissingMembers());
        File.ReadAllText(outside).Should().Be(Payments(5));
        Directory.EnumerateFileSystemEntries(Inbox).Should().BeEmpty();
        (await ReportAsync("link.csv.report.txt")).Should().Contain(outside).And.Contain("不跟随链接").And.Contain("links in the inbox are not followed");
    }

    [Fact]
    public async Task A_pipe_is_refused_without_waiting_for_somebody_to_write_into_it()
    {
        var pipe = Path.Combine(Inbox, "pipe.csv");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        File.SetLastWriteTimeUtc(pipe, DateTime.UtcNow.AddMinutes(-1));
        Place("empty.csv", "");

        var report = await ScanAsync().WaitAsync(TimeSpan.FromMinutes(1));

        report.Should().BeEquivalentTo(new { Files = 2, Refused = 2 }, o => o.ExcludingMissingMembers());
        (await ReportAsync("pipe.csv.report.txt")).Should().Contain("special_file");
        (await ReportAsync("empty.csv.report.txt")).Should().Contain("empty_file");
    }

    [Fact]
    public async Task The_report_beside_a_file_says_in_words_what_was_refused_and_what_to_do()
    {
        Place("finance/pay.csv", Payments(10, i => i == 3 ? "1.2.3" : "5"));
        Place("finance/unknown.csv", "a,b\n1,2\n");
        Place("finance/unit.csv", "单位：万元\n" + Payments(2));

        await ScanAsync();

        (await ReportAsync("pay.csv.report.txt")).Should().Contain("来源：finance").And.Contain("共 10 行 = 新增 9 + 更新 0 + 未变 0 + 未导入（隔离） 1").And.Contain("第 5 行")
            .And.Contain("10 rows = 9 loaded").And.Contain("line 5:").And.Contain("What to do");
        (await ReportAsync("unit.csv.report.txt")).Should().Contain("值得注意：").And.Contain("已按万元读取").And.Contain("Worth a look:");
        (await ReportAsync("unknown.csv.report.txt")).Should().Contain("整个文件被退回").And.Contain("unknown_layout");
    }

    [Fact]
    public async Task The_report_names_the_file_where_it_lies_now()
    {
        Place("unknown.csv", "a,b\n1,2\n");

        await ScanAsync();

        var moved = Directory.EnumerateFiles(Database.Store.Directory.Refused, "unknown.csv", SearchOption.AllDirectories).Single();
        (await ReportAsync("unknown.csv.report.txt")).Should().Contain($"--suggest-mapping \"{moved}\"").And.NotContain(Inbox);
        (await ReportAsync("unknown.csv.report.json")).Should().NotContain(Inbox);
    }

    [Fact]
    public async Task The_report_names_a_file_within_an_archive_where_that_lies_now()
    {
        var archive = Path.Combine(Path.GetDirectoryName(Place("x/skip.csv", Payments(1)))!, "..", "a.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(archive, System.IO.Compression.ZipArchiveMode.Create))
        {
            using var entry = new StreamWriter(zip.CreateEntry("in/unknown.csv").Open());
            entry.Write("a,b\n1,2\n");
        }

        File.SetLastWriteTimeUtc(archive, DateTime.UtcNow.AddMinutes(-5));
        await ScanAsync();

        var moved = Directory.EnumerateFiles(Database.Store.Directory.Refused, "a.zip", SearchOption.AllDirectories).Single();
        (await ReportAsync("a.zip.report.txt")).Should().Contain($"--suggest-mapping \"{moved}/in/unknown.csv\"");
    }

    [Fact]
    public async Task Equal_names_from_two_sources_both_stay()
    {
        Place("a/same.csv", Payments(3));
        Place("b/same.csv", Payments(4));

        (await ScanAsync()).Files.Should().Be(2);

        Directory.EnumerateFiles(Database.Store.Directory.Done, "same*.csv", SearchOption.AllDirectories).Select(Path.GetFileName).Should().BeEquivalentTo("same.csv", "same.2.csv");
    }

    private Task<InboxReport> ScanAsync() => new InboxScanner(Database.Store, TimeProvider.System).ScanAsync(null, default);

    private string Place(string name, string text)
    {
        var path = Path.Combine(Inbox, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        return path;
    }

    private async Task<string> ReportAsync(string name) =>
        await File.ReadAllTextAsync(Directory.EnumerateFiles(Database.Store.Directory.Root, name, SearchOption.AllDirectories).Single());
}

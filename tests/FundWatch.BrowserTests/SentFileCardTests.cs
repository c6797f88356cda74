using System.IO.Compression;
using System.Text;
using FundWatch.BrowserTests.Support;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Host.Accounts;
using FundWatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>What the card of a sent file says of it once the load is over: all that came in, and all that did not.</summary>
public sealed class SentFileCardTests(WorkingWebHost host, Chromium chromium) : IClassFixture<WorkingWebHost>, IClassFixture<Chromium>
{
    private static readonly LocatorAssertionsToBeVisibleOptions _patience = new() { Timeout = 120_000 };
    private static readonly string[] _known = ["单位代码", "单位名称", "行政区划代码"];

    [SkippableFact]
    public async Task A_sheet_that_was_not_read_is_named_and_taken_in_through_a_mapping_drafted_for_it()
    {
        var book = XlsxFile.MakeSheets([
            ("第一页", Rows([_known, .. Units("A", 5)])), ("第二页", Rows([["编码", "全称", "属地"], .. Units("B", 10)])), ("说明", Rows([["填报说明"]])),
        ]);
        var page = await SendAsync("两页", "两页.xlsx", book);
        var card = Card(page, "两页.xlsx");
        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("部分导入");
        await Expect(card.Locator("tr").Filter(new() { HasText = "第二页" })).ToContainTextAsync("没有读取");
        await Expect(card).ToContainTextAsync("未读取（不是已知的表）：说明");
        await card.GetByRole(AriaRole.Button, new() { Name = "为 两页.xlsx · 第二页 拟定映射" }).ClickAsync();
        await card.Locator(".fw-mapping select").First.SelectOptionAsync("organisation");
        await Expect(card.Locator(".fw-mapping")).ToContainTextAsync("单位层级"); // the draft for it has come
        foreach (var (header, column) in new[] { ("编码", "org_code"), ("全称", "org_name"), ("属地", "region_code") })
        {
            await card.GetByLabel($"{header} 对应哪一列").SelectOptionAsync(column);
        }

        await card.GetByLabel("保存为").FillAsync("单位第二页");
        await card.Locator(".fw-map-save").ClickAsync();

        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("已导入", new() { Timeout = 120_000 });
        await Expect(card.Locator("tr").Filter(new() { HasText = "第二页" })).ToContainTextAsync("沿用映射 单位第二页");
        (await CountAsync("select count(*) from record.organisation where org_code ~ '^[AB][0-9]+$'")).Should().Be(15);
    }

    [SkippableFact]
    public async Task Of_an_archive_with_a_member_that_was_refused_the_card_says_in_part_and_offers_a_mapping_for_it()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in new[] { ("甲.csv", string.Join(',', _known) + "\nZ1,某局,330102\n"), ("乙.csv", "编码,全称,属地\nZ2,某局,330102\n") })
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        var page = await SendAsync("一包", "一包.zip", memory.ToArray());
        var card = Card(page, "一包.zip");
        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("部分导入");
        await card.GetByRole(AriaRole.Button, new() { Name = "为 一包.zip/乙.csv 拟定映射" }).ClickAsync();
        await Expect(card.GetByLabel("全称 对应哪一列")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_mapping_that_refuses_every_row_is_corrected_on_the_card()
    {
        var mappings = host.Services.GetRequiredService<MappingStore>();
        await mappings.SaveAsync("缺日期格式", """
            {"stream": "fund_use", "columns": {"use_id": {"from": "流水号"}, "application_id": {"constant": "A1"}, "used_on": {"from": "支出日"}, "amount": {"from": "金额数", "unit": "万元"}, "payee_name": {"from": "户名"}}}
            """u8.ToArray(), "x", "wang", default);
        var page = await SendAsync("改映射", "四月.csv", Encoding.UTF8.GetBytes("流水号,支出日,金额数,户名\nG1,3/4/2025,1.5,县一建公司\nG2,5/4/2025,2,县二建公司\n"), "缺日期格式");
        var card = Card(page, "四月.csv");
        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("没有导入任何行");
        await Expect(card.Locator(".fw-run-done")).ToHaveCountAsync(0);
        await card.GetByRole(AriaRole.Button, new() { Name = "更正映射“缺日期格式”" }).ClickAsync();
        await Expect(card.GetByLabel("金额数 的单位")).ToHaveValueAsync("万元");
        await Expect(card.GetByLabel("保存为")).ToHaveValueAsync("缺日期格式");
        await card.GetByLabel("支出日 的日期格式").FillAsync("d/M/yyyy");
        await card.Locator(".fw-map-save").ClickAsync();

        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("已导入", new() { Timeout = 120_000 });
        await using var rows = host.Store.Owner.CreateCommand("select string_agg(use_id || ' ' || application_id || ' ' || used_on || ' ' || amount, '; ' order by use_id) from record.fund_use where use_id like 'G%'");
        (await rows.ExecuteScalarAsync()).Should().Be("G1 A1 2025-04-03 15000.00; G2 A1 2025-04-05 20000.00");
    }

    [SkippableFact]
    public async Task What_the_mapping_reads_and_the_file_does_not_have_is_named_on_the_card()
    {
        var mappings = host.Services.GetRequiredService<MappingStore>();
        string Body(string more) => $$"""
            {"stream": "fund_use", "columns": {"use_id": {"from": ["年度", "流水号"]}, "application_id": {"constant": "A1"}, "used_on": {"from": "支出日"}, "amount": {"from": "金额(元)"}{{more}} } }
            """;
        await mappings.SaveAsync("两段编号", Encoding.UTF8.GetBytes(Body("")), "x", "wang", default);
        var page = await SendAsync("两段编号", "五月.csv", Encoding.UTF8.GetBytes("流水号,支出日,金额（元）,年度\nK1,3/4/2025,15,2025\n"), "两段编号");
        var card = Card(page, "五月.csv");
        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("没有导入任何行");
        await mappings.SaveAsync("两段编号", Encoding.UTF8.GetBytes(Body(""", "payee_name": {"from": "户名"}""")), "x", "wang", default);
        await card.GetByRole(AriaRole.Button, new() { Name = "更正映射“两段编号”" }).ClickAsync();
        await Expect(card.GetByLabel("金额（元） 对应哪一列")).ToHaveValueAsync("amount");
        await Expect(card.Locator(".fw-map-absent")).ToContainTextAsync("“户名” → 收款方");
        await card.GetByLabel("支出日 的日期格式").FillAsync("d/M/yyyy");
        await card.Locator(".fw-map-save").ClickAsync();

        await Expect(card.Locator(".fw-status")).ToHaveTextAsync("已导入", new() { Timeout = 120_000 });
        await using var rows = host.Store.Owner.CreateCommand("select use_id || ' ' || used_on || ' ' || amount from record.fund_use where use_id like '%K1%'");
        (await rows.ExecuteScalarAsync()).Should().Be("2025|K1 2025-04-03 15.00");
    }

    [SkippableFact]
    public async Task Grave_remarks_of_a_load_stand_on_the_card_at_most_three_and_the_others_one_click_away()
    {
        var id = await AddAsync("可疑.csv");
        var remarks = string.Join(',', Enumerable.Range(1, 5).Select(i => $$"""{"code": "scale", "column": null, "count": 1, "is_grave": true, "zh": "第{{i}}条可疑", "en": "doubt {{i}}"}""")
            .Append("""{"code": "hidden_rows", "column": null, "count": 1, "is_grave": false, "zh": "有隐藏的行", "en": "hidden rows"}"""));
        await ReportAsync(id, "done", $$"""
            {"files": [{"path": "可疑.csv", "stream": "fund_use", "encoding": null, "rows": 1, "loaded": 1, "updated": 0, "unchanged": 0, "quarantined": 0, "seconds": 0, "status": "done", "batch_id": 987, "remarks": [{{remarks}}]}],
             "totals": {"rows": 1, "loaded": 1, "updated": 0, "unchanged": 0, "quarantined": 0, "skipped": 0, "files": 1, "failed": 0, "seconds": 0} }
            """);
        var card = Card(await chromium.OpenUploadAsync(host), "可疑.csv");

        await Expect(card.Locator(".fw-remarks li.fw-grave")).ToHaveCountAsync(3);
        await Expect(card).Not.ToContainTextAsync("有隐藏的行");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "还有 2 条值得注意" })).ToHaveAttributeAsync("href", "/batches/987");
    }

    [SkippableFact]
    public async Task A_stopped_file_whose_batch_was_withdrawn_is_not_said_to_have_rows_in_the_store()
    {
        var page = await SendAsync("撤回", "撤回.csv", PaymentFile.Of(6, "Y"));
        var files = host.Services.GetRequiredService<SentFileStore>();
        var file = (await files.LatestAsync(30)).First(f => f.FileName == "撤回.csv");
        await using (var stopped = host.Store.Owner.CreateCommand("update ingest.sent_file set status = 'cancelled' where file_id = $1"))
        {
            stopped.Parameters.AddWithValue(file.FileId);
            await stopped.ExecuteNonQueryAsync();
        }

        await page.ReloadAsync();
        await Expect(Card(page, "撤回.csv")).ToContainTextAsync("6 行保留在库中");
        await new BatchWithdrawal(host.Store, TimeProvider.System).WithdrawAsync(file.Report!.Files.Single().BatchId!.Value, "发错了", "wang", withLater: false, null, default);
        await page.ReloadAsync();
        await Expect(Card(page, "撤回.csv")).ToContainTextAsync("已随批次撤回，不在库中");
        await Expect(Card(page, "撤回.csv")).Not.ToContainTextAsync("保留在库中");
    }

    [SkippableFact]
    public async Task An_archive_that_was_stopped_counts_the_rows_of_all_its_members_but_not_what_was_in_before()
    {
        static string Part(int i, int rows, string rest) => $$"""{"path": "停.zip/{{i}}.csv", "stream": "fund_use", "encoding": null, "rows": {{rows}}, "loaded": {{rows}}, "updated": 0, "unchanged": 0, "quarantined": 0, "seconds": 0, "batch_id": {{7000 + i}}, {{rest}}}""";
        const string totals = "\"totals\": {\"rows\": 0, \"loaded\": 0, \"updated\": 0, \"unchanged\": 0, \"quarantined\": 0, \"skipped\": 0, \"files\": 3, \"failed\": 0, \"seconds\": 0}";
        var first = await AddAsync("停.zip");
        await ReportAsync(first, "cancelled", $$"""{"files": [{{Part(1, 1000, "\"status\": \"done\"")}}, {{Part(2, 2000, "\"status\": \"done\"")}}, {{Part(3, 20, "\"status\": \"stopped\"")}}], {{totals}} }""");
        var again = await AddAsync("再停.zip");
        await ReportAsync(again, "cancelled", $$"""{"files": [{{Part(1, 1000, "\"status\": \"done\", \"is_earlier\": true")}}, {{Part(3, 20, "\"status\": \"stopped\"")}}], {{totals}} }""");

        var page = await chromium.OpenUploadAsync(host);
        await Expect(page.Locator("article").Filter(new() { HasText = "3,020 行保留在库中" })).ToHaveCountAsync(1);
        await Expect(page.Locator("article").Filter(new() { HasText = "再停.zip" })).ToContainTextAsync("停止前提交的 20 行保留在库中");
    }

    [SkippableFact]
    public async Task Neither_the_card_nor_the_batches_page_shows_a_folder_of_the_server_or_a_command()
    {
        var page = await SendAsync("坏文件", "无表头.csv", Encoding.UTF8.GetBytes("a,b\n1,2\n"), status: "refused");
        await Expect(Card(page, "无表头.csv")).Not.ToContainTextAsync("fundwatch ingest");
        await page.GotoAsync("/batches");
        var row = page.Locator("#batches tr").Filter(new() { HasText = "无表头.csv" });
        await Expect(row).ToContainTextAsync("请拟定映射后再导入");
        await Expect(row).Not.ToContainTextAsync(".uploads");
        await page.ToEnglishAsync();
        await Expect(row).ToContainTextAsync("draft a mapping and load it again");
        await Expect(row).Not.ToContainTextAsync("fundwatch ingest");
    }

    [SkippableFact]
    public async Task Of_an_archive_of_many_files_those_that_need_a_look_come_first_and_the_others_are_a_click_away()
    {
        var id = await AddAsync("六十.zip");
        static string Part(int i, string status, string rest) => $$"""{"path": "六十.zip/{{i:00}}.csv", "stream": "fund_use", "encoding": null, "rows": 1, "loaded": 1, "updated": 0, "unchanged": 0, "quarantined": 0, "seconds": 0, "status": "{{status}}"{{rest}}}""";
        var parts = Enumerable.Range(1, 60).Select(i => i == 57 ? Part(i, "failed", ", \"error\": {\"code\": \"unknown_layout\", \"zh\": \"不认识\", \"en\": \"unknown\"}") : Part(i, "done", $", \"batch_id\": {i}"));
        await ReportAsync(id, "done", $$"""{"files": [{{string.Join(',', parts)}}], "totals": {"rows": 60, "loaded": 59, "updated": 0, "unchanged": 0, "quarantined": 0, "skipped": 0, "files": 60, "failed": 1, "seconds": 0} }""");
        var page = await chromium.OpenUploadAsync(host);
        var card = Card(page, "六十.zip");

        await Expect(card.Locator("tbody tr")).ToHaveCountAsync(20);
        await Expect(card.Locator("tbody tr").First).ToContainTextAsync("57.csv");
        await Expect(card.Locator("tfoot")).ToContainTextAsync("60");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "还有 40 个" })).ToHaveAttributeAsync("href", "/batches");
        await ShootAsync(card, "card-many");
        await page.ToEnglishAsync();
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "40 more" })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task While_quality_reports_are_made_the_card_says_so_and_what_an_earlier_load_came_to_stays()
    {
        var id = await AddAsync("报告.zip");
        await ReportAsync(id, "loading", """
            {"files": [{"path": "报告.zip/甲.csv", "stream": "fund_use", "encoding": null, "rows": 7, "loaded": 7, "updated": 0, "unchanged": 0, "quarantined": 0, "seconds": 0, "status": "done", "batch_id": 986}],
             "totals": {"rows": 7, "loaded": 7, "updated": 0, "unchanged": 0, "quarantined": 0, "skipped": 0, "files": 1, "failed": 0, "seconds": 0} }
            """);
        // A run without its lock is one whose process was killed: the host's worker would take it up.
        await using var worker = await host.Store.Owner.OpenConnectionAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(hashtext('fundwatch.job'), hashtext('load-file/' || $1))", worker) { Parameters = { new() { Value = id } } })
        {
            await hold.ExecuteNonQueryAsync();
        }

        await using (var run = host.Store.Owner.CreateCommand("""
            insert into job.run (job, request, attempt, status, started_by, worker, progress, stage, counts) values ('load-file/' || $1, 'card-' || $1, 1, 'running', 'wang', 'test', 1, $2, '{"rows": 500}')
            """))
        {
            run.Parameters.AddWithValue(id);
            run.Parameters.AddWithValue(new IngestProgress("x", 1, 1, 500, 1) { Reports = (137, 500) }.Stage);
            await run.ExecuteNonQueryAsync();
        }

        var page = await chromium.OpenUploadAsync(host);
        var card = Card(page, "报告.zip");
        await Expect(card).ToContainTextAsync("质量报告 137/500");
        await Expect(card).Not.ToContainTextAsync("100%");
        await Expect(card).ToContainTextAsync("以下是上次导入的结果");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "986" })).ToBeVisibleAsync();
        await ShootAsync(card, "card-reports");
        await page.ToEnglishAsync();
        await Expect(card).ToContainTextAsync("quality reports 137/500");
        await ReportAsync(id, "done", """{"files": [], "totals": {"rows": 0, "loaded": 0, "updated": 0, "unchanged": 0, "quarantined": 0, "skipped": 0, "files": 0, "failed": 0, "seconds": 0} }""");
    }

    [SkippableFact]
    public async Task A_mapping_that_is_corrected_shows_no_account_and_no_name_whatever_is_chosen()
    {
        await host.Services.GetRequiredService<MappingStore>().SaveAsync("收款人", """
            {"stream": "fund_use", "columns": {"use_id": {"from": "甲"}, "application_id": {"from": "乙"}, "used_on": {"from": "丙", "formats": ["d/M/yyyy"]}, "amount": {"from": "丁"}, "payee_name": {"from": "戊"}, "payee_account": {"from": "己"}}}
            """u8.ToArray(), "x", "wang", default);
        var page = await SendAsync("遮盖", "遮盖.csv", Encoding.UTF8.GetBytes("甲,乙,丙,丁,戊,己\nH1,A1,2025年第9旬,1.5,张三丰,6222021234567890100\nH2,A1,2025年第8旬,2,李秀英,6222021234567890118\n"), "收款人");
        var card = Card(page, "遮盖.csv");
        await card.GetByRole(AriaRole.Button, new() { Name = "更正映射“收款人”" }).ClickAsync();
        foreach (var chosen in new[] { "payee_account", "", "purpose" })
        {
            await card.GetByLabel("己 对应哪一列").SelectOptionAsync(chosen);
            await Expect(card.GetByLabel("己 对应哪一列")).ToHaveValueAsync(chosen);
            await Expect(card.Locator(".fw-map")).ToContainTextAsync("****0100 | ****0118");
            await Expect(card.Locator(".fw-map")).ToContainTextAsync("张** | 李**");
        }

        await Expect(card.Locator(".fw-map")).ToContainTextAsync("1.5 | 2");
        await Expect(card.Locator(".fw-map")).Not.ToContainTextAsync("张三丰");
        await ShootAsync(card, "card-mapping");
    }

    private static async Task ShootAsync(ILocator card, string name)
    {
        if (Environment.GetEnvironmentVariable("FUNDWATCH_SCREENSHOTS") is { } pictures)
        {
            await card.ScreenshotAsync(new() { Path = Path.Combine(pictures, name + ".png") });
        }
    }

    private static string[][] Units(string prefix, int count) => [.. Enumerable.Range(1, count).Select(i => new[] { $"{prefix}{i}", $"某局{i}", "330102" })];

    private static string Rows(string[][] rows) => string.Concat(rows.Select((cells, i) => $"<row r=\"{i + 1}\">{string.Concat(cells.Select((c, j) => XlsxFile.Text(j, i + 1, c)))}</row>"));

    private static ILocator Card(IPage page, string name) => page.Locator(".fw-sent").Filter(new() { HasText = name });

    private async Task<IPage> SendAsync(string source, string name, byte[] bytes, string mapping = "", string status = "done")
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.FillAsync("#source", source);
        await page.SelectOptionAsync("#mapping", mapping);
        await page.SetInputFilesAsync("#files", [new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = bytes }]);
        await page.ClickAsync("#send");
        await Expect(page.Locator($"[data-status={status}]").Filter(new() { HasText = name })).ToBeVisibleAsync(_patience);
        return page;
    }

    private Task<long> AddAsync(string name) => host.Services.GetRequiredService<SentFileStore>().AddAsync(new NewSentFile(name, "/nowhere/" + name, 1, "记录", null, null, null, "page", "wang"), default);

    private async Task ReportAsync(long id, string status, string report)
    {
        await using var write = host.Store.Owner.CreateCommand("update ingest.sent_file set status = $2, report = $3::jsonb where file_id = $1");
        write.Parameters.AddWithValue(id);
        write.Parameters.AddWithValue(status);
        write.Parameters.AddWithValue(report);
        await write.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var count = host.Store.Owner.CreateCommand(sql);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}

using System.Text;
using FundWatch.BrowserTests.Support;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Host.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static FundWatch.BrowserTests.Support.UploadSteps;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>What data staff do on the upload page, in a real browser, with a job server behind it.</summary>
public sealed class UploadPageTests(WorkingWebHost host, Chromium chromium) : IClassFixture<WorkingWebHost>, IClassFixture<Chromium>
{
    private static readonly string? _pictures = Environment.GetEnvironmentVariable("FUNDWATCH_SCREENSHOTS");

    private const string Topmost = "e => { const b = e.getBoundingClientRect(); return document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2).tagName; }";

    private static readonly LocatorAssertionsToBeVisibleOptions _patience = new() { Timeout = 120_000 };

    [SkippableFact]
    public async Task Files_are_sent_loaded_and_shown_with_their_refusals()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.FillAsync("#source", "财政局");
        await page.SetInputFilesAsync("#files", [Csv("支付一.csv", PaymentFile.Of(2100, "U")), Csv("支付二.csv", PaymentFile.Of(5, "V"))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(2);
        await page.ClickAsync("#send");

        var card = page.Locator("[data-status=done]").Filter(new() { HasText = "支付一.csv" });
        await Expect(card).ToBeVisibleAsync(_patience);
        await Expect(card).ToContainTextAsync("2,100");
        await Expect(card.Locator(".fw-refusals")).ToContainTextAsync("3 行未导入");
        await Expect(card.Locator(".fw-refusals li").First).ToContainTextAsync("第 9 行");
        await Expect(page.Locator("[data-status=done]").Filter(new() { HasText = "支付二.csv" })).ToBeVisibleAsync(_patience);
        await Expect(page.Locator("#outgoing")).ToHaveCountAsync(0);
        await ShootAsync(page, "upload");
        await card.Locator("table a").ClickAsync();
        await page.ArriveAsync("/batches");
    }

    [SkippableFact]
    public async Task Dozens_of_files_sent_at_once_all_arrive()
    {
        const int Files = 36; // enough that the first have arrived, and left the list, before the last are handed over
        var page = await chromium.OpenUploadAsync(host);
        await page.FillAsync("#source", "三打");
        await page.SetInputFilesAsync("#files", [.. Enumerable.Range(1, Files).Select(i => Csv($"第{i:00}份.csv", PaymentFile.Of(1, $"D{i:00}-")))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(Files);
        await page.ClickAsync("#send");

        await Expect(page.Locator("#outgoing")).ToHaveCountAsync(0, new() { Timeout = 120_000 });
        await using var count = host.Store.Owner.CreateCommand("select count(*) from record.canteen_payment where payment_id like 'D__-%'");
        for (var i = 0; i < 240 && !Files.Equals((int)(long)(await count.ExecuteScalarAsync())!); i++)
        {
            await Task.Delay(500);
        }

        (await count.ExecuteScalarAsync()).Should().Be((long)Files);
    }

    /// <summary>Their names together were more than a message of the page's connection may hold, and the connection ended.</summary>
    [SkippableFact]
    public async Task Hundreds_of_files_with_long_names_are_listed_and_ready_to_be_sent()
    {
        const int Files = 500;
        var page = await chromium.OpenUploadAsync(host);
        await page.SetInputFilesAsync("#files", [.. Enumerable.Range(1, Files).Select(i => Csv($"二〇二五年度乡镇卫生院食堂采购与公务接待支出明细汇总表第{i:000}份.csv", [1]))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(Files, new() { Timeout = 120_000 });
        await Expect(page.Locator("#send")).ToHaveTextAsync($"上传（{Files}）");
        await Expect(page.Locator("#outgoing li").Last).ToContainTextAsync($"第{Files}份.csv");
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Whoever_goes_elsewhere_before_all_is_sent_is_asked_and_nobody_else_is()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.ClickAsync("nav a[href='/batches']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");
        await page.ClickAsync("nav a[href='/upload']");
        await page.SetInputFilesAsync("#files", [Csv("空.csv", [])]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(1);
        await page.ClickAsync("nav a[href='/batches']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");

        await page.ClickAsync("nav a[href='/upload']");
        await SlowAsync(page);
        await page.SetInputFilesAsync("#files", [Csv("途中.csv", PaymentFile.Of(10_000, "Y")), Csv("其后.csv", PaymentFile.Of(10, "Z"))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(2);
        await page.ClickAsync("nav a[href='/batches']");
        await Expect(page.Locator(".mud-dialog")).ToContainTextAsync("还有 2 个文件没有上传完");
        await ShootAsync(page, "upload-leave");
        await page.GetByRole(AriaRole.Button, new() { Name = "留在本页" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await page.ClickAsync("#send");
        await Expect(page.Locator("#outgoing [role=progressbar]").First).ToBeVisibleAsync();
        await page.ClickAsync("nav a[href='/batches']");
        await page.GetByRole(AriaRole.Button, new() { Name = "留在本页" }).ClickAsync();
        await Expect(page.Locator("#outgoing li").Filter(new() { HasText = "途中.csv" })).ToBeVisibleAsync();
        page.Path().Should().Be("/upload");

        await page.ClickAsync("nav a[href='/batches']");
        await page.GetByRole(AriaRole.Button, new() { Name = "离开，不再上传" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");
        await NothingIsLeftOfAsync("途中.csv");
    }

    [SkippableFact]
    public async Task An_empty_file_is_listed_with_the_reason_why_it_is_not_sent()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.SetInputFilesAsync("#files", [new() { Name = "三月支付", MimeType = "", Buffer = [] }, Csv("空.csv", [])]);

        await Expect(page.Locator("#outgoing li").Filter(new() { HasText = "三月支付" })).ToContainTextAsync("空文件（0 字节）");
        await Expect(page.Locator("#outgoing li").Filter(new() { HasText = "空.csv" })).ToContainTextAsync("空文件（0 字节）");
        await Expect(page.Locator("#send")).ToBeDisabledAsync();
    }

    [SkippableFact]
    public async Task Whoever_is_signed_out_meanwhile_is_told_to_sign_in_and_nothing_of_tokens()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.SetInputFilesAsync("#files", [Csv("过期.csv", PaymentFile.Of(3, "S"))]);
        await page.Context.ClearCookiesAsync();
        await page.ClickAsync("#send");

        var line = page.Locator("#outgoing li");
        await Expect(line).ToContainTextAsync("已退出登录，请重新登录");
        await Expect(line).Not.ToContainTextAsync("Bearer");
        await line.GetByRole(AriaRole.Link, new() { Name = "重新登录" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in?back=/upload");
    }

    [SkippableFact]
    public async Task Each_field_is_seen_and_takes_its_own_click()
    {
        var page = await chromium.OpenUploadAsync(host);
        foreach (var field in new[] { "#source", "#mapping", "#sheet" })
        {
            await Expect(page.Locator(field)).ToBeVisibleAsync();
            (await page.Locator(field).EvaluateAsync<string>("f => getComputedStyle(f).opacity")).Should().Be("1", "{0} is to be seen", field);
            (await page.Locator($"label[for={field[1..]}]").EvaluateAsync<string>(Topmost)).Should().Be("LABEL", "nothing lies over the label of {0}", field);
        }

        (await page.Locator("#files-help").EvaluateAsync<string>(Topmost)).Should().Be("INPUT", "a click anywhere in the field chooses files");
    }

    [SkippableFact]
    public async Task An_upload_that_is_cancelled_leaves_nothing()
    {
        var page = await chromium.OpenUploadAsync(host);
        await SlowAsync(page);
        await page.SetInputFilesAsync("#files", [Csv("取消.csv", PaymentFile.Of(10_000, "X"))]);
        await page.ClickAsync("#send");
        await Expect(page.Locator("#outgoing [role=progressbar]")).ToBeVisibleAsync();
        await page.ClickAsync("#outgoing button");

        await Expect(page.Locator("#outgoing")).ToHaveCountAsync(0);
        await NothingIsLeftOfAsync("取消.csv");
        await Expect(page.Locator(".fw-sent").Filter(new() { HasText = "取消.csv" })).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_load_is_stopped_on_the_page_and_carried_on()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.FillAsync("#source", "停止");
        var folder = Directory.CreateTempSubdirectory("fundwatch-upload-").FullName;
        var file = Path.Combine(folder, "大文件.csv"); // handed to the browser by its path: 25 MB take it long otherwise
        await File.WriteAllBytesAsync(file, PaymentFile.Of(220_000, "W"));
        await page.SetInputFilesAsync("#files", file);
        await page.ClickAsync("#send");
        var card = page.Locator(".fw-sent").Filter(new() { HasText = "大文件.csv" });
        await card.GetByRole(AriaRole.Button, new() { Name = "停止导入" }).ClickAsync(new() { Timeout = 120_000 });
        Directory.Delete(folder, recursive: true);
        await Expect(card.GetByText("已停止")).ToBeVisibleAsync(_patience);
        await ShootAsync(page, "upload-cancelled");
        await card.GetByRole(AriaRole.Button, new() { Name = "继续导入" }).ClickAsync();

        await Expect(page.Locator("[data-status=done]").Filter(new() { HasText = "大文件.csv" })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Expect(card).ToContainTextAsync("220,000");
    }

    [SkippableFact]
    public async Task An_unknown_layout_is_mapped_on_the_page_kept_and_loaded()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.FillAsync("#source", "银行");
        var text = "流水号,项目申请号,支出日,支出金额(万元),收款人户名,备注\nL1,A1,3/4/2025,1.5,县一建公司,甲\nL2,A1,5/4/2025,2,县二建公司,乙\n";
        await page.SetInputFilesAsync("#files", [Csv("流水.csv", Encoding.UTF8.GetBytes(text))]);
        await page.ClickAsync("#send");
        var card = page.Locator("[data-status=refused]").Filter(new() { HasText = "流水.csv" });
        await Expect(card).ToBeVisibleAsync(_patience);
        await Expect(card).ToContainTextAsync("请拟定映射后再导入");
        await card.GetByRole(AriaRole.Button, new() { Name = "拟定映射" }).ClickAsync();
        await card.Locator(".fw-mapping select").First.SelectOptionAsync("fund_use");
        foreach (var (header, column) in new[] { ("流水号", "use_id"), ("项目申请号", "application_id"), ("支出日", "used_on"), ("支出金额(万元)", "amount"), ("收款人户名", "payee_name") })
        {
            await card.GetByLabel($"{header} 对应哪一列").SelectOptionAsync(column);
        }

        await Expect(card.GetByLabel("支出金额(万元) 的单位")).ToHaveValueAsync("万元");
        await card.GetByLabel("支出日 的日期格式").FillAsync("d/M/yyyy");
        await card.GetByLabel("保存为").FillAsync("gla-payments");
        await card.Locator(".fw-map-save").ClickAsync();
        await Expect(card.Locator(".fw-mapping [role=alert]")).ToContainTextAsync("随程序提供");
        await Expect(card.Locator(".fw-map-replace")).ToHaveCountAsync(0);
        await using var kept = host.Store.Owner.CreateCommand("""
            insert into ingest.mapping (name, version, stream, body, saved_by, saved_at) values ('银行流水', 1, 'fund_use', '{"stream": "fund_use", "columns": {}}', '李', now())
            """);
        await kept.ExecuteNonQueryAsync();
        await card.GetByLabel("保存为").FillAsync("银行流水");
        await card.Locator(".fw-map-save").ClickAsync();
        await Expect(card.Locator(".fw-mapping [role=alert]")).ToContainTextAsync("李 于");
        await Expect(card.Locator(".fw-map-replace")).ToBeVisibleAsync();
        await ShootAsync(page, "upload-mapping");
        await card.Locator(".fw-map-replace").ClickAsync();

        var done = page.Locator("[data-status=done]").Filter(new() { HasText = "流水.csv" });
        await Expect(done).ToBeVisibleAsync(_patience);
        await Expect(done).ToContainTextAsync("银行流水");
        await using var sum = host.Store.Owner.CreateCommand("select string_agg(use_id || ' ' || used_on || ' ' || amount, '; ' order by use_id) from record.fund_use");
        (await sum.ExecuteScalarAsync()).Should().Be("L1 2025-04-03 15000.00; L2 2025-04-05 20000.00");
    }

    [SkippableFact]
    public async Task Whoever_was_disabled_a_moment_ago_stops_loads_and_keeps_nothing_and_is_told()
    {
        var (accounts, login, files) = (host.Services.GetRequiredService<AccountStore>(), host.Accounts[Role.DataStaff].Login, host.Services.GetRequiredService<SentFileStore>());
        await using var kept = new UploadFolder(host.Store.Directory).Begin("没有表头.csv");
        await kept.Content.WriteAsync(Encoding.UTF8.GetBytes("编号,什么\n1,2\n"));
        await kept.CompleteAsync();
        NewSentFile Sent(string name) => new(name, kept.Path, 1, "停用", null, null, null, "page", login);
        var (waits, refused, stopped) = (await files.AddAsync(Sent("等待.csv"), default), await files.AddAsync(Sent("没有表头.csv"), default), await files.AddAsync(Sent("已停.csv"), default));
        await files.CancelAsync(stopped, login);
        await using (var refuse = host.Store.Owner.CreateCommand("""update ingest.sent_file set status = 'refused', error = '{"code": "unknown_layout", "zh": "x", "en": "x"}' where file_id = $1"""))
        {
            refuse.Parameters.AddWithValue(refused);
            await refuse.ExecuteNonQueryAsync();
        }

        var page = await chromium.OpenUploadAsync(host);
        ILocator Card(string name) => page.Locator(".fw-sent").Filter(new() { HasText = name });
        await Card("没有表头.csv").GetByRole(AriaRole.Button, new() { Name = "拟定映射" }).ClickAsync();
        await Card("没有表头.csv").Locator(".fw-mapping select").First.SelectOptionAsync("holiday");
        await Card("没有表头.csv").GetByLabel("编号 对应哪一列").SelectOptionAsync("day");
        await Card("没有表头.csv").GetByLabel("什么 对应哪一列").SelectOptionAsync("kind");
        var runs = await chromium.OpenAsync(host);
        await runs.SignInAsync(host, Role.DataStaff, "/runs");
        await Expect(runs.Locator("[data-job=score]")).ToBeVisibleAsync();
        await accounts.SetDisabledAsync(login, true, "test");
        try
        {
            await Card("等待.csv").GetByRole(AriaRole.Button, new() { Name = "停止导入" }).ClickAsync();
            await Card("已停.csv").GetByRole(AriaRole.Button, new() { Name = "继续导入" }).ClickAsync();
            await Card("没有表头.csv").Locator(".fw-map-save").ClickAsync();
            await runs.ClickAsync("[data-job=score]");
            foreach (var said in new[] { Card("等待.csv"), Card("已停.csv"), Card("没有表头.csv").Locator(".fw-mapping"), runs.Locator("main") })
            {
                await Expect(said.Locator(".fw-problem")).ToContainTextAsync("您的账户已停用");
            }
        }
        finally
        {
            await accounts.SetDisabledAsync(login, false, "test");
        }

        (await files.FindAsync(waits))!.CancelAsked.Should().BeFalse();
        (await files.FindAsync(stopped))!.Status.Should().Be(SentStatus.Cancelled);
        await using var left = host.Store.Owner.CreateCommand("select (select count(*) from ingest.mapping where name like '停用%') + (select count(*) from job.run where job = 'score' and started_by = $1)");
        left.Parameters.AddWithValue(login);
        (await left.ExecuteScalarAsync()).Should().Be(0L);
        await files.CancelAsync(waits, login);
    }

    [SkippableFact]
    public async Task The_page_works_by_keyboard_and_in_English()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.ToEnglishAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Upload data files");
        await page.Locator("#files").FocusAsync();
        await page.SetInputFilesAsync("#files", [Csv("keys.csv", PaymentFile.Of(8, "K"))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(1);
        for (var i = 0; i < 12 && !await page.Locator("#send").EvaluateAsync<bool>("e => e === document.activeElement"); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
        var card = page.Locator("[data-status=done]").Filter(new() { HasText = "keys.csv" });
        await Expect(card).ToBeVisibleAsync(_patience);
        await Expect(card.Locator(".fw-refusals")).ToContainTextAsync("line 9");
        await ShootAsync(page, "upload-en");
    }

    private static async Task SlowAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = 10_000 });
    }

    private async Task NothingIsLeftOfAsync(string name)
    {
        var uploads = Directory.CreateDirectory(Path.Combine(host.Store.Directory.Inbox, ".uploads"));
        for (var i = 0; i < 300 && uploads.GetFiles(name + "*", SearchOption.AllDirectories).Length > 0; i++)
        {
            await Task.Delay(100);
        }

        uploads.GetFiles(name + "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (_pictures is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_pictures, name + ".png"), FullPage = true });
        }
    }
}

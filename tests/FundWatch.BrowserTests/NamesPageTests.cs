using FundWatch.BrowserTests.Support;
using FundWatch.Data.Ingest;
using FundWatch.Host.Accounts;
using FundWatch.Host.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>Names without a code: data staff look them up, confirm, refuse and undo on a page of its own.</summary>
public sealed class NamesPageTests(WebHost host, Chromium chromium) : IClassFixture<WebHost>, IClassFixture<Chromium>
{
    private const string Organisations = """
        单位代码,单位名称,行政区划代码
        114314021000001129,岚溪区卫生健康局,431402
        11431402100000227F,岚溪区教育局,431402
        """;

    private const string Receptions = """
        单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额
        N1,11431402100000227F,岚溪区教育局,431402,2025-03-02,岚溪区　卫生健康局,431402,2,100,100
        N2,11431402100000227F,岚溪区教育局,431402,2025-03-03,区卫健局,431402,2,100,100
        N3,11431402100000227F,岚溪区教育局,431402,2025-03-03,某某协会,431402,2,100,100
        """;

    [SkippableFact]
    public async Task A_name_is_looked_up_confirmed_and_undone_with_a_reason()
    {
        var folder = Directory.CreateTempSubdirectory("fundwatch-names-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "org.csv"), Organisations);
        await File.WriteAllTextAsync(Path.Combine(folder, "r.csv"), Receptions);
        await new IngestService(host.Store, TimeProvider.System).IngestAsync(new IngestRequest([folder]), null, default);
        Directory.Delete(folder, recursive: true);

        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/names");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有待确认的名称");
        await page.ClickAsync("a[href='/names?state=unmatched']");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("还没有查找过");
        await page.ClickAsync("a[href='/names?state=proposed']");
        await host.Store.Owner.CreateCommand("alter table ingest.name_link add constraint shut check (false) not valid").ExecuteNonQueryAsync();
        await page.ClickAsync("[data-find]");
        await Expect(page.Locator("#names-said")).ToContainTextAsync("数据库报错");
        await host.Store.Owner.CreateCommand("alter table ingest.name_link drop constraint shut").ExecuteNonQueryAsync();
        await page.ClickAsync("[data-find]");
        await Expect(page.Locator("#names-said")).ToContainTextAsync("与登记名称相同 1 + 建议待确认 1");
        var row = page.Locator("#names tbody tr");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("区卫健局");
        await Expect(row).ToContainTextAsync("岚溪区卫生健康局");
        await Expect(row).ToContainTextAsync("简称");

        await page.FillAsync("#names-search", "zzz");
        await page.PressAsync("#names-search", "Enter");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有含“zzz”的名称");
        await Expect(page.Locator(".fw-message")).Not.ToContainTextAsync("没有待确认的名称");
        await Expect(page.Locator("#names-totals")).ToContainTextAsync("总数");
        await Expect(page.Locator("a[href='/names?state=unmatched'] b")).ToHaveTextAsync("1");
        await page.ClickAsync("a[href='/names?state=unmatched']");
        await Expect(page.Locator("#unmatched-sum")).ToContainTextAsync("未找到的名称 1 个");
        await Expect(page.Locator("#unmatched tbody tr")).ToContainTextAsync("某某协会");
        await Expect(page.Locator("#unmatched tbody tr")).ToContainTextAsync("没有相符的登记名称");
        await page.FillAsync("#names-search", "没有这样的");
        await page.PressAsync("#names-search", "Enter");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有含“没有这样的”的名称");
        await page.FillAsync("#names-search", "协会");
        await page.PressAsync("#names-search", "Enter");
        await Expect(page.Locator("#unmatched tbody tr")).ToContainTextAsync("某某协会");
        await page.GotoAsync("/names?state=proposed&search=a%00b");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有含");
        await page.ClickAsync("a[href='/names?state=proposed']");

        await row.Locator("[data-confirm]").ClickAsync();
        await Expect(page.Locator("#names-said")).ToContainTextAsync("已对应到“岚溪区卫生健康局”");
        await page.ClickAsync("a[href='/names?state=confirmed']");
        await Expect(row).ToHaveCountAsync(2);
        await page.FillAsync("#names-search", "卫健");
        await page.PressAsync("#names-search", "Enter");
        await Expect(row).ToHaveCountAsync(1);
        await row.Locator("[data-undo]").ClickAsync();
        await page.FillAsync("#undo-note", "另一个单位");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator(".fw-message")).ToBeVisibleAsync();
        await page.ClickAsync("a[href='/names?state=undone']");
        await Expect(row).ToContainTextAsync("另一个单位");
        await Expect(row).ToContainTextAsync(host.Accounts[Role.DataStaff].Login);
    }

    [Fact]
    public void Only_data_staff_decide() =>
        Role.All.Where(r => Permission.Allows(Menu.Entries.Single(e => e.Path == "/names").Permission, r)).Should().Equal(Role.DataStaff);

    [SkippableFact]
    public async Task The_page_of_names_says_nothing_of_connections()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/names");
        await page.WaitForSelectorAsync(".fw-head button");
        await host.LoseAsync("lock table record.organisation in access exclusive mode", () => page.GetByRole(AriaRole.Button, new() { Name = "重新查找" }).ClickAsync());
        await Expect(page.Locator("#names-said")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(page.Locator("#names-said")).Not.ToContainTextAsync("--connection");
    }
}

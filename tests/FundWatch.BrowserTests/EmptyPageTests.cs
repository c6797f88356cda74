using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

public sealed class EmptyPageTests(WebHost host, Chromium chromium) : IClassFixture<WebHost>, IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData("/leads", "fundwatch ingest")]
    [InlineData("/batches", "fundwatch ingest")]
    [InlineData("/runs", "计划中的任务")]
    [InlineData("/leads/12345", "没有这条线索")]
    [InlineData("/no-such-page", "没有这一页")]
    public async Task An_empty_page_says_what_comes_next(string path, string text)
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Supervisor);
        await page.GotoAsync(path);
        await Expect(page.Locator(".fw-message")).ToContainTextAsync(text);
    }

    [SkippableFact]
    public async Task The_upload_page_says_what_to_do_before_anything_was_sent()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/upload");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("选择从财务、项目或采购系统导出的文件");
        await Expect(page.Locator("#send")).ToBeDisabledAsync();
    }
}

using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

public sealed class EmptyPageTests(WebHost host, Chromium chromium) : IClassFixture<WebHost>, IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData("/leads", "放进收件箱")]
    [InlineData("/batches", "放进收件箱")]
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

    [SkippableTheory]
    [InlineData(Role.DataStaff, 1)]
    [InlineData(Role.Supervisor, 0)]
    public async Task Before_anything_was_loaded_those_who_may_upload_are_led_there(string role, int links)
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, role, "/batches");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("放进收件箱");
        await Expect(page.Locator(".fw-message a[href='/upload']")).ToHaveCountAsync(links);
    }

    [SkippableFact]
    public async Task The_upload_page_says_what_to_do_before_anything_was_sent()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/upload");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("选择从财务、项目或采购系统导出的文件");
        await Expect(page.Locator("#send")).ToBeDisabledAsync();
    }

    [SkippableFact]
    public async Task A_queue_that_was_checked_and_stayed_empty_says_what_was_too_few_and_what_was_missing()
    {
        const string setUp = """
            insert into rule.state (rule_id, subject_code, subject_kind, state, triggered, not_triggered, insufficient_data, not_applicable, error, missing) values
                ('REC-001', 'MIN-1', 'organisation', 'not_triggered', 0, 3, 0, 0, 0, null),
                ('REC-002', 'MIN-1', 'organisation', 'insufficient_data', 0, 0, 3, 0, 0, array['reception.letter_no']);
            insert into model.too_few values ('reception-organisation', '接待单位', 'Host bureaus', 22, 30);
            """;
        await host.Store.Owner.CreateCommand(setUp).ExecuteNonQueryAsync();
        try
        {
            var page = await chromium.OpenAsync(host);
            await page.SignInAsync(host, Role.Supervisor);
            await page.GotoAsync("/leads");
            await Expect(page.Locator(".fw-message")).ToContainTextAsync("已检查，没有线索");
            await Expect(page.Locator("main")).ToContainTextAsync("接待单位：22 个，与同类比较至少需要 30 个");
            await Expect(page.Locator("main")).ToContainTextAsync("公函");
        }
        finally
        {
            await host.Store.Owner.CreateCommand("truncate rule.state, model.too_few").ExecuteNonQueryAsync();
        }
    }
}

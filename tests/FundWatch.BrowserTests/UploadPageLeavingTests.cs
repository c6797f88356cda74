using FundWatch.BrowserTests.Support;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Host.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static FundWatch.BrowserTests.Support.UploadSteps;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>Whoever leaves the upload page, or stays while the database goes, finds a page that works.</summary>
public sealed class UploadPageLeavingTests(WorkingWebHost host, Chromium chromium) : IClassFixture<WorkingWebHost>, IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task A_click_on_the_page_one_is_on_asks_nothing_and_loses_nothing()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.SetInputFilesAsync("#files", [Csv("a.csv", PaymentFile.Of(3, "A"))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(1);
        await page.ClickAsync("nav a[href='/upload']");
        await page.SetInputFilesAsync("#files", [Csv("b.csv", PaymentFile.Of(3, "B"))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(2);
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task The_list_goes_on_being_refreshed_after_the_database_was_away_for_a_moment()
    {
        var files = host.Services.GetRequiredService<SentFileStore>();
        var id = await files.AddAsync(new NewSentFile("停着.csv", "/nowhere/x.csv", 1, "x", null, null, null, "page", "wang"), default);
        var page = await chromium.OpenUploadAsync(host);
        var card = page.Locator(".fw-sent").Filter(new() { HasText = "停着.csv" });
        await Expect(card).ToHaveAttributeAsync("data-status", "waiting");
        await host.LoseAsync("lock table ingest.sent_file in access exclusive mode", () => Task.Delay(3000));
        await Task.Delay(1500);
        await using (var end = host.Store.Owner.CreateCommand($"update ingest.sent_file set status = 'failed', finished_at = now() where file_id = {id}"))
        {
            await end.ExecuteNonQueryAsync();
        }

        await Expect(card).ToHaveAttributeAsync("data-status", "failed", new() { Timeout = 15_000 });
    }

    [SkippableFact]
    public async Task Whoever_goes_back_while_asked_and_then_says_leave_leaves()
    {
        var page = await chromium.OpenUploadAsync(host);
        await page.ClickAsync("nav a[href='/batches']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");
        await page.ClickAsync("nav a[href='/upload']");
        await page.SetInputFilesAsync("#files", [Csv("a.csv", PaymentFile.Of(3, "A"))]);
        await Expect(page.Locator("#outgoing li")).ToHaveCountAsync(1);
        await page.EvaluateAsync("history.back()");
        await Expect(page.Locator(".mud-dialog")).ToBeVisibleAsync();
        await page.EvaluateAsync("history.back()");
        await Task.Delay(1000);
        await page.GetByRole(AriaRole.Button, new() { Name = "离开，不再上传" }).ClickAsync(new() { Timeout = 5000 });
        await Task.Delay(2000);
        page.Path().Should().Be("/batches", "that is what was chosen");
    }

    [SkippableFact]
    public async Task Whoever_leaves_before_the_script_is_there_sees_the_page_that_was_chosen()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/batches");
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");
        await page.RouteAsync("**/upload.js", async route => { await Task.Delay(4000); await route.ContinueAsync(); });
        await page.ClickAsync("nav a[href='/upload']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("上传数据文件");
        await page.ClickAsync("nav a[href='/batches']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");
        await Task.Delay(8000);
        await Expect(page.Locator("h1")).ToHaveTextAsync("数据批次");
    }
}

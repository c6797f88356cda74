using FundWatch.BrowserTests.Support;
using FundWatch.Data.Ingest;
using FundWatch.Host.Accounts;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>What a record said before it was changed, and on a day, as a supervisor asks it.</summary>
public sealed class RecordsPageTests(SeededWebHost host, Chromium chromium) : IClassFixture<SeededWebHost>, IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task Versions_stand_side_by_side_and_a_day_shows_what_was_known_then()
    {
        var folder = Directory.CreateTempSubdirectory("fundwatch-records-").FullName;
        var ingest = new IngestService(host.Store, TimeProvider.System);
        foreach (var (name, amount) in new[] { ("a.csv", "100"), ("b.csv", "250") })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), $"use_id,application_id,used_on,amount\nV1,A1,2025-03-01,{amount}\n");
            await ingest.IngestAsync(new IngestRequest([Path.Combine(folder, name)]), null, default);
        }

        Directory.Delete(folder, recursive: true);
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Supervisor, "/records");
        await page.SelectOptionAsync("#stream", "fund_use");
        await page.FillAsync("#key", "V1");
        await page.ClickAsync(".fw-ask button");
        await Expect(page.Locator("[data-versions='2'] thead")).ToContainTextAsync("b.csv");
        await Expect(page.Locator("td.fw-changed")).ToHaveTextAsync("250");
        await page.GotoAsync("/records?key=fund_use:V1&on=2001-01-01");
        await Expect(page.Locator("#as-of")).ToContainTextAsync("2001-01-01 当日结束时库中没有这条记录");
        await page.GotoAsync("/records?key=fund_use:V9");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有 V9");
        await page.GotoAsync("/records?key=fund_use:V1&on=9999-12-31");
        await Expect(page.Locator("#as-of")).ToContainTextAsync("9999-12-31");
        await page.GotoAsync("/records?stream=fund_use&key=V1%00");
        await Expect(page.Locator("#key")).ToBeVisibleAsync();
        await Expect(page.Locator(".fw-message-error")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_lead_leads_to_the_past_of_its_evidence()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads/1");
        await page.Locator("#evidence a[href^='/records?key=']").First.ClickAsync();
        await Expect(page.Locator("[data-versions], .fw-message").First).ToBeVisibleAsync();
        await Expect(page.Locator("#key")).Not.ToHaveValueAsync("");
    }
}

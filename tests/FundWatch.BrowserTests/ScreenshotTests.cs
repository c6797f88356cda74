using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;
using Microsoft.Playwright;

namespace FundWatch.BrowserTests;

/// <summary>Pictures of every page in both languages, for looking at: set FUNDWATCH_SCREENSHOTS to a directory.</summary>
public sealed class ScreenshotTests(WebHost host, Chromium chromium) : IClassFixture<WebHost>, IClassFixture<Chromium>
{
    private static readonly string? _directory = Environment.GetEnvironmentVariable("FUNDWATCH_SCREENSHOTS");

    [SkippableFact]
    public async Task Pictures_of_every_page()
    {
        Skip.If(_directory is null, "FUNDWATCH_SCREENSHOTS names no directory.");
        await Seed.LeadsAsync(host.Store);
        foreach (var (suffix, width, height) in new[] { ("", 1366, 768), ("-phone", 390, 844) })
        {
            var page = await chromium.OpenAsync(host, width, height);
            await page.GotoAsync("/");
            await ShootAsync(page, "sign-in" + suffix);
            await page.SignInAsync(host, Role.Supervisor);
            foreach (var language in new[] { "zh", "en" })
            {
                foreach (var (name, path) in new[] { ("queue", "/leads"), ("lead", "/leads/1"), ("runs", "/runs"), ("batches", "/batches"), ("batch", "/batches/1"), ("trail", "/trail") })
                {
                    await page.GotoAsync(path);
                    await page.WaitForSelectorAsync("main h1, main .fw-message");
                    await ShootAsync(page, $"{name}-{language}{suffix}");
                }

                if (language == "zh")
                {
                    await page.ToEnglishAsync();
                    await page.WaitForSelectorAsync("html[lang=en]");
                }
            }

            await page.Context.CloseAsync();
        }
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        await Task.Delay(700); // for the eye only: popovers and fonts settle
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_directory!, name + ".png"), FullPage = !name.StartsWith("queue", StringComparison.Ordinal) });
    }
}

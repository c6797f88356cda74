using FundWatch.Host.Accounts;
using Microsoft.Playwright;

namespace FundWatch.BrowserTests.Support;

/// <summary>The upload page as data staff see it, and files to send.</summary>
internal static class UploadSteps
{
    /// <summary>Signed in, with the page's script in place.</summary>
    public static async Task<IPage> OpenUploadAsync(this Chromium chromium, WebHost host)
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/upload");
        await page.WaitForSelectorAsync("#files");
        return page;
    }

    public static FilePayload Csv(string name, byte[] bytes) => new() { Name = name, MimeType = "text/csv", Buffer = bytes };
}

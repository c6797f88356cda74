using Microsoft.Playwright;

namespace FundWatch.BrowserTests.Support;

/// <summary>What a person does on a page, in the words of the tests.</summary>
public static class PageSteps
{
    public static async Task SignInAsync(this IPage page, WebHost host, string role, string path = "/")
    {
        var account = host.Accounts[role];
        await page.GotoAsync(path);
        await page.FillAsync("#login", account.Login);
        await page.FillAsync("#password", account.Password!);
        await page.ClickAsync("form button[type=submit]");
        await page.WaitForSelectorAsync("header form button");
    }

    public static Task ToEnglishAsync(this IPage page) => page.ClickAsync("a.fw-language[lang=en]");

    /// <summary>The path with its query, without the host.</summary>
    public static string Path(this IPage page) => new Uri(page.Url).PathAndQuery;

    /// <summary>Waits for an address of this form. Waiting for a navigation to begin may wait for ever where it is over already.</summary>
    public static Task ArriveAsync(this IPage page, [System.Diagnostics.CodeAnalysis.StringSyntax("Regex")] string address) =>
        Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(address), new() { Timeout = 30_000 });
}

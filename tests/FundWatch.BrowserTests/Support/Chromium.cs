using Microsoft.Playwright;

namespace FundWatch.BrowserTests.Support;

/// <summary>Debian's Chromium, driven by Playwright. Tests that need it are skipped, with the reason, where it is absent.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] _candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    // Milliseconds: a loaded machine is slow, and a test must not fail for that.
    private const int Patience = 30_000;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? Executable { get; } =
        Environment.GetEnvironmentVariable("FUNDWATCH_CHROMIUM") ?? _candidates.FirstOrDefault(File.Exists);

    public const string Absent = "No Chromium on this machine: apt-get install chromium, or set FUNDWATCH_CHROMIUM.";

    public async Task InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A clean browser profile on the given host, in the size of a small office screen unless told otherwise.</summary>
    public async Task<IPage> OpenAsync(WebHost host, int width = 1366, int height = 768)
    {
        Skip.If(_browser is null, Absent);
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address.ToString(), ViewportSize = new ViewportSize { Width = width, Height = height }, TimezoneId = "America/New_York", AcceptDownloads = true,
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

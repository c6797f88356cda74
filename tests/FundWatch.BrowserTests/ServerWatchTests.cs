using System.Diagnostics;
using System.Globalization;
using System.Net;
using FundWatch.BrowserTests.Support;
using FundWatch.Data.Postgres;
using FundWatch.Host.Cli;
using FundWatch.Testing;

namespace FundWatch.BrowserTests;

/// <summary>The embedded server is killed under a page that is served.</summary>
public sealed class ServerWatchTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"fundwatch-watch-{Guid.NewGuid():N}"[..36]);

    [Fact]
    public async Task The_page_says_that_the_database_is_gone_and_comes_back_by_itself()
    {
        await using var store = await FundWatchDatabase.OpenAsync(new DatabaseOptions(_directory), TimeProvider.System, default);
        await using var page = await PageHost.StartAsync(store, "http://127.0.0.1:0", 1, default);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(page.Addresses[0]) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "nobody's"); // makes every request of the API ask the store
        (await client.GetAsync("/api/v1/leads")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        // Whoever starts or stops the server holds this file: while the test does, the server stays as it is.
        await using (new FileStream(Path.Combine(_directory, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            using (var server = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(_directory, "server", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture)))
            {
                server.Kill();
                await server.WaitForExitAsync();
            }

            var refused = await client.SignInAsync("auditor", "whatever");
            WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).Should().Contain("数据库连不上").And.Contain("fundwatch doctor");
            var api = await client.GetAsync("/api/v1/leads");
            api.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await api.JsonAsync()).GetProperty("detail").GetString().Should().Contain("数据库").And.Contain("doctor");
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await client.GetAsync("/api/v1/leads", patience.Token)).StatusCode != HttpStatusCode.Unauthorized)
        {
            await Task.Delay(200, patience.Token);
        }

        // The page may be there before the watch has heard of it.
        await Eventually.HappensAsync(async () => await LogAsync(store) is var log && log.Contains("starting it again (try 1 of 5)") && log.Contains("runs again"));
    }

    [Fact]
    public async Task A_server_that_somebody_stopped_in_order_is_left_so()
    {
        await using var store = await FundWatchDatabase.OpenAsync(new DatabaseOptions(_directory), TimeProvider.System, default);
        await using var page = await PageHost.StartAsync(store, "http://127.0.0.1:0", 1, default);
        using (var server = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(_directory, "server", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture)))
        {
            using var stop = Process.Start("kill", ["-INT", $"{server.Id}"]); // a fast shutdown
            await server.WaitForExitAsync();
        }

        await Eventually.HappensAsync(async () => (await LogAsync(store)).Contains("was stopped by somebody"));
        (await store.AnswersAsync(default)).Should().BeFalse();
    }

    private static async Task<string> LogAsync(FundWatchDatabase store)
    {
        var file = Path.Combine(store.Directory.Logs, "fundwatch.log");
        return File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
    }

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using FundWatch.Core;
using FundWatch.Data.Postgres;
using FundWatch.Host.Web;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;

namespace FundWatch.Host.Cli;

/// <summary>The web host of <c>serve</c> and <c>demo</c>: pages, API and a job server over an open store.</summary>
internal sealed class PageHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageHost(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<string> Addresses => [.. _app.Urls];

    public IServiceProvider Services => _app.Services;

    public static async Task<PageHost> StartAsync(FundWatchDatabase database, string urls, int workers, CancellationToken ct)
    {
        await QueueTables.InstallAsync(database, ct);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "fundwatch", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production",
        });
        LongRunning.Logging(builder.Logging, database.Directory);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(urls);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddFundWatchJobs().AddFundWatchJobServer(workers);
        builder.Services.AddFundWatchWeb();
        builder.Services.AddHostedService<ServerWatch>();
        var app = builder.Build();
        app.MapFundWatchWeb();
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await app.DisposeAsync();
            throw InUse(urls, taken);
        }

        return new PageHost(app);
    }

    /// <summary>Says at once, before any long work, that a port is taken. It may still be lost later; starting says so then.</summary>
    /// <exception cref="ProblemException">Names the port and what to do.</exception>
    public static void CheckFree(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//0.0.0.0").Replace("//+", "//0.0.0.0"), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                throw new UsageException($"--urls 的地址无效：{url}。例如 http://0.0.0.0:8080", $"--urls is not an address: {url}. For example http://0.0.0.0:8080");
            }

            var ip = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host, out var given) ? given : IPAddress.Any;
            try
            {
                using var probe = new TcpListener(ip, address.Port);
                probe.Start();
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw InUse(url, taken);
            }
            catch (SocketException refused)
            {
                throw new ProblemException($"无法监听 {url}：{SystemWords.Of(refused).Zh}。请换一个地址或端口（demo 用 --port，serve 用 --urls）。",
                    $"Cannot listen on {url}: {SystemWords.Of(refused).En}. Choose another address or port (--port for demo, --urls for serve).", refused);
            }
        }
    }

    public Task UntilStoppedAsync(CancellationToken ct) => LongRunning.UntilStoppedAsync(_app, ct);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static ProblemException InUse(string urls, Exception inner)
    {
        var port = Uri.TryCreate(urls.Split(';')[0], UriKind.Absolute, out var address) ? address.Port : 0;
        return new ProblemException(
            $"端口 {port} 已被占用（{urls}）。请换一个：fundwatch demo --port {port + 1}，或 fundwatch serve --urls http://127.0.0.1:{port + 1}；也可能 FundWatch 已在运行。",
            $"Port {port} is in use ({urls}). Choose another: fundwatch demo --port {port + 1}, or fundwatch serve --urls http://127.0.0.1:{port + 1}; or FundWatch is running already.", inner);
    }
}

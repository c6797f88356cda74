using FundWatch.Core.Trail;
using FundWatch.Data.Postgres;
using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using FundWatch.Host.Api;
using FundWatch.Host.Web;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;
using FundWatch.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FundWatch.BrowserTests.Support;

/// <summary>The real pages and API on a port of their own over a fresh store, with one account per role.</summary>
public class WebHost : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private WebApplication? _app;

    public FundWatchDatabase Store => _database.Store;
    public Uri Address { get; private set; } = default!;
    public IServiceProvider Services => _app!.Services;

    /// <summary>Passwords by role.</summary>
    public IReadOnlyDictionary<string, DemoAccount> Accounts { get; private set; } = new Dictionary<string, DemoAccount>();

    public virtual async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "fundwatch", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production",
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_database.Store);
        builder.Services.AddSingleton(TimeProvider.System);
        await QueueTables.InstallAsync(_database.Store, default);
        builder.Services.AddFundWatchJobs();
        Configure(builder.Services);
        builder.Services.AddFundWatchWeb();
        _app = builder.Build();
        _app.MapFundWatchWeb();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
        var accounts = Services.GetRequiredService<AccountStore>();
        // The keys directory is shared by all stores of a test process: each host remembers its accounts in a folder of its own.
        var keys = Directory.CreateTempSubdirectory("fundwatch-accounts-").FullName;
        Accounts = (await accounts.EnsureDemoAccountsAsync(keys)).ToDictionary(a => a.Role);
        Directory.Delete(keys, recursive: true);
    }

    /// <summary>What a host of its own adds or sets otherwise.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public Task<IReadOnlyList<TrailEvent>> OfficeEventsAsync() => Services.GetRequiredService<TrailStore>().OfOfficeAsync();

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}

/// <summary>The same with <see cref="Seed"/>'s leads, runs and batches in the store.</summary>
public sealed class SeededWebHost : WebHost
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Seed.LeadsAsync(Store);
    }
}

/// <summary>The same with a job server, and small limits on what may be sent.</summary>
public sealed class WorkingWebHost : WebHost
{
    public static readonly UploadLimits Limits = new(FileBytes: 32L << 20, RecordsBytes: 1 << 20, Records: 1_000);

    protected override void Configure(IServiceCollection services) => services.AddFundWatchJobServer(2).AddSingleton(Limits);
}

/// <summary>The same on a disk where only the database's spare room is left.</summary>
public sealed class HostWithoutRoom : WebHost, IAsyncDisposable
{
    protected override void Configure(IServiceCollection services) => services.AddSingleton(new UploadLimits(SpareBytes: long.MaxValue / 2));

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}

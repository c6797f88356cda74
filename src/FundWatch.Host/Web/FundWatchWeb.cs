using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Leads;
using FundWatch.Data.Leads.Export;
using FundWatch.Data.Names;
using FundWatch.Data.Peers;
using FundWatch.Data.Queue;
using FundWatch.Data.Records;
using FundWatch.Data.Regions;
using FundWatch.Data.Review;
using FundWatch.Data.Runs;
using FundWatch.Host.Accounts;
using FundWatch.Host.Api;
using FundWatch.Host.Cli;
using FundWatch.Host.Pages;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace FundWatch.Host.Web;

/// <summary>Everything a browser or a script meets: pages, sign-in, API. The caller registers the database and the clock.</summary>
public static class FundWatchWeb
{
    public static IServiceCollection AddFundWatchWeb(this IServiceCollection services)
    {
        services.AddAccounts();
        services.AddSingleton<Words>();
        services.AddSingleton<QueueStore>();
        services.AddSingleton<LeadStore>();
        services.AddSingleton<LeadExport>();
        services.AddSingleton<MoveStore>();
        services.AddSingleton<TrailStore>();
        services.AddSingleton<PeerStore>();
        services.AddSingleton<RegionNames>();
        services.AddSingleton<BatchStore>();
        services.AddSingleton<BatchWithdrawal>();
        services.AddSingleton<QualityReports>();
        services.AddSingleton<QuarantineStore>();
        services.AddSingleton<RecordVersions>();
        services.AddSingleton<NameLinkStore>();
        services.AddSingleton<NameFinder>();
        services.AddSingleton<UnmatchedNameStore>();
        services.AddSingleton<QuarantineService>();
        services.TryAddSingleton<MappingStore>();
        services.AddSingleton<KnownSources>();
        services.TryAddSingleton<RunStore>();
        services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Words.Chinese).AddSupportedCultures([.. Words.Languages]).AddSupportedUICultures([.. Words.Languages]);
            options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Words.CookieName }, new ScriptLanguage()];
        });
        services.AddProblemDetails();
        services.AddApi();
        return services;
    }

    public static WebApplication MapFundWatchWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = StatusPages.WriteAsync,
            StatusCodeSelector = failure => ErrorText.IsUnreachable(failure) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(context => StatusPages.WriteAsync(context.HttpContext));
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        // Asked for by browsers that show something else than our pages: an answer of the API, a download.
        app.MapGet("/favicon.ico", () => Results.Redirect("/favicon.svg", permanent: true)).AllowAnonymous().ExcludeFromDescription();
        app.MapLanguage();
        app.MapSignOut();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}

using System.Threading.RateLimiting;
using FundWatch.Data.Postgres;
using FundWatch.Host.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FundWatch.Host.Accounts;

/// <summary>Signing in by cookie, and by token for scripts: what the cookie may do, who may open what, and how fast one address may try.</summary>
public static class SignInServices
{
    public const string RateLimit = "sign-in";
    public const string SignInPath = "/sign-in";
    public const string DeniedPath = "/denied";

    // A script's token where it sends one, else the page's cookie; never both.
    private const string EitherScheme = "fundwatch";

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        // The keys that seal cookies lie in the data directory: a restart signs nobody out.
        services.AddDataProtection().SetApplicationName("FundWatch");
        services.AddOptions<KeyManagementOptions>().Configure<FundWatchDatabase, ILoggerFactory>((options, database, loggers) =>
            options.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(database.Directory.Keys, "web")), loggers));
        services.AddSingleton<AccountStore>();
        services.AddSingleton<CookieSessions>();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization(Permission.AddPolicies);
        services.AddSingleton<ApiTokenStore>();
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = EitherScheme;
                options.DefaultSignInScheme = options.DefaultSignOutScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            })
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                ApiTokenAuthentication.IsCarriedBy(context.Request) ? ApiTokenAuthentication.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ApiTokenAuthentication.SchemeName, null)
            .AddCookie(Configure);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(RateLimit, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = SignInPolicy.PerAddressPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                })
                : RateLimitPartition.GetNoLimiter(""));
        });
        return services;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "fundwatch";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SignInPolicy.SessionLength;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.AccessDeniedPath = DeniedPath;
        options.ReturnUrlParameter = "back";
        options.Events.OnValidatePrincipal = async context =>
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<CookieSessions>();
            if (!await sessions.StandsAsync(context.Principal, context.HttpContext.RequestAborted))
            {
                context.RejectPrincipal();
            }
        };
        // A script wants a status, not a page to sign in on.
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (StatusPages.IsForScripts(context.Request))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}

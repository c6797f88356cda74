using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Leads;
using FundWatch.Host.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FundWatch.Host.Api;

/// <summary>
/// /api/v1, for scripts with a token (<c>Authorization: Bearer</c>) and for the page's own session: signed in by cookie, where a request that changes something
/// also brings the anti-forgery token that <c>GET /api/v1/session</c> gives, in the header <c>X-FundWatch-Token</c>.
/// </summary>
public static class ApiEndpoints
{
    public const string Root = "/api/v1";
    public const string TokenHeader = "X-FundWatch-Token";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1", ApiDescription.Describe);
        services.AddSingleton<SentFileStore>();
        services.AddSingleton<RefusedRows>();
        services.AddSingleton<MappingStore>();
        services.AddSingleton<PartMapping>();
        services.AddSingleton<TouchedLeads>();
        services.AddSingleton<Judgement>();
        services.AddSingleton<UploadReceiver>();
        services.AddRecordsTurns();
        services.TryAddSingleton(new UploadLimits());
        services.AddAntiforgery(options => options.HeaderName = TokenHeader);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        return services;
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup(Root);
        api.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/session", Session).WithSummary("Who is signed in, and the token that changes need");
        api.MapLeads();
        api.MapLeadMoves();
        api.MapRuns();
        api.MapBatches();
        api.MapQuarantine();
        api.MapFiles();
        api.MapRecords();
        // Otherwise an unknown path would be answered with a page.
        api.MapFallback(OtherMethods.Answer).ExcludeFromDescription();
    }

    /// <summary>Refuses a change of the page's session that does not bring the session's token.</summary>
    public static RouteHandlerBuilder RequireToken(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
        ApiTokenAuthentication.Is(context.HttpContext.User) || await HasTokenAsync(context.HttpContext)
            ? await next(context)
            : ApiProblems.BadRequest("token_missing", $"请把 GET {Root}/session 给出的 token 放在请求头 {TokenHeader} 中。", $"Send the token of GET {Root}/session in the header {TokenHeader}."));

    // Without the header the framework would look for the token in a form, and read a whole upload for it.
    private static async Task<bool> HasTokenAsync(HttpContext context) =>
        context.Request.Headers.ContainsKey(TokenHeader) && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);

    private static Ok<SessionAnswer> Session(HttpContext context, IAntiforgery antiforgery) => TypedResults.Ok(new SessionAnswer(
        context.User.Identity!.Name!, context.User.FindFirst(System.Security.Claims.ClaimTypes.Role)!.Value, antiforgery.GetAndStoreTokens(context).RequestToken!));
}

/// <param name="Token">For the header X-FundWatch-Token.</param>
public sealed record SessionAnswer(string Login, string Role, string Token);

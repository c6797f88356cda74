using System.Security.Claims;
using System.Text.Encodings.Web;
using FundWatch.Host.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FundWatch.Host.Accounts;

/// <summary>
/// <c>Authorization: Bearer fwt_…</c> on the API. A browser never sends such a header by itself, so no anti-forgery token is asked for; pages do not take it.
/// </summary>
public sealed class ApiTokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    public static bool IsCarriedBy(HttpRequest request) =>
        StatusPages.IsForScripts(request) && request.Headers.Authorization.ToString().StartsWith(SchemeName + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the request was let in by a token.</summary>
    public static bool Is(ClaimsPrincipal user) => user.Identity?.AuthenticationType == SchemeName;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsCarriedBy(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var text = Request.Headers.Authorization.ToString()[(SchemeName.Length + 1)..].Trim();
        if (await tokens.OwnerAsync(text, Context.RequestAborted) is not var (login, role))
        {
            return AuthenticateResult.Fail("Unknown, revoked or expired token, or its account is disabled.");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, login), new Claim(ClaimTypes.Role, role)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return base.HandleChallengeAsync(properties);
    }
}

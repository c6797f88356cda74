using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace FundWatch.Host.Accounts;

/// <summary>Ends a page that is open in a browser when its account is disabled or changed: a circuit sees no further requests that could.</summary>
public sealed class CircuitAuthentication(ILoggerFactory loggers, CookieSessions sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => SignInPolicy.Recheck;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken ct) => sessions.StandsAsync(state.User, ct);
}

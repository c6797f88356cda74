using System.Collections.Concurrent;
using System.Security.Claims;

namespace FundWatch.Host.Accounts;

/// <summary>Tells whether a signed-in session still stands: the account exists, is not disabled, and has the same password and role.</summary>
public sealed class CookieSessions(AccountStore accounts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (string? Stamp, DateTimeOffset At)> _seen = new();

    /// <summary>Asks the database at most once in <see cref="SignInPolicy.Recheck"/> per account.</summary>
    public async Task<bool> StandsAsync(ClaimsPrincipal? principal, CancellationToken ct = default)
    {
        var login = principal?.Identity?.Name;
        var stamp = principal?.FindFirstValue(Account.StampClaim);
        if (login is null || stamp is null)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        if (!_seen.TryGetValue(login, out var seen) || now - seen.At > SignInPolicy.Recheck || seen.Stamp != stamp)
        {
            var account = await accounts.FindAsync(login, ct);
            seen = (account is null or { Disabled: true } ? null : account.Stamp, now);
            _seen[login] = seen;
        }

        return seen.Stamp == stamp;
    }
}

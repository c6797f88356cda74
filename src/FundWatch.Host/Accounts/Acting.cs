using Microsoft.AspNetCore.Components.Authorization;

namespace FundWatch.Host.Accounts;

/// <summary>Who acts on a page that has been open for a while. Asked of the store, not of the session: an account that was disabled a moment ago changes nothing.</summary>
internal static class Acting
{
    /// <returns>Null where the account is gone or disabled.</returns>
    public static async Task<Account?> WhoAsync(this AccountStore accounts, Task<AuthenticationState> session) =>
        await accounts.FindAsync((await session).User.Identity?.Name ?? "") is { Disabled: false } account ? account : null;

    /// <returns>The login; null where the account is gone or disabled, or has another role by now.</returns>
    public static async Task<string?> WhoMayAsync(this AccountStore accounts, Task<AuthenticationState> session, string permission) =>
        await accounts.WhoAsync(session) is { } account && Permission.Allows(permission, account.Role) ? account.Login : null;
}

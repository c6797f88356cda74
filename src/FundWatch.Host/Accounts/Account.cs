using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FundWatch.Host.Accounts;

/// <summary>A person who may sign in. <paramref name="Stamp"/> changes with password, role and disabling: a cookie with another stamp is void.</summary>
public sealed record Account(int Id, string Login, string DisplayName, string Role, bool Disabled, string Stamp)
{
    public const string StampClaim = "fundwatch:stamp";
    public const string DisplayNameClaim = "fundwatch:name";

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, Login),
        new Claim(ClaimTypes.Role, Role),
        new Claim(DisplayNameClaim, DisplayName),
        new Claim(StampClaim, Stamp),
    ], CookieAuthenticationDefaults.AuthenticationScheme));

    internal static string StampOf(string passwordHash, string role, bool disabled) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{passwordHash}\n{role}\n{disabled}")))[..32];
}

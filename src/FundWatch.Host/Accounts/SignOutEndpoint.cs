using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace FundWatch.Host.Accounts;

/// <summary>POST only, with the anti-forgery token: a link on another site signs nobody out.</summary>
public static class SignOutEndpoint
{
    public const string Path = "/sign-out";

    public static void MapSignOut(this IEndpointRouteBuilder app) => app.MapPost(Path, async ([FromForm] string? reason, HttpContext context) =>
    {
        await context.SignOutAsync();
        return Results.LocalRedirect(SignInServices.SignInPath);
    }).AllowAnonymous().ExcludeFromDescription();
}

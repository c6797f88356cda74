using FundWatch.Data.Review;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace FundWatch.Host.Accounts;

/// <summary>POST only, with the anti-forgery token: a link on another site signs nobody out.</summary>
public static class SignOutEndpoint
{
    public const string Path = "/sign-out";

    // The form parameter is what makes the framework check the token.
    public static void MapSignOut(this IEndpointRouteBuilder app) => app.MapPost(Path, async ([FromForm] string? reason, HttpContext context, TrailStore trail) =>
    {
        if (context.User.Identity?.Name is { } login)
        {
            await trail.RecordAsync("sign_out", login, reason, new { });
            await context.SignOutAsync();
        }

        return Results.LocalRedirect(SignInServices.SignInPath);
    }).AllowAnonymous().ExcludeFromDescription();
}

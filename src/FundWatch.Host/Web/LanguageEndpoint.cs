using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Localization;

namespace FundWatch.Host.Web;

/// <summary>The language switch: a link that sets a cookie and comes back to the same page.</summary>
public static class LanguageEndpoint
{
    public const string Path = "/language";

    public static void MapLanguage(this IEndpointRouteBuilder app) => app.MapGet(Path, (string to, string? back, HttpContext context) =>
    {
        if (!Words.Languages.Contains(to))
        {
            return Results.BadRequest();
        }

        context.Response.Cookies.Append(Words.CookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(to)), new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Strict, HttpOnly = true, Secure = context.Request.IsHttps, IsEssential = true,
        });
        return Results.LocalRedirect(LocalPath(back));
    }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The path, or the front page when it leads anywhere else than to this server.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}

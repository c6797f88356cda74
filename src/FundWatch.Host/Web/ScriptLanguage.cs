using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace FundWatch.Host.Web;

/// <summary>
/// The language that a script asks for in <c>Accept-Language</c>. Pages do not look at it: many browsers in Chinese offices say English without anybody having chosen it,
/// and the page has its switch.
/// </summary>
public sealed class ScriptLanguage : RequestCultureProvider
{
    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult(StatusPages.IsForScripts(httpContext.Request) && !IsLink(httpContext.Request) && Of(httpContext.Request.Headers.AcceptLanguage!) is { } language ? new ProviderCultureResult(language) : null);

    // A person who follows a link of the page, to a download: the page's language holds. What the page's own scripts ask for says its language.
    private static bool IsLink(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ours that the header likes best, whatever its region or script; null where it names none of ours.</summary>
    public static string? Of(IList<string> header) =>
        !StringWithQualityHeaderValue.TryParseList(header, out var wishes) ? null
            : wishes.Where(w => w.Quality is null or > 0).OrderByDescending(w => w.Quality ?? 1).Select(w => Ours(w.Value.ToString())).FirstOrDefault(l => l is not null);

    private static string? Ours(string wish) => wish.Split('-')[0].ToLowerInvariant() switch { "zh" or "*" => Words.Chinese, "en" => Words.English, _ => null };
}

using System.Net;
using FundWatch.Host.Api;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Web;

/// <summary>The answer where a request ends in a bare status: problem details for scripts, a short page for people.</summary>
public static class StatusPages
{
    public static bool IsForScripts(HttpRequest request) => request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/openapi");

    public static Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        if (IsForScripts(context.Request))
        {
            return StatusProblems.Of(context).ExecuteAsync(context);
        }

        var words = context.RequestServices.GetRequiredService<Words>();
        var key = status switch { 404 => "notfound", 429 => "toomany", 400 => "refused", 503 => "nodatabase", _ => "error" };
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="{Words.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(key + ".title")} · FundWatch</title><link rel="stylesheet" href="/fundwatch.css"></head>
            <body><main class="fw-main"><div class="fw-message fw-message-warning"><strong>{Text(key + ".title")}</strong>
            <p>{Text(key + ".text")} <a href="/">{Text("app.to_start")}</a></p></div></main></body></html>
            """);

        string Text(string of)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return WebUtility.HtmlEncode(words[of]);
        }
    }
}

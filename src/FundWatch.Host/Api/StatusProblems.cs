using System.Globalization;
using FundWatch.Host.Accounts;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace FundWatch.Host.Api;

/// <summary>What to say to a script where the framework ends a request with a status and no word: not signed in, not allowed, no such address, a parameter that cannot be read.</summary>
internal static class StatusProblems
{
    private const string Description = "/openapi/v1.json";

    public static ProblemHttpResult Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => WrongParameter(context) ?? ApiProblems.BadRequest("bad_request",
            $"请求正文或参数无法读取；各项的写法见 {Description}。", $"The body or a parameter cannot be read. {Description} tells how each is written."),
        StatusCodes.Status401Unauthorized => NotSignedIn(context),
        StatusCodes.Status403Forbidden => NotAllowed(context),
        StatusCodes.Status404NotFound => ApiProblems.NotFound("no_such_address",
            $"没有 {context.Request.Path} 这个地址；所有地址见 {Description}。", $"There is no {context.Request.Path}. {Description} lists all addresses."),
        StatusCodes.Status405MethodNotAllowed => Other(context, "wrong_method", "方法不对", "Wrong method",
            $"此地址不接受 {context.Request.Method}；可用的方法见响应头 Allow 和 {Description}。", $"This address does not take {context.Request.Method}. The header Allow and {Description} name the methods that it does."),
        StatusCodes.Status413PayloadTooLarge => Other(context, "too_large", "请求太大", "The request is too large",
            $"请求正文太大。请分批发送，或作为文件发送（{ApiEndpoints.Root}/files）。", $"The body is too large. Send it in parts, or as a file ({ApiEndpoints.Root}/files)."),
        StatusCodes.Status415UnsupportedMediaType => Other(context, "wrong_content_type", "正文类型不对", "Wrong type of body",
            $"不接受这种正文。请用 Content-Type 注明类型（多为 application/json）；见 {Description}。", $"A body of this type is not taken. Say the type in Content-Type (application/json for most); see {Description}."),
        StatusCodes.Status429TooManyRequests => Other(context, "too_many", "请求太多", "Too many requests", "请稍等一分钟再试。", "Wait a minute and try again."),
        StatusCodes.Status503ServiceUnavailable => Other(context, "no_database", "nodatabase"),
        >= 500 => Other(context, "failed", "error"),
        _ => Other(context, "refused", "请求未被接受", "The request was not accepted", $"请求未被接受；写法见 {Description}。", $"The request was not accepted. {Description} tells how it is written."),
    };

    private static ProblemHttpResult NotSignedIn(HttpContext context) => ApiTokenAuthentication.IsCarriedBy(context.Request)
        ? Other(context, "bad_token", "令牌无效", "The token is not valid",
            "没有这个令牌，或它已撤销、过期，或其账户已停用。请换一个：fundwatch accounts token create 账户 --name 用途。",
            "There is no such token, or it was revoked or has expired, or its account is disabled. Make another: fundwatch accounts token create LOGIN --name N.")
        : Other(context, "not_signed_in", "需要登录", "Sign in first",
            "请带上令牌：Authorization: Bearer 令牌（用 fundwatch accounts token create 账户 --name 用途 生成），或先在网页登录。",
            "Send a token: Authorization: Bearer TOKEN (made with fundwatch accounts token create LOGIN --name N), or sign in on the page.");

    private static ProblemHttpResult NotAllowed(HttpContext context)
    {
        var words = context.RequestServices.GetRequiredService<Words>();
        var needed = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).LastOrDefault(p => p is not null && Permission.Roles.ContainsKey(p));
        var roles = needed is null ? "—" : string.Join(Words.Pick("、", ", "), Permission.Roles[needed].Select(r => words["role." + r]));
        var own = words["role." + (context.User.FindFirst(System.Security.Claims.ClaimTypes.Role)?.Value ?? "")];
        return Other(context, "not_allowed", "没有权限", "Not allowed", $"账户的角色不允许这样做。可以的角色：{roles}；此账户：{own}。请换用这些角色的账户或令牌。",
            $"The account's role may not do this. Roles that may: {roles}; this account's: {own}. Use an account or token of one of them.");
    }

    // Which one, and what it said: the framework leaves that to the log.
    private static ProblemHttpResult? WrongParameter(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var (name, type) = (NameOf(parameter), Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType);
            string? given = context.Request.Query[name];
            if (given is null && !parameter.IsOptional && type == typeof(string) && !context.Request.RouteValues.ContainsKey(name) && parameter.ParameterInfo.GetCustomAttributes(false).OfType<IFromHeaderMetadata>().FirstOrDefault() is null)
            {
                return ApiProblems.BadRequest($"missing_{name}", $"缺少参数 {name}；取值见 {Description}。", $"The parameter `{name}` is missing. {Description} tells what it takes.");
            }

            if (given is { Length: > 0 } && Expected(type, given) is var (zh, en))
            {
                return ApiProblems.BadRequest($"wrong_{name}", $"{name} 应为{zh}，而不是“{given}”。", $"`{name}` takes {en}, not '{given}'.");
            }
        }

        return null;
    }

    private static string NameOf(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name;

    // Null where it can be read.
    private static (string Zh, string En)? Expected(Type type, string given) =>
        type == typeof(int) && !int.TryParse(given, CultureInfo.InvariantCulture, out _) ? ("整数", "a whole number")
        : type == typeof(decimal) && !decimal.TryParse(given, CultureInfo.InvariantCulture, out _) ? ("数字", "a number") : null;

    private static ProblemHttpResult Other(HttpContext context, string code, string titleZh, string titleEn, string zh, string en) => ApiProblems.Of(context.Response.StatusCode, code, titleZh, titleEn, zh, en);

    // The words that a page uses for it.
    private static ProblemHttpResult Other(HttpContext context, string code, string key)
    {
        var (zh, en) = (Words.Of(Words.Chinese), Words.Of(Words.English));
        return Other(context, code, zh[key + ".title"], en[key + ".title"], zh[key + ".text"], en[key + ".text"]);
    }
}

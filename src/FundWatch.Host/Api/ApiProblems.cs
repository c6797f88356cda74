using FundWatch.Core.Review;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Refusals as problem details (RFC 9457). <c>code</c> is stable; title and detail follow the reader's language, and the detail says what to do.</summary>
internal static class ApiProblems
{
    public static ProblemHttpResult Of(int status, string code, string titleZh, string titleEn, string zh, string en, params (string Name, object? Value)[] more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more)
        {
            extensions[name] = value;
        }

        return TypedResults.Problem(statusCode: status, title: Words.Pick(titleZh, titleEn), detail: Words.Pick(zh, en), extensions: extensions);
    }

    public static ProblemHttpResult BadRequest(string code, string zh, string en) => Of(StatusCodes.Status400BadRequest, code, "请求有误", "The request is not right", zh, en);

    /// <summary>A filter that says something there is not; null where it says nothing or what is known.</summary>
    public static ProblemHttpResult? Unknown(string parameter, string? given, IReadOnlyCollection<string> known) => string.IsNullOrWhiteSpace(given) || known.Contains(given) ? null
        : BadRequest($"unknown_{parameter}", $"{parameter} 没有“{given}”；可选：{string.Join("、", known)}。", $"`{parameter}` knows no '{given}'. It takes: {string.Join(", ", known)}.");

    /// <summary>A text with U+0000 in it, which the store can neither hold nor be asked for; null where it has none.</summary>
    public static ProblemHttpResult? HasNul(string parameter, string? given) => given?.Contains('\0') != true ? null
        : BadRequest($"wrong_{parameter}", $"{parameter} 含有空字符（U+0000）：{given.Replace("\0", "%00", StringComparison.Ordinal)}。", $"`{parameter}` holds U+0000: {given.Replace("\0", "%00", StringComparison.Ordinal)}.");

    /// <summary>A number of rows that is none; null where it is one or left out.</summary>
    public static ProblemHttpResult? TooFew(string parameter, int? given) => given is null or >= 1 ? null
        : BadRequest($"wrong_{parameter}", $"{parameter} 应为 1 或以上的整数，而不是 {given}。", $"`{parameter}` takes a whole number from 1 on, not {given}.");

    public static ProblemHttpResult UnknownFormat(string given, IReadOnlyCollection<string> known) =>
        BadRequest("unknown_format", $"不支持的格式：{given}；可选：{string.Join("、", known)}。", $"Unknown format '{given}'. Known: {string.Join(", ", known)}.");

    public static ProblemHttpResult Unprocessable(string code, string zh, string en) => Of(StatusCodes.Status422UnprocessableEntity, code, "无法处理", "It cannot be processed", zh, en);

    public static ProblemHttpResult NotFound(string code, string zh, string en) => Of(StatusCodes.Status404NotFound, code, "没有找到", "Not found", zh, en);

    public static ProblemHttpResult Conflict(string code, string zh, string en) => Of(StatusCodes.Status409Conflict, code, "与现状不符", "It does not fit what there is", zh, en);

    public static ProblemHttpResult NoSuchLead(long leadId) => NotFound("no_such_lead", $"没有线索 {leadId}；现有的见 GET {ApiEndpoints.Root}/leads。", $"There is no lead {leadId}. GET {ApiEndpoints.Root}/leads lists those there are.");

    /// <summary>If-Match was sent and does not hold any more.</summary>
    public static ProblemHttpResult Stale(MoveResult.Stale stale) => Of(StatusCodes.Status409Conflict, "stale", "线索已变", "The lead has changed",
        "这条线索已被他人更新，请重新读取。", "Somebody else has changed the lead: read it again.", ("lead_status", stale.Status), ("version", stale.Version));

    public static ProblemHttpResult Refused(MoveResult.Refused refused) => refused.Code switch
    {
        "no_such_lead" => NotFound(refused.Code, refused.Zh, refused.En),
        "no_actor" or "wrong_role" or "second_person" => Of(StatusCodes.Status403Forbidden, refused.Code, "没有权限", "Not allowed", refused.Zh, refused.En),
        _ => Unprocessable(refused.Code, refused.Zh, refused.En),
    };
}

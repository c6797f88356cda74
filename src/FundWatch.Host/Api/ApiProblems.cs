using FundWatch.Core.Review;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Refusals as problem details (RFC 9457). <c>code</c> is stable; the words follow the reader's language.</summary>
internal static class ApiProblems
{
    public static Dictionary<string, object?> Code(string code) => new() { ["code"] = code };

    public static ProblemHttpResult BadRequest(string code, string zh, string en) =>
        TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: en, detail: Words.Pick(zh, en), extensions: Code(code));

    /// <summary>A filter that says something there is not; null where it says nothing or what is known.</summary>
    public static ProblemHttpResult? Unknown(string parameter, string? given, IReadOnlyCollection<string> known) => string.IsNullOrWhiteSpace(given) || known.Contains(given) ? null
        : BadRequest($"unknown_{parameter}", $"{parameter} 没有“{given}”；可选：{string.Join("、", known)}。", $"`{parameter}` knows no '{given}'. It takes: {string.Join(", ", known)}.");

    public static ProblemHttpResult Unprocessable(string code, string zh, string en) =>
        TypedResults.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, title: en, detail: Words.Pick(zh, en), extensions: Code(code));

    public static ProblemHttpResult NotFound(long leadId) =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "No such lead", detail: Words.Pick($"没有线索 {leadId}。", $"There is no lead {leadId}."), extensions: Code("no_such_lead"));

    /// <summary>If-Match was sent and does not hold any more.</summary>
    public static ProblemHttpResult Stale(MoveResult.Stale stale) => TypedResults.Problem(
        statusCode: StatusCodes.Status409Conflict, title: "The lead has changed",
        detail: Words.Pick("这条线索已被他人更新，请重新读取。", "Somebody else has changed the lead: read it again."),
        extensions: new Dictionary<string, object?> { ["code"] = "stale", ["status"] = stale.Status, ["version"] = stale.Version });

    public static ProblemHttpResult Refused(MoveResult.Refused refused) => TypedResults.Problem(
        statusCode: refused.Code switch
        {
            "no_such_lead" => StatusCodes.Status404NotFound,
            "no_actor" or "wrong_role" or "second_person" => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status422UnprocessableEntity,
        },
        title: refused.En, detail: Words.Pick(refused.Zh, refused.En), extensions: Code(refused.Code));
}

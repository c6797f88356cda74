using System.Globalization;
using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using FundWatch.Host.Cli;
using FundWatch.Host.Pages.Quarantine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Refused rows as a sheet to correct. It holds their own words, so it is for data staff, and in the trail before it is made.</summary>
public static class QuarantineApi
{
    public static void MapQuarantine(this IEndpointRouteBuilder api) =>
        api.MapGet("/quarantine/export", ExportAsync).RequireAuthorization(Permission.ManageQuarantine).WithSummary("Open refused rows as csv or xlsx with the reason beside each cell; recorded in the trail").ProducesProblem(400)
            .Produces(StatusCodes.Status200OK, contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", additionalContentTypes: ["text/csv"]);

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> ExportAsync(string? format, QuarantineService service, TrailStore trail, HttpContext context)
    {
        var chosen = format ?? "xlsx";
        if (!QuarantineService.Formats.Contains(chosen))
        {
            return ApiProblems.UnknownFormat(chosen, QuarantineService.Formats);
        }

        if ((ApiProblems.Unknown("stream", context.Request.Query["stream"], Choices.Streams) ?? ApiProblems.Unknown("code", context.Request.Query["code"], [.. CellIssues.RefusalCodes])) is { } wrong)
        {
            return wrong;
        }

        var address = QuarantineAddress.Of(context.Request.Query.ToDictionary(q => q.Key, q => (string?)q.Value[0]));
        if (address.Wrong is { Count: > 0 } unread)
        {
            return ApiProblems.BadRequest("wrong_filter", $"看不懂的筛选：{string.Join("，", unread)}。batch、after、row 应为编号，since 应为日期（如 2025-03-02，1900 年以后），文字不能含空字符，state 只有 {QuarantineAddress.Settled}。",
                $"These filters cannot be read: {string.Join(", ", unread)}. `batch`, `after` and `row` take a number, `since` a day (2025-03-02, from 1900 on), texts no U+0000, `state` takes {QuarantineAddress.Settled} alone.");
        }

        var filter = address.ToFilter();
        await trail.RecordAsync("quarantine_export", context.User.Identity!.Name!, null, new { Filter = filter, Format = chosen }, context.RequestAborted);
        context.Response.ContentType = chosen == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"quarantine.{chosen}\"");
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await service.ExportAsync(filter, file, context.RequestAborted, chosen);
        file.Position = 0;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
        return TypedResults.Empty;
    }
}

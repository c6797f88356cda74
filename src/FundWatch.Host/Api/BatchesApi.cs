using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Export;
using FundWatch.Host.Accounts;
using FundWatch.Host.Cli;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Files taken in, and what each held.</summary>
public static class BatchesApi
{
    private const int MostRows = 500;

    public static void MapBatches(this IEndpointRouteBuilder api)
    {
        api.MapGet("/batches", async Task<Results<Ok<BatchList>, ProblemHttpResult>> (int? limit, string? stream, string? source, BatchStore batches, CancellationToken ct) =>
            ApiProblems.Unknown("stream", stream, Choices.Streams) is { } wrong ? wrong
                : TypedResults.Ok(new BatchList(await batches.LatestAsync(Math.Clamp(limit ?? 50, 1, MostRows), stream, source, ct)))).RequireAuthorization(Permission.ReadBatches)
            .WithSummary("Files taken in, newest first");
        api.MapGet("/batches/{id:long}/report", ReportAsync).RequireAuthorization(Permission.ReadBatches)
            .WithSummary("The quality report of a batch as html, json or csv");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReportAsync(long id, string? format, QualityReports reports, CancellationToken ct)
    {
        var chosen = format ?? "json";
        if (!ReportExport.Formats.Contains(chosen))
        {
            return ApiProblems.BadRequest("unknown_format", $"不支持的格式：{chosen}。", $"Unknown format '{chosen}'. Known: {string.Join(", ", ReportExport.Formats)}.");
        }

        if (await reports.ReadAsync(id, ct) is not { } report)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "No such report", detail: Words.Pick($"批次 {id} 没有报告。", $"Batch {id} has no report."), extensions: ApiProblems.Code("no_such_report"));
        }

        var encoding = ReportExport.EncodingOf(chosen);
        var type = chosen switch { "html" => "text/html", "csv" => "text/csv", _ => "application/json" };
        return TypedResults.File([.. encoding.GetPreamble(), .. encoding.GetBytes(ReportExport.Write(report, chosen))], $"{type}; charset=utf-8", $"batch-{id}.{chosen}");
    }
}

public sealed record BatchList(IReadOnlyList<BatchRow> Batches);

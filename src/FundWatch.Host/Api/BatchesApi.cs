using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Export;
using FundWatch.Host.Accounts;
using FundWatch.Host.Cli;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Files taken in, and what each held.</summary>
public static class BatchesApi
{
    private const int MostRows = 500;

    public static void MapBatches(this IEndpointRouteBuilder api)
    {
        api.MapGet("/batches", async Task<Results<Ok<BatchList>, ProblemHttpResult>> (int? limit, string? stream, string? source, BatchStore batches, CancellationToken ct) =>
            (ApiProblems.TooFew("limit", limit) ?? ApiProblems.Unknown("stream", stream, Choices.Streams) ?? ApiProblems.HasNul("source", source)) is { } wrong ? wrong
                : TypedResults.Ok(new BatchList(await batches.LatestAsync(Math.Min(limit ?? 50, MostRows), stream, source, ct)))).RequireAuthorization(Permission.ReadBatches)
            .WithSummary("Files taken in, newest first").ProducesProblem(400);
        api.MapGet("/batches/{id:long}/report", ReportAsync).RequireAuthorization(Permission.ReadBatches)
            .WithSummary("The quality report of a batch as html, json or csv").ProducesProblem(400).ProducesProblem(404)
            .Produces(StatusCodes.Status200OK, contentType: "application/json", additionalContentTypes: ["text/html", "text/csv"]);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReportAsync(long id, string? format, QualityReports reports, CancellationToken ct)
    {
        var chosen = format ?? "json";
        if (!ReportExport.Formats.Contains(chosen))
        {
            return ApiProblems.UnknownFormat(chosen, ReportExport.Formats);
        }

        if (await reports.ReadAsync(id, ct) is not { } report)
        {
            return ApiProblems.NotFound("no_such_report", $"批次 {id} 没有报告；现有批次见 GET {ApiEndpoints.Root}/batches。", $"Batch {id} has no report. GET {ApiEndpoints.Root}/batches lists the batches there are.");
        }

        var encoding = ReportExport.EncodingOf(chosen);
        var type = chosen switch { "html" => "text/html", "csv" => "text/csv", _ => "application/json" };
        return TypedResults.File([.. encoding.GetPreamble(), .. encoding.GetBytes(ReportExport.Write(report, chosen))], $"{type}; charset=utf-8", $"batch-{id}.{chosen}");
    }
}

public sealed record BatchList(IReadOnlyList<BatchRow> Batches);

using FundWatch.Core;
using FundWatch.Data.Runs;
using FundWatch.Host.Accounts;
using FundWatch.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Runs of jobs: the latest, and asking for one.</summary>
public static class RunsApi
{
    private const int MostRows = 500;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync).RequireAuthorization(Permission.ReadRuns).WithSummary("The latest runs, newest first").ProducesProblem(400);
        api.MapPost("/jobs/{job}/runs", Start).RequireAuthorization(Permission.StartRuns).RequireToken().WithSummary("Asks for a job of the schedule, now").ProducesProblem(404);
    }

    private static async Task<Results<Ok<RunList>, ProblemHttpResult>> ListAsync(int? limit, RunStore runs, CancellationToken ct) =>
        ApiProblems.TooFew("limit", limit) is { } wrong ? wrong : TypedResults.Ok(new RunList(await runs.LatestAsync(Math.Min(limit ?? 50, MostRows), ct)));

    private static Results<Accepted, ProblemHttpResult> Start(string job, JobClient jobs, HttpContext context)
    {
        try
        {
            jobs.Enqueue(job, context.User.Identity!.Name!);
            return TypedResults.Accepted($"{ApiEndpoints.Root}/runs");
        }
        catch (UsageException unknown)
        {
            return ApiProblems.NotFound("no_such_job", unknown.Zh, unknown.En);
        }
    }
}

public sealed record RunList(IReadOnlyList<RunRow> Runs);

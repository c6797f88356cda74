using FundWatch.Core;
using FundWatch.Data.Runs;
using FundWatch.Host.Accounts;
using FundWatch.Host.Texts;
using FundWatch.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Runs of jobs: the latest, and asking for one.</summary>
public static class RunsApi
{
    private const int MostRows = 500;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync).RequireAuthorization(Permission.ReadRuns).WithSummary("The latest runs, newest first");
        api.MapPost("/jobs/{job}/runs", Start).RequireAuthorization(Permission.StartRuns).RequireToken().WithSummary("Asks for a job of the schedule, now");
    }

    private static async Task<Ok<RunList>> ListAsync(int? limit, RunStore runs, CancellationToken ct) =>
        TypedResults.Ok(new RunList(await runs.LatestAsync(Math.Clamp(limit ?? 50, 1, MostRows), ct)));

    private static Results<Accepted, ProblemHttpResult> Start(string job, JobClient jobs, HttpContext context)
    {
        try
        {
            jobs.Enqueue(job, context.User.Identity!.Name!);
            return TypedResults.Accepted($"{ApiEndpoints.Root}/runs");
        }
        catch (UsageException unknown)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "No such job", detail: Words.Pick(unknown.Zh, unknown.En), extensions: ApiProblems.Code("no_such_job"));
        }
    }
}

public sealed record RunList(IReadOnlyList<RunRow> Runs);

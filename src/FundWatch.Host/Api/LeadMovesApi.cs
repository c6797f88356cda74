using FundWatch.Core.Review;
using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundWatch.Host.Api;

/// <summary>Moving a lead. The caller names the version it saw in If-Match; without one, or with an old one, nothing happens.</summary>
public static class LeadMovesApi
{
    public static void MapLeadMoves(this IEndpointRouteBuilder api) => api.MapPost("/leads/{id:long}/moves", MoveAsync)
        .RequireAuthorization(Permission.MoveLeads).RequireToken()
        .WithSummary("Moves a lead: claim, assign, start, park, resume, dismiss, conclude, rectify, close, reopen, note. Needs If-Match")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(428);

    private static async Task<Results<Ok<MoveAnswer>, ProblemHttpResult>> MoveAsync(
        long id, [FromBody] MoveBody move, [FromHeader(Name = "If-Match")] string? ifMatch, MoveStore moves, AccountStore accounts, HttpContext context)
    {
        if (ETag.Version(ifMatch) is not { } version)
        {
            return ApiProblems.Of(StatusCodes.Status428PreconditionRequired, "if_match_missing", "缺少 If-Match", "If-Match is missing",
                "请在请求头 If-Match 中带上读取这条线索时得到的 ETag，如 \"3\"（连同引号）。", "Send the ETag of the lead as you read it in the header If-Match, such as \"3\" (with its quotes).");
        }

        // From the store, not from the session: an account that was disabled a moment ago moves nothing.
        var actor = await accounts.FindAsync(context.User.Identity!.Name!, context.RequestAborted) is { Disabled: false } account ? new Actor(account.Login, account.Role) : null;
        var result = await moves.MoveAsync(
            new MoveRequest(id, move.Action, version, move.Note, move.Outcome, move.Assignee, move.DueOn, move.ParkedUntil, move.DismissReason), actor, context.RequestAborted);
        switch (result)
        {
            case MoveResult.Moved moved:
                context.Response.Headers.ETag = ETag.Of(moved.Version);
                return TypedResults.Ok(new MoveAnswer(id, moved.Status, moved.Version));
            case MoveResult.Stale stale:
                return ApiProblems.Stale(stale);
            case MoveResult.Refused refused:
                return ApiProblems.Refused(refused);
            default:
                throw new InvalidOperationException($"Unknown result {result.GetType().Name}.");
        }
    }
}

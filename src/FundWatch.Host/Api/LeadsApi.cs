using FundWatch.Core.Leads;
using FundWatch.Data.Leads;
using FundWatch.Data.Leads.Export;
using FundWatch.Data.Queue;
using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>Reading leads: list, one with its history, export.</summary>
public static class LeadsApi
{
    private const int MostRows = 500;

    public static void MapLeads(this IEndpointRouteBuilder api)
    {
        api.MapGet("/leads", ListAsync).RequireAuthorization(Permission.ReadLeads)
            .WithSummary("Leads, best first; `next` is the cursor of the next page (`after`)").ProducesProblem(400);
        api.MapGet("/leads/{id:long}", ShowAsync).RequireAuthorization(Permission.ReadLeads)
            .WithSummary("One lead with reasons, evidence (personal data masked) and history; ETag is its version").ProducesProblem(404);
        api.MapGet("/leads/export", ExportAsync).RequireAuthorization(Permission.ExportLeads)
            .WithSummary("Leads with the columns of the data contract as csv, xlsx or json; recorded in the trail").ProducesProblem(400)
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/json"]);
    }

    private static async Task<Results<Ok<LeadList>, ProblemHttpResult>> ListAsync(
        [AsParameters] LeadQuery query, string? after, int? limit, QueueStore queue, HttpContext context)
    {
        var cursor = QueueCursor.Parse(after);
        if (!string.IsNullOrEmpty(after) && cursor is null)
        {
            return ApiProblems.BadRequest("bad_cursor", "after 不是有效的位置；请原样使用上一页给出的 next，或不带 after 从头读起。", "`after` is not a cursor that this API has given. Take `next` of the page before as it is, or leave `after` out to begin anew.");
        }

        if ((ApiProblems.TooFew("limit", limit) ?? query.Wrong()) is { } wrong)
        {
            return wrong;
        }

        var filter = query.ToFilter(context.User.Identity!.Name!);
        var totals = await queue.TotalsAsync(filter, context.RequestAborted);
        var page = await queue.ListAsync(filter, cursor, Math.Min(limit ?? 50, MostRows), context.RequestAborted);
        return TypedResults.Ok(new LeadList(page.Rows, page.Next?.ToString(), totals.Leads, totals.Amount, totals.Others));
    }

    private static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult>> ShowAsync(long id, LeadStore leads, QueueStore queue, TrailStore trail, HttpContext context)
    {
        if (await leads.ShowAsync(id, ct: context.RequestAborted) is not { } page)
        {
            return ApiProblems.NoSuchLead(id);
        }

        context.Response.Headers.ETag = ETag.Of(page.Version);
        var history = await trail.OfLeadAsync(id, context.RequestAborted);
        return TypedResults.Ok(new LeadAnswer(page.Lead, page.Version, page.ParkedUntil, page.DismissReason,
            page.Parts.Select(p => new PartAnswer(p.Origin, p.Code, p.Contribution, p.Value, p.Threshold, p.Unit, p.ReasonZh, p.ReasonEn, p.Amount, p.CurrencyIn(page.Lead.Currency) ?? Currencies.Yuan, p.Evidence)).ToList(),
            page.Evidence, history.Select(e => new EventAnswer(e.Ordinal, e.Event, e.Actor, e.At, e.FromStatus, e.ToStatus, e.Note)).ToList(),
            await queue.SharingAsync(id, ct: context.RequestAborted)));
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> ExportAsync([AsParameters] LeadQuery query, string format, int? top, LeadExport export, HttpContext context)
    {
        if (!LeadExport.Formats.Contains(format))
        {
            return ApiProblems.UnknownFormat(format, LeadExport.Formats);
        }

        if ((ApiProblems.TooFew("top", top) ?? query.Wrong()) is { } wrong)
        {
            return wrong;
        }

        context.Response.ContentType = format switch
        {
            "csv" => "text/csv; charset=utf-8",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/json; charset=utf-8",
        };
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"leads.{format}\"";
        var login = context.User.Identity!.Name!;
        // A workbook is written back and forth, which a response cannot do.
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await export.WriteAsync(file, format, query.ToFilter(login), top, login, context.RequestAborted);
        file.Position = 0;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
        return TypedResults.Empty;
    }
}

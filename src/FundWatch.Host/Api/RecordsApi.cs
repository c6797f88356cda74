using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using FundWatch.Host.Accounts;
using FundWatch.Host.Texts;
using FundWatch.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundWatch.Host.Api;

/// <summary>Records straight into a stream, judged before the answer. The body is loaded as a file would be, by the same job, so that a kill in between is mended.</summary>
public static class RecordsApi
{
    private const int RefusalsShown = 10_000;

    public static void MapRecords(this IEndpointRouteBuilder api) => api.MapPost("/records/{stream}", PostAsync)
        .RequireAuthorization(Permission.LoadFiles).RequireToken().TakesRecords().TakesTurns()
        .WithSummary("Loads records and judges them at once; the same body again changes nothing");

    private static async Task<Results<Ok<RecordsAnswer>, ProblemHttpResult>> PostAsync(
        string stream, [FromQuery] string? source, UploadLimits limits, FundWatchDatabase database, SentFileStore files, RefusedRows refused, MappingStore mappings,
        JobRunner runner, Judgement judgement, TouchedLeads leads, IHostApplicationLifetime lifetime, HttpContext context)
    {
        if (RecordStreams.Find(stream) is not { } known)
        {
            var names = string.Join(", ", RecordStreams.All.Select(s => s.Name));
            return ApiProblems.NotFound("no_such_stream", $"没有数据流 {stream}。可选：{names}", $"There is no stream '{stream}'. Known: {names}");
        }

        if (await FilesApi.CheckAsync(source, null, null, mappings, context.RequestAborted) is { } wrong)
        {
            return wrong;
        }

        var (lines, records, problem) = await RecordsBody.ReadAsync(context.Request, limits);
        if (problem is not null)
        {
            return problem;
        }

        var login = context.User.Identity!.Name!;
        var id = await KeepAsync(database, files, new NewSentFile($"{stream}.jsonl", "", lines!.Length, FilesApi.Source(source), stream, null, null, "records", login), lines);
        // What is begun is finished, also where the sender has gone.
        var stopping = lifetime.ApplicationStopping;
        try
        {
            await runner.RunAsync(SentFile.JobOf(id), $"records-{id}", login, null, stopping);
        }
        catch (IngestInterrupted)
        {
            // The file says so.
        }

        var file = (await files.FindAsync(id, stopping))!;
        if (file is not { Status: SentStatus.Done, Report: { } report })
        {
            return Refused(known, file);
        }

        var batches = report.Files.Where(f => f.BatchId is not null).Select(f => f.BatchId!.Value).ToList();
        var judged = report.Totals.Loaded + report.Totals.Updated > 0 ? await judgement.JudgeAsync(login, stopping) : Judged.Nothing;
        var rows = await refused.FirstAsync(batches, RefusalsShown, stopping);
        return TypedResults.Ok(new RecordsAnswer(
            stream, file.Source, batches.Count > 0 ? batches[0] : null, records, report.Totals.Loaded, report.Totals.Updated, report.Totals.Unchanged, report.Totals.Quarantined,
            [.. rows.Select(r => new RefusedRecord((int)r.Line - 1, r.RejectedId, r.Column, r.Code, r.Zh, r.En))], report.Files[0].UnusedColumns ?? [],
            judged.IsDone, Words.Pick(judged.Zh, judged.En), await leads.OfAsync(known, batches, judged.TrailBefore, stopping), report.Totals.Settled));
    }

    private static async Task<long> KeepAsync(FundWatchDatabase database, SentFileStore files, NewSentFile file, byte[] lines)
    {
        await using var incoming = new UploadFolder(database.Directory).Begin(file.FileName);
        await incoming.Content.WriteAsync(lines);
        await incoming.CompleteAsync();
        return await files.AddAsync(file with { Path = incoming.Path }, CancellationToken.None);
    }

    private static ProblemHttpResult Refused(RecordStream stream, SentFile file)
    {
        var error = file.Error ?? new FileError("interrupted", "导入中断，稍后自动继续；可稍后以同样的正文重试。", "The load was interrupted and will be carried on; send the same body again later.");
        if (error.Code is "missing_column" or "unknown_layout")
        {
            var (zh, en) = (string.Join("、", stream.Columns.Where(c => c.IsRequired).Select(c => $"{c.Name}（{c.ChineseHeader}）")), string.Join(", ", stream.Columns.Where(c => c.IsRequired).Select(c => c.Name)));
            error = new FileError("missing_column", $"{stream.Name} 的每条记录须有：{zh}。所有记录都缺少其中某一项；名称也可用中文表头。", $"Each record of {stream.Name} needs: {en}. One of these is in none of the records.");
        }

        return ApiProblems.Of(error.Code == "interrupted" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity, error.Code,
            "记录没有导入", "The records were not taken in", error.Zh, error.En);
    }
}

/// <param name="Records">In the body = loaded + updated + unchanged + quarantined.</param>
/// <param name="Refused">With the record's place in the body, from 0.</param>
/// <param name="Judged">False where judging took too long for an answer: it goes on, and the runs tell when it is done.</param>
/// <param name="Settled">Records refused before whose keys came with these: no longer open in quarantine.</param>
/// <param name="Leads">Leads with one of these records among their evidence, and those that this judging changed.</param>
public sealed record RecordsAnswer(
    string Stream, string Source, long? BatchId, int Records, long Loaded, long Updated, long Unchanged, long Quarantined,
    IReadOnlyList<RefusedRecord> Refused, IReadOnlyList<string> UnusedColumns, bool Judged, string JudgedDetail, IReadOnlyList<TouchedLead> Leads, long Settled);

/// <param name="Index">The record's place in the body, from 0.</param>
/// <param name="Id">Of the row in quarantine.</param>
public sealed record RefusedRecord(int Index, long Id, string? Column, string Code, string MessageZh, string MessageEn);

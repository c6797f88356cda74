using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Host.Accounts;
using FundWatch.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundWatch.Host.Api;

/// <summary>How a sent file is to be read. All may be left out: recognised from the header, or as the source's earlier files were.</summary>
public sealed record FileQuery
{
    /// <summary>The system it comes from, part of a row's identity; "default" where not given.</summary>
    [FromQuery(Name = "source")] public string? Source { get; init; }

    /// <summary>Name of a kept mapping.</summary>
    [FromQuery(Name = "mapping")] public string? Mapping { get; init; }

    /// <summary>Of a spreadsheet; all that are known tables where not given.</summary>
    [FromQuery(Name = "sheet")] public string? Sheet { get; init; }

    [FromQuery(Name = "stream")] public string? Stream { get; init; }

    /// <summary>The file's name; else that of the form or of Content-Disposition.</summary>
    [FromQuery(Name = "name")] public string? Name { get; init; }
}

/// <summary>Sending files, following their loads, stopping them. Each load is a job that goes on without its sender.</summary>
public static class FilesApi
{
    private const int MostRows = 500, RefusalsShown = 20;

    public static void MapFiles(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/files").RequireAuthorization(Permission.LoadFiles);
        files.MapPost("", SendAsync).RequireToken().TakesFile()
            .WithSummary("Sends a file, as the body or as the one file of a form; 202 with its address, where progress and then the report are");
        files.MapGet("", ListAsync).WithSummary("The latest files that were sent, newest first").ProducesProblem(400);
        files.MapGet("/{id:long}", ShowAsync).WithSummary("How far a file's load is; once it is over, what became of it").ProducesProblem(404);
        files.MapPost("/{id:long}/loads", AgainAsync).RequireToken().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Asks again for a load that was refused, broken off or cancelled; it carries on behind what is committed");
        files.MapDelete("/{id:long}", CancelAsync).RequireToken().ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Stops a load; what is committed stays, and POST …/loads carries on");
    }

    private static async Task<Results<Accepted<FileAnswer>, ProblemHttpResult>> SendAsync(
        [AsParameters] FileQuery query, UploadReceiver receiver, SentFileStore files, MappingStore mappings, JobClient jobs, HttpContext context)
    {
        if ((ApiProblems.HasNul("sheet", query.Sheet) ?? await CheckAsync(query.Source, query.Stream, query.Mapping, mappings, context.RequestAborted)) is { } wrong)
        {
            return wrong;
        }

        var (file, size, problem) = await receiver.ReceiveAsync(context, Empty(query.Name));
        if (problem is not null)
        {
            return problem;
        }

        // The bytes are here: from now on the file is taken in, even where its sender goes away.
        var login = context.User.Identity!.Name!;
        var via = ApiTokenAuthentication.Is(context.User) ? "api" : "page";
        var id = await files.AddAsync(new NewSentFile(file!.Name, file.Path, size, Source(query.Source), Empty(query.Stream), Empty(query.Mapping), Empty(query.Sheet), via, login), CancellationToken.None);
        jobs.Enqueue(SentFile.JobOf(id), login);
        return TypedResults.Accepted($"{ApiEndpoints.Root}/files/{id}", FileAnswer.Of((await files.FindAsync(id))!, []));
    }

    private static async Task<Results<Ok<FileList>, ProblemHttpResult>> ListAsync(int? limit, SentFileStore files, CancellationToken ct) => ApiProblems.TooFew("limit", limit) is { } wrong ? wrong
        : TypedResults.Ok(new FileList([.. (await files.LatestAsync(Math.Min(limit ?? 50, MostRows), ct)).Select(f => FileAnswer.Of(f, []))]));

    private static async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> ShowAsync(long id, SentFileStore files, RefusedRows refused, CancellationToken ct)
    {
        if (await files.FindAsync(id, ct) is not { } file)
        {
            return NoSuchFile(id);
        }

        var batches = !SentStatus.IsOver(file.Status) ? [] : file.Report?.Files.Where(p => p.BatchId is not null && p.Quarantined > 0).Select(p => p.BatchId!.Value).ToList() ?? [];
        return TypedResults.Ok(FileAnswer.Of(file, await refused.FirstAsync(batches, RefusalsShown, ct)));
    }

    private static async Task<Results<Accepted<FileAnswer>, ProblemHttpResult>> AgainAsync(
        long id, [FromQuery] string? stream, [FromQuery] string? mapping, [FromQuery] string? sheet, SentFileStore files, MappingStore mappings, JobClient jobs, HttpContext context)
    {
        if (await files.FindAsync(id, context.RequestAborted) is not { } file)
        {
            return NoSuchFile(id);
        }

        if ((ApiProblems.HasNul("sheet", sheet) ?? await CheckAsync(file.Source, stream, mapping, mappings, context.RequestAborted)) is { } wrong)
        {
            return wrong;
        }

        if (!await files.AskAgainAsync(id, Empty(stream) ?? file.Stream, Empty(mapping) ?? file.Mapping, Empty(sheet) ?? file.Sheet, context.RequestAborted))
        {
            return ApiProblems.Conflict("not_over", $"文件 {id} 正在导入或已导入，不能再次导入。", $"The load of file {id} is under way or done; there is nothing to ask for again.");
        }

        jobs.Enqueue(SentFile.JobOf(id), context.User.Identity!.Name!);
        return TypedResults.Accepted($"{ApiEndpoints.Root}/files/{id}", FileAnswer.Of((await files.FindAsync(id))!, []));
    }

    private static async Task<Results<Accepted<FileAnswer>, ProblemHttpResult>> CancelAsync(long id, SentFileStore files, HttpContext context)
    {
        if (await files.FindAsync(id, context.RequestAborted) is null)
        {
            return NoSuchFile(id);
        }

        return await files.CancelAsync(id, context.User.Identity!.Name!, context.RequestAborted) is null
            ? ApiProblems.Conflict("already_over", $"文件 {id} 的导入已结束；要撤回已导入的数据，请撤回其批次。", $"The load of file {id} is over; to take its rows out again, withdraw its batch.")
            : TypedResults.Accepted($"{ApiEndpoints.Root}/files/{id}", FileAnswer.Of((await files.FindAsync(id))!, []));
    }

    /// <summary>Whether source, stream and mapping are such as exist. A mapping is a kept one: a path would reach into the server's files.</summary>
    internal static async Task<ProblemHttpResult?> CheckAsync(string? source, string? stream, string? mapping, MappingStore mappings, CancellationToken ct)
    {
        if (Source(source) is { Length: > 64 } or [' ', ..] || (source ?? "").Any(char.IsControl))
        {
            return ApiProblems.BadRequest("bad_source", "来源名称须为 1 到 64 个字符，不含控制字符。", "A source's name has 1 to 64 characters, none of them control characters.");
        }

        if (Empty(stream) is { } named && RecordStreams.Find(named) is null)
        {
            var known = string.Join(", ", RecordStreams.All.Select(s => s.Name));
            return ApiProblems.BadRequest("no_such_stream", $"没有数据流 {named}。可选：{known}", $"There is no stream '{named}'. Known: {known}");
        }

        return ApiProblems.HasNul("mapping", mapping) ?? (Empty(mapping) is { } kept && (kept.Contains('/') || File.Exists(kept) || await mappings.FindAsync(kept, null, ct) is null)
            ? ApiProblems.BadRequest("no_such_mapping", $"没有保存为“{kept}”的映射。请先在上传页或用 fundwatch mappings save 保存。", $"No mapping is kept as '{kept}'. Keep it first, on the upload page or with fundwatch mappings save.")
            : null);
    }

    internal static string Source(string? source) => Empty(source)?.Trim() ?? "default";

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static ProblemHttpResult NoSuchFile(long id) =>
        ApiProblems.NotFound("no_such_file", $"没有编号为 {id} 的文件；已发送的见 GET {ApiEndpoints.Root}/files。", $"There is no file {id}. GET {ApiEndpoints.Root}/files lists those that were sent.");
}

using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Postgres;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FundWatch.Host.Api;

/// <summary>How much one request may bring.</summary>
/// <param name="FileBytes">A file.</param>
/// <param name="RecordsBytes">A body of records.</param>
/// <param name="Records">Records in one body.</param>
/// <param name="SpareBytes">Left free for the database that lies on the same disk.</param>
public sealed record UploadLimits(long FileBytes = 20L << 30, int RecordsBytes = 10 << 20, int Records = 10_000, long SpareBytes = 256L << 20);

/// <summary>
/// Takes one file from a request to disk, never into memory: the body itself, or the one file of a form. Whatever goes wrong on the way (the sender goes
/// away, too large, no room), nothing of it stays.
/// </summary>
public sealed class UploadReceiver(FundWatchDatabase database, UploadLimits limits)
{
    private const int BlockSize = 128 * 1024;
    private const int NoSpaceOnDevice = 28, QuotaExceeded = 122; // ENOSPC, EDQUOT, which .NET keeps in the low word of HResult

    // After so many bytes the disk is looked at again: others write to it meanwhile, and not every request says how much it will bring.
    private const long BetweenLooks = 8L << 20;

    /// <returns>The complete file, or why there is none.</returns>
    public async Task<(IncomingFile? File, long Size, ProblemHttpResult? Problem)> ReceiveAsync(HttpContext context, string? name)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = null; // counted here, so that the refusal can say what the limit is
        }

        var folder = new UploadFolder(database.Directory);
        if (context.Request.ContentLength is { } announced)
        {
            if (announced > limits.FileBytes)
            {
                return (null, 0, TooLarge());
            }

            if (announced > folder.FreeBytes - limits.SpareBytes)
            {
                return (null, 0, DiskFull());
            }
        }

        try
        {
            // Not HasFormContentType: curl --data-binary says application/x-www-form-urlencoded of whatever it sends.
            return context.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true ? await FromFormAsync(context, folder, name) : await TakeAsync(folder, name ?? FromHeader(context.Request), context.Request.Body, context.RequestAborted);
        }
        catch (IOException full) when ((full.HResult & 0xFFFF) is NoSpaceOnDevice or QuotaExceeded)
        {
            return (null, 0, DiskFull());
        }
        catch (InvalidDataException) // a form that is none
        {
            return (null, 0, ApiProblems.BadRequest("bad_form", "表单内容不完整：段头太长、过多或写法不对。请用标准的 multipart/form-data 重发，或把文件作为正文发送。",
                "The form is broken: the headers of a part are too long, too many or not well written. Send standard multipart/form-data, or the file as the body."));
        }
    }

    private async Task<(IncomingFile?, long, ProblemHttpResult?)> FromFormAsync(HttpContext context, UploadFolder folder, string? name)
    {
        var boundary = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200)
        {
            return (null, 0, ApiProblems.BadRequest("bad_form", "表单须为 multipart/form-data，并带 boundary。", "A form must be multipart/form-data with a boundary."));
        }

        var reader = new MultipartReader(boundary, context.Request.Body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                var (incoming, size, problem) = await TakeAsync(folder, name ?? file.FileName, section.Body, context.RequestAborted);
                if (problem is null && await HasMoreFilesAsync(reader, context.RequestAborted))
                {
                    Discard(incoming!);
                    return (null, 0, ApiProblems.BadRequest("one_file", "每个请求只能带一个文件，请逐个发送。", "One file in each request: send them one by one."));
                }

                return (incoming, size, problem);
            }
        }

        return (null, 0, ApiProblems.BadRequest("no_file", "表单中没有文件。", "The form holds no file."));
    }

    private static async Task<bool> HasMoreFilesAsync(MultipartReader reader, CancellationToken ct)
    {
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFileSection() is not null)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<(IncomingFile?, long, ProblemHttpResult?)> TakeAsync(UploadFolder folder, string? name, Stream from, CancellationToken ct)
    {
        await using var incoming = folder.Begin(name);
        var buffer = new byte[BlockSize];
        long size = 0, nextLook = 0;
        for (int read; (read = await from.ReadAsync(buffer, ct)) > 0;)
        {
            if (size >= nextLook)
            {
                if (folder.FreeBytes < limits.SpareBytes)
                {
                    return (null, 0, DiskFull());
                }

                nextLook = size + BetweenLooks;
            }

            if ((size += read) > limits.FileBytes)
            {
                return (null, 0, TooLarge());
            }

            await incoming.Content.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        if (size == 0)
        {
            return (null, 0, ApiProblems.Unprocessable("empty_file", "文件是空的。请重新导出。", "The file is empty. Export it again."));
        }

        await incoming.CompleteAsync();
        return (incoming, size, null);
    }

    /// <summary>Takes a complete file away again.</summary>
    public static void Discard(IncomingFile file) => Directory.Delete(Path.GetDirectoryName(file.Path)!, recursive: true);

    private static string? FromHeader(HttpRequest request) =>
        ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value
            : null;

    private ProblemHttpResult TooLarge() => ApiProblems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", "文件太大", "The file is too large",
        $"单个文件最大 {Show.Bytes(limits.FileBytes)}。请拆分或压缩（.gz、.zip）后再传，或用命令行 fundwatch ingest 导入。",
        $"A file may have {Show.Bytes(limits.FileBytes)} at most. Split or compress it (.gz, .zip), or take it in on the server with fundwatch ingest.");

    private static ProblemHttpResult DiskFull() => ApiProblems.Of(StatusCodes.Status507InsufficientStorage, "disk_full", "服务器磁盘已满", "The server's disk is full",
        "服务器数据目录所在的磁盘空间不足，文件没有保存。请联系系统管理员腾出空间后重试。", "The disk of the server's data directory has not enough room; nothing was kept. Ask the system administrator to make room, then try again.");
}

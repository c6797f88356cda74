using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FundWatch.Host.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>A body of records as JSON Lines: a list, one object, or lines already. What is no object is passed on, to be refused as the row it is.</summary>
internal static class RecordsBody
{
    private static readonly JsonDocumentOptions _options = new() { AllowTrailingCommas = true, MaxDepth = 32 };

    /// <returns>One record a line, or why the body cannot be read.</returns>
    public static async Task<(byte[]? Lines, int Records, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, UploadLimits limits)
    {
        if (request.ContentLength > limits.RecordsBytes || await ReadAllAsync(request, limits.RecordsBytes) is not { } body)
        {
            return (null, 0, TooLarge(limits));
        }

        if (body.AsSpan().StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        var isLines = request.ContentType is { } type && (type.Contains("ndjson", StringComparison.OrdinalIgnoreCase) || type.Contains("jsonl", StringComparison.OrdinalIgnoreCase));
        var lines = new MemoryStream(body.Length + 1);
        var records = 0;
        if (isLines)
        {
            records = CopyLines(body, lines);
        }
        else
        {
            try
            {
                using var document = JsonDocument.Parse(body, _options);
                if (document.RootElement.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
                {
                    return (null, 0, NoRecord.NotObjects(document.RootElement.ValueKind));
                }

                if (!Utf8.IsValid(body))
                {
                    return (null, 0, NoRecord.NotUtf8());
                }

                records = Copy(document.RootElement, lines);
            }
            catch (JsonException broken) when (request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true || body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("["u8))
            {
                return (null, 0, NoRecord.BadJson(body, broken));
            }
            catch (JsonException)
            {
                (isLines, records) = (true, CopyLines(body, lines));
            }
        }

        return records == 0
            ? (null, 0, ApiProblems.BadRequest("no_records", "请求正文中没有记录。", "The body holds no records."))
            : records > limits.Records ? (null, 0, TooLarge(limits))
            : NoRecord.Why(isLines ? body : lines.GetBuffer().AsSpan(0, (int)lines.Length)) is { } wrong ? (null, 0, wrong) : (lines.ToArray(), records, null);
    }

    private static int Copy(JsonElement root, Stream to)
    {
        var records = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root];
        foreach (var record in records)
        {
            using (var writer = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                record.WriteTo(writer);
            }

            to.WriteByte((byte)'\n');
        }

        return records.Count;
    }

    // Blank lines are no records; numbering them would move every index behind.
    private static int CopyLines(ReadOnlySpan<byte> body, Stream to)
    {
        var records = 0;
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \r\t"u8);
            if (line.Length > 0)
            {
                to.Write(line);
                to.WriteByte((byte)'\n');
                records++;
            }
        }

        return records;
    }

    private static async Task<byte[]?> ReadAllAsync(HttpRequest request, int limit)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            if (all.Length + read > limit)
            {
                return null;
            }

            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    private static ProblemHttpResult TooLarge(UploadLimits limits) => ApiProblems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", "记录太多", "Too many records",
        $"一次最多 {limits.Records:N0} 条、{Show.Bytes(limits.RecordsBytes)}。请分批发送，或作为文件发送（{ApiEndpoints.Root}/files）。",
        $"At most {limits.Records:N0} records and {Show.Bytes(limits.RecordsBytes)} at once. Send them in parts, or as a file ({ApiEndpoints.Root}/files).");
}

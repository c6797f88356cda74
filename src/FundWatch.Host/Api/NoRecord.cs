using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundWatch.Host.Api;

/// <summary>
/// Why a body holds no record: no JSON, not UTF-8, something else than objects, names that occur twice. Loaded, such a body would only be said to lack the stream's columns.
/// One that holds a single good record is loaded, and what is wrong with the others is said of each.
/// </summary>
internal static class NoRecord
{
    private const string ExampleZh = "应为对象的数组，如 [{\"列名\": \"值\"}, …]，一个对象，或每行一个对象（Content-Type: application/x-ndjson）。";
    private const string Example = "Send a list of objects such as [{\"column\": \"value\"}, ...], one object, or one object a line (Content-Type: application/x-ndjson).";

    private static readonly JsonDocumentOptions _options = new() { AllowTrailingCommas = true, MaxDepth = 64 };

    /// <param name="lines">One record a line, blank ones between them.</param>
    /// <returns>What is wrong with the first, where no line can be a record.</returns>
    public static ProblemHttpResult? Why(ReadOnlySpan<byte> lines)
    {
        ProblemHttpResult? first = null;
        var (number, index) = (0, 0);
        foreach (var range in lines.Split((byte)'\n'))
        {
            if (lines[range].TrimEnd(" \r\t"u8) is { Length: > 0 } line)
            {
                if (Wrong(line, index++, number) is not { } wrong)
                {
                    return null;
                }

                first ??= wrong;
            }

            number++;
        }

        return first;
    }

    /// <summary>Where JSON breaks, in lines and letters from 1.</summary>
    public static ProblemHttpResult BadJson(ReadOnlySpan<byte> text, JsonException broken, int line = 0)
    {
        if (!Utf8.IsValid(text))
        {
            return NotUtf8();
        }

        var rest = text;
        for (var i = 0; i < (broken.LineNumber ?? 0) && rest.IndexOf((byte)'\n') is >= 0 and var end; i++)
        {
            rest = rest[(end + 1)..];
        }

        var before = Math.Min((int)(broken.BytePositionInLine ?? 0), rest.Length);
        var (number, place) = (line + (broken.LineNumber ?? 0) + 1, Encoding.UTF8.GetCharCount(rest[..before]) + 1);
        return rest[before..].Trim(" \r\n\t"u8).IsEmpty
            ? ApiProblems.BadRequest("bad_json", $"请求正文不是完整的 JSON：在第 {number} 行第 {place} 个字符处中断。请检查是否只发送了一部分，引号和括号是否都有结尾。",
                $"The body is not complete JSON: it breaks off in line {number} at character {place}. See whether all of it was sent, and whether each quote and bracket is closed.")
            : ApiProblems.BadRequest("bad_json", $"请求正文不是有效的 JSON：第 {number} 行第 {place} 个字符处读不下去。请检查此处的引号、逗号和括号，以及嵌套是否过深。",
                $"The body is not valid JSON: it cannot be read on in line {number} at character {place}. Check quotes, commas and brackets there, and that it is not nested too deeply.");
    }

    public static ProblemHttpResult NotUtf8() => ApiProblems.BadRequest("not_utf8", "请求正文不是 UTF-8 编码。请转为 UTF-8 后发送（GB18030 的数据可作为文件发送）。",
        $"The body is not encoded in UTF-8. Encode it so, or send data in GB18030 as a file ({ApiEndpoints.Root}/files).");

    /// <summary>What is neither an object nor a list.</summary>
    public static ProblemHttpResult NotObjects(JsonValueKind kind)
    {
        var (zh, en) = Name(kind);
        return ApiProblems.BadRequest("not_records", $"请求正文是{zh}，不是记录。{ExampleZh}", $"The body is {en}, which is no record. {Example}");
    }

    private static ProblemHttpResult? Wrong(ReadOnlySpan<byte> line, int index, int number)
    {
        if (!Utf8.IsValid(line))
        {
            return NotUtf8();
        }

        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), _options);
            var record = document.RootElement;
            if (record.ValueKind == JsonValueKind.Object)
            {
                return Repeated(record, "", []) is not { } name ? null : ApiProblems.BadRequest("repeated_name",
                    $"每条记录都有重复的名称：第 {index + 1} 条中“{name}”出现两次。请各留一个。", $"Every record holds a name twice: in number {index + 1} it is '{name}'. Leave one of each.");
            }

            var (zh, en) = Name(record.ValueKind);
            return record.ValueKind == JsonValueKind.Array ? null // rows of cells, the first of which may be a header
                : ApiProblems.BadRequest("not_records", $"没有一条记录是对象：第 {index + 1} 条是{zh}。{ExampleZh}", $"None of the records is an object: number {index + 1} is {en}. {Example}");
        }
        catch (JsonException broken)
        {
            return BadJson(line, broken, number);
        }
    }

    // As the reader of rows names them: what is within an object stands behind its name and a dot.
    private static string? Repeated(JsonElement record, string prefix, HashSet<string> seen)
    {
        foreach (var property in record.EnumerateObject())
        {
            var name = prefix + property.Name;
            var twice = property.Value.ValueKind == JsonValueKind.Object ? Repeated(property.Value, name + ".", seen) : seen.Add(name) ? null : name;
            if (twice is not null)
            {
                return twice;
            }
        }

        return null;
    }

    private static (string Zh, string En) Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => ("一段文本", "a text"),
        JsonValueKind.Number => ("一个数字", "a number"),
        JsonValueKind.True or JsonValueKind.False => ("一个真假值", "true or false"),
        JsonValueKind.Null => ("空值（null）", "null"),
        _ => ("数组", "a list"),
    };
}

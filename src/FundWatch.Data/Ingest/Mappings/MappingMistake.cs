using System.Text;
using System.Text.Json;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>What keeps a text from being a mapping, in words for whoever wrote it: the reader of JSON speaks of .NET's types.</summary>
internal static class MappingMistake
{
    private static readonly JsonDocumentOptions _options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="key">Where the reader stopped, names and dots.</param>
    /// <param name="keysAt">The keys that there are on the level of the last name.</param>
    public static (string Zh, string En) Words(byte[] json, JsonException failure, string key, IReadOnlyList<string> keysAt, IReadOnlyList<string> required)
    {
        try
        {
            using var document = JsonDocument.Parse(json, _options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return ("整个文件应为一个 JSON 对象 { … }", "the whole file should be one JSON object { ... }");
            }

            if (Repeated(root) is { } twice)
            {
                return ($"“{twice}”出现两次，请只留一个", $"'{twice}' stands there twice; leave one");
            }

            if (required.Where(r => !root.TryGetProperty(r, out _)).ToList() is { Count: > 0 } missing)
            {
                return ($"缺少 {string.Join("、", missing)}", $"it lacks {string.Join(" and ", missing)}");
            }

            if (key.Split('.') is ["columns", var column] && root.GetProperty("columns") is { ValueKind: JsonValueKind.Object } columns
                && columns.TryGetProperty(column, out var source) && source.ValueKind != JsonValueKind.Object)
            {
                var header = source.ValueKind == JsonValueKind.String ? source.GetRawText() : "\"…\"";
                return ($"{column} 应写成 {{ \"from\": {header} }}（取自文件的哪一列），或 {{ \"constant\": {header} }}（每行都是这个值）",
                    $"write {column} as {{ \"from\": {header} }} for the column of the file that it comes from, or as {{ \"constant\": {header} }} for the same value in every row");
            }

            var last = key[(key.LastIndexOf('.') + 1)..];
            return last == "from" ? ("from 应为表头，或表头的列表", "'from' is a header or a list of headers")
                : !keysAt.Contains(last) ? ($"没有“{last}”这一项；可用：{string.Join("、", keysAt)}", $"there is no key '{last}'; known: {string.Join(", ", keysAt)}")
                : ($"{last} 的值写法不对（如该写文本处写了数字、列表或对象）", $"the value of '{last}' is of another kind than it should be (a number, a list or an object where a text is wanted, say)");
        }
        catch (JsonException broken)
        {
            var line = Encoding.UTF8.GetString(json).Split('\n').ElementAtOrDefault((int)(broken.LineNumber ?? 0)) ?? "";
            var place = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line).AsSpan(0, Math.Min((int)(broken.BytePositionInLine ?? 0), Encoding.UTF8.GetByteCount(line)))).Length + 1;
            return ($"不是有效的 JSON，从第 {place} 个字符起读不下去，请检查此处的引号、逗号和括号", $"it is not valid JSON and cannot be read on from character {place}; check quotes, commas and brackets there");
        }
    }

    private static string? Repeated(JsonElement element)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(p => seen.Add(p.Name) ? Repeated(p.Value) : p.Name).FirstOrDefault(name => name is not null),
            JsonValueKind.Array => element.EnumerateArray().Select(Repeated).FirstOrDefault(name => name is not null),
            _ => null,
        };
    }
}

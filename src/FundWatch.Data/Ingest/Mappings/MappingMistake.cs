using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>What keeps a text from being a mapping, in words for whoever wrote it: the reader of JSON speaks of .NET's types.</summary>
internal static partial class MappingMistake
{
    private static readonly JsonDocumentOptions _options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where the reader stopped: the names on the way, places in lists left out.</summary>
    public static IReadOnlyList<string> Path(JsonException failure) =>
        [.. Steps().Matches(failure.Path?.TrimStart('$') ?? "").Select(m => m.Groups["name"]).Where(g => g.Success).Select(g => g.Value)];

    /// <param name="path">Where the reader stopped.</param>
    /// <param name="keysAt">The keys that there are on the level of the last name.</param>
    public static (string Zh, string En) Words(byte[] json, IReadOnlyList<string> path, IReadOnlyList<string> keysAt, IReadOnlyList<string> required)
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

            if (path is ["columns", var column] && root.GetProperty("columns") is { ValueKind: JsonValueKind.Object } columns
                && columns.TryGetProperty(column, out var source) && source.ValueKind != JsonValueKind.Object)
            {
                var header = source.ValueKind == JsonValueKind.String ? source.GetRawText() : "\"…\"";
                return ($"{column} 应写成 {{ \"from\": {header} }}（取自文件的哪一列），或 {{ \"constant\": {header} }}（每行都是这个值）",
                    $"write {column} as {{ \"from\": {header} }} for the column of the file that it comes from, or as {{ \"constant\": {header} }} for the same value in every row");
            }

            // A step further down is one within the value of a key (codes).
            var key = path switch { [] => "", ["columns", _, var of, ..] => of, ["skip_rows", var of, ..] => of, [var of, ..] => of };
            return key == "from" ? ("from 应为表头，或表头的列表", "'from' is a header or a list of headers")
                : keysAt.Contains(key) ? MappingKinds.Words(key)
                : ($"没有“{key}”这一项；可用：{string.Join("、", keysAt)}", $"there is no key '{key}'; known: {string.Join(", ", keysAt)}");
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

    // columns.amount, columns['金额(元)'], skip_rows[0]
    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<name>.*?)'\]|\[[0-9]+\]")]
    private static partial Regex Steps();
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace FundWatch.Data.Files.Ocds;

/// <summary>What the objects of a file say of one process: a release, a record's compiled release, or several releases merged.</summary>
internal static class OcdsReleases
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 256 };

    /// <summary>One release for one object, or for all objects of a process.</summary>
    /// <exception cref="FileRefused"><c>linked_releases</c>, or <c>not_ocds</c>.</exception>
    public static JsonDocument Compile(IReadOnlyList<(long Line, ReadOnlyMemory<byte> Item)> items)
    {
        if (items.Count == 1)
        {
            var document = JsonDocument.Parse(items[0].Item, _options);
            if (document.RootElement.At("compiledRelease") is null && document.RootElement.At("releases") is null)
            {
                return document;
            }

            document.Dispose();
        }

        var releases = items.SelectMany(Releases).ToList();
        var compiled = releases.Count == 1 ? releases[0] : OcdsMerge.Compile(releases);
        return JsonDocument.Parse(compiled.ToJsonString(), _options);
    }

    private static IEnumerable<JsonObject> Releases((long Line, ReadOnlyMemory<byte> Item) item)
    {
        var node = (JsonObject)JsonNode.Parse(item.Item.Span, documentOptions: _options)!;
        if (node["compiledRelease"] is JsonObject compiled)
        {
            return [compiled];
        }

        if (node["releases"] is not JsonArray list)
        {
            return [node];
        }

        var releases = list.OfType<JsonObject>().ToList();
        if (releases.Exists(r => r["url"] is not null && r["ocid"] is null))
        {
            throw new FileRefused("linked_releases", $"第 {item.Line} 行起的记录只给出各次发布的网址（linked releases），没有内容，也没有 compiledRelease。请向发布方索取含完整内容的记录包或发布包。",
                $"The record that begins on line {item.Line} only links to its releases (url) and has no compiledRelease. Get the record package with embedded releases, or the release package.");
        }

        return releases.Count > 0 ? releases : throw new FileRefused("not_ocds", $"第 {item.Line} 行起的记录没有任何发布。", $"The record that begins on line {item.Line} holds no release.");
    }
}

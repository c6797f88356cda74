using System.Runtime.InteropServices;
using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>What the objects of a file say of one process: a release, a record's compiled release, or several releases merged.</summary>
internal static class OcdsReleases
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 256 };

    /// <summary>One release for one object.</summary>
    /// <exception cref="FileRefused"><c>linked_releases</c>, or <c>not_ocds</c>.</exception>
    public static JsonDocument Read(long line, ReadOnlyMemory<byte> item)
    {
        var document = JsonDocument.Parse(item, _options);
        if (document.RootElement.At("compiledRelease") is null && document.RootElement.At("releases") is null)
        {
            return document;
        }

        document.Dispose();
        return Read(Compile([(line, item)]));
    }

    /// <summary>A release that <see cref="Compile"/> gave.</summary>
    public static JsonDocument Read(ReadOnlyMemory<byte> release) => JsonDocument.Parse(release, _options);

    /// <summary>One release for all objects of a process, as JSON.</summary>
    /// <exception cref="FileRefused"><c>linked_releases</c>, or <c>not_ocds</c>.</exception>
    public static ReadOnlyMemory<byte> Compile(IReadOnlyList<(long Line, ReadOnlyMemory<byte> Item)> items)
    {
        var documents = new List<JsonDocument>();
        try
        {
            var releases = new List<JsonElement>();
            foreach (var (line, item) in items)
            {
                documents.Add(JsonDocument.Parse(item, _options));
                releases.AddRange(Releases(line, documents[^1].RootElement));
            }

            return releases.Count == 1 ? JsonMarshal.GetRawUtf8Value(releases[0]).ToArray() : OcdsMerge.Compile(releases);
        }
        finally
        {
            documents.ForEach(d => d.Dispose());
        }
    }

    private static IEnumerable<JsonElement> Releases(long line, JsonElement item)
    {
        if (item.At("compiledRelease") is { ValueKind: JsonValueKind.Object } compiled)
        {
            return [compiled];
        }

        if (item.At("releases") is not { ValueKind: JsonValueKind.Array })
        {
            return [item];
        }

        var releases = item.Items("releases").ToList();
        if (releases.Exists(r => r.At("url") is not null && r.At("ocid") is null))
        {
            throw new FileRefused("linked_releases", $"第 {line} 行起的记录只给出各次发布的网址（linked releases），没有内容，也没有 compiledRelease。请向发布方索取含完整内容的记录包或发布包。",
                $"The record that begins on line {line} only links to its releases (url) and has no compiledRelease. Get the record package with embedded releases, or the release package.");
        }

        return releases.Count > 0 ? releases : throw new FileRefused("not_ocds", $"第 {line} 行起的记录没有任何发布。", $"The record that begins on line {line} holds no release.");
    }
}

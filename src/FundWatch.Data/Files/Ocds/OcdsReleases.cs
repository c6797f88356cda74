using System.Runtime.InteropServices;
using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>What the objects of a file say of one process: a release, a record's compiled release, or several releases merged.</summary>
internal static class OcdsReleases
{
    /// <summary>Levels of an object.</summary>
    public const int Deepest = 256;

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = Deepest };

    /// <summary>True of a record out of which no release can be read: it only links to them, or to some of them, has the versioned release alone, or none at all.</summary>
    public static bool HasNone(JsonElement item)
    {
        if (item.At("compiledRelease") is { ValueKind: JsonValueKind.Object })
        {
            return false;
        }

        if (item.At("releases") is not { ValueKind: JsonValueKind.Array })
        {
            return item.At("versionedRelease") is not null;
        }

        var releases = item.Items("releases").ToList();
        return releases.Count == 0 || releases.Exists(r => r.At("url") is not null && r.At("ocid") is null);
    }

    /// <summary>One release for one object.</summary>
    /// <param name="document">Of the object; what is given back takes its place.</param>
    public static JsonDocument Read(JsonDocument document, ReadOnlyMemory<byte> item)
    {
        if (document.RootElement.At("compiledRelease") is null && document.RootElement.At("releases") is null)
        {
            return document;
        }

        document.Dispose();
        return Read(Compile([item]));
    }

    /// <summary>An object of the file, or a release that <see cref="Compile"/> gave.</summary>
    public static JsonDocument Read(ReadOnlyMemory<byte> item) => JsonDocument.Parse(item, _options);

    /// <summary>One release for all objects of a process, as JSON.</summary>
    public static ReadOnlyMemory<byte> Compile(IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        var documents = new List<JsonDocument>();
        try
        {
            var releases = new List<JsonElement>();
            foreach (var item in items)
            {
                documents.Add(JsonDocument.Parse(item, _options));
                releases.AddRange(Releases(documents[^1].RootElement));
            }

            return releases.Count == 1 ? JsonMarshal.GetRawUtf8Value(releases[0]).ToArray() : OcdsMerge.Compile(releases);
        }
        finally
        {
            documents.ForEach(d => d.Dispose());
        }
    }

    private static IEnumerable<JsonElement> Releases(JsonElement item) =>
        item.At("compiledRelease") is { ValueKind: JsonValueKind.Object } compiled ? [compiled]
        : item.At("releases") is { ValueKind: JsonValueKind.Array } ? item.Items("releases") : [item];
}

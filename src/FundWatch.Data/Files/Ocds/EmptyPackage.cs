using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Packages of OCDS without a release or record: they name no process, so that only what is around the list tells them from other JSON.</summary>
internal static class EmptyPackage
{
    private static readonly HashSet<string> _around = ["uri", "version", "extensions", "publishedDate", "publisher", "license", "publicationPolicy", "packages", "links"];

    /// <exception cref="FileRefused">The document is such a package.</exception>
    /// <param name="document">All of it; of a larger one nothing is said.</param>
    public static void Refuse(ReadOnlySpan<byte> document, string path)
    {
        if (ListOf(document) is { } list)
        {
            throw new FileRefused("no_releases",
                $"{path} 是没有内容的 OCDS 数据包：列表“{list}”是空的，没有可导入的发布或记录。请核对导出的时间范围和筛选条件后重新导出；如当期确无数据，不必导入。",
                $"{path} is an OCDS package with nothing in it: its list '{list}' is empty, there is no release or record to take in. Check the period and the filter of the export and export it again; if there is nothing to report, the file need not be taken in.");
        }
    }

    private static string? ListOf(ReadOnlySpan<byte> document)
    {
        string? list = null;
        try
        {
            var json = new Utf8JsonReader(document);
            for (json.Read(); json.Read() && json.TokenType == JsonTokenType.PropertyName; json.Skip())
            {
                var name = json.GetString()!;
                json.Read();
                if (name is "releases" or "records" && json.TokenType == JsonTokenType.StartArray && json.Read() && json.TokenType == JsonTokenType.EndArray)
                {
                    list ??= name;
                }
                else if (!_around.Contains(name))
                {
                    return null;
                }
            }

            return list;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // cut off at the end of the sample, or a name that is no text
        {
            return null;
        }
    }
}

using System.Reflection;
using System.Text;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Mappings that come with the program: the files of data-samples/mappings, by their names.</summary>
public static class BuiltInMappings
{
    private const string Prefix = "mappings/";

    public static IReadOnlyList<SavedMapping> All { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read).ToList();

    private static SavedMapping Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var (name, body) = (Path.GetFileNameWithoutExtension(resource[Prefix.Length..]), reader.ReadToEnd());
        return new SavedMapping(name, 0, Mapping.Parse(Encoding.UTF8.GetBytes(body), name).Stream, body, null, null);
    }
}

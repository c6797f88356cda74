using System.Reflection;

namespace FundWatch.Core.Names;

/// <summary>Usual short forms of public bodies, from abbreviations.csv beside this file.</summary>
public static class Abbreviations
{
    private static readonly Dictionary<string, string> _full = Load();

    /// <summary>The full form of a body's short name (without its place); any other text as it is.</summary>
    public static string Full(string body) => _full.GetValueOrDefault(body, body);

    private static Dictionary<string, string> Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("abbreviations.csv")!;
        using var reader = new StreamReader(file);
        var full = new Dictionary<string, string>();
        var header = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (!header)
            {
                var comma = line.IndexOf(',', StringComparison.Ordinal);
                full.Add(line[..comma], line[(comma + 1)..]);
            }

            header = false;
        }

        return full;
    }
}

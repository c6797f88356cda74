using System.Text;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>One broken or hostile file, made on the fly, and what must become of it.</summary>
/// <param name="Name">Of the file, extension included.</param>
/// <param name="Make">Puts it at the path it is given: a file, a folder, a link, a pipe.</param>
/// <param name="Loaded">Rows that must load; null where a seeded damage decides.</param>
/// <param name="Refused">Rows that must go to quarantine; null as above.</param>
/// <param name="Codes">Why: codes of rows, or of the file where it is refused whole. Empty where anything with a code will do.</param>
public sealed record HostileFile(string Name, Action<string> Make, int? Loaded = null, int? Refused = null, params string[] Codes)
{
    /// <summary>Set by the corpus.</summary>
    public string Family { get; init; } = "";

    public static HostileFile Bytes(string name, byte[] content, int? loaded, int? refused, params string[] codes) =>
        new(name, path => File.WriteAllBytes(path, content), loaded, refused, codes);

    public static HostileFile Text(string name, string content, int? loaded, int? refused, params string[] codes) => Bytes(name, Encoding.UTF8.GetBytes(content), loaded, refused, codes);

    /// <summary>A file that is refused whole.</summary>
    public static HostileFile Whole(string name, byte[] content, params string[] codes) => Bytes(name, content, 0, 0, codes);

    /// <summary>Whatever comes of it, every row is accounted for.</summary>
    public static HostileFile Damaged(string name, byte[] content) => Bytes(name, content, null, null);
}

using System.Globalization;
using System.Text;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>A file's name as a sender gives it, made into one that can only be a file in one folder.</summary>
public static class SafeName
{
    private const int LongestBytes = 180; // with .part, numbers and .report.json still below the 255 of a file system

    /// <returns>Never empty, never hidden, no separators, no control or direction characters; the ending is kept where the name is cut.</returns>
    public static string Of(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = string.Concat(last.EnumerateRunes().Where(IsHarmless).Select(r => r.ToString())).Trim(' ', '.', '~', '$');
        var ending = Path.GetExtension(clean) is { Length: <= 20 } short20 ? short20 : "";
        var stem = clean[..^ending.Length];
        while (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(ending) > LongestBytes)
        {
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem.Length + ending.Length == 0 ? "file" : stem + ending;
    }

    private static bool IsHarmless(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

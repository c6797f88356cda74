using System.Text;

namespace FundWatch.Data.Files;

/// <summary>
/// Delimiters that are guessed for a draft of a mapping, never for a load: signs of several characters, as bank exports have them, and signs that texts hold as well.
/// </summary>
internal static class RareDelimiters
{
    private const int LinesLookedAt = 200;

    // Longer ones before those within them.
    private static readonly string[] _several = ["|@|", "|!|", "|+|", "^|^", "@|@", "$|$", "#|#", "|||", "||", "@@", "##", "$$", "^^", "~~", "&&", "%%", "::", ";;", "!@!", "@#@", "!|"];
    private static readonly string[] _single = ["，", "、", "；", "｜", "：", "&", "@", "%", "*", ":", " "];

    /// <summary>The rare delimiter of a text, or null where its lines are parted by a usual one, or by none.</summary>
    /// <param name="first">The text's beginning as UTF-8.</param>
    public static WrittenDialect? Find(ReadOnlySpan<byte> first)
    {
        var lines = Lines(first);
        if (lines.Count < 2)
        {
            return null;
        }

        var usual = Most(lines, ((char)Dialect.Detect(first).Delimiter).ToString());
        var several = _several.FirstOrDefault(d => Most(lines, d) is { Cells: > 1 } most && most.Lines * 10 >= lines.Count * 9);
        if (several is not null)
        {
            return new WrittenDialect(several, null);
        }

        return usual.Cells > 1 && usual.Lines * 2 >= lines.Count ? null
            : _single.Select(d => (Sign: d, Most: Most(lines, d))).Where(c => c.Most.Cells > 2 && c.Most.Lines * 10 >= lines.Count * 8)
                .OrderByDescending(c => c.Most.Lines).ThenByDescending(c => c.Most.Cells).Select(c => new WrittenDialect(c.Sign, null)).FirstOrDefault();
    }

    // Into how many cells most lines fall, and how many lines do.
    private static (int Cells, int Lines) Most(List<string> lines, string delimiter) => lines
        .Select(l => delimiter == " " ? l.Split((char[])[' ', '\t', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Length : l.Split(delimiter).Length)
        .CountBy(n => n).OrderByDescending(c => c.Value).ThenByDescending(c => c.Key).Select(c => (c.Key, c.Value)).First();

    // The last one may be cut off.
    private static List<string> Lines(ReadOnlySpan<byte> first)
    {
        var text = Encoding.UTF8.GetString(first[..Math.Min(first.Length, 64 * 1024)]);
        var lines = text.Split('\n', '\r').Select(l => l.Trim('\uFEFF', '\0')).Where(l => l.Trim().Length > 0).Take(LinesLookedAt + 1).ToList();
        return lines.Count > 2 && !text.EndsWith('\n') ? lines[..^1] : lines;
    }
}

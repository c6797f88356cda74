using System.Buffers;
using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>Cleans the UTF-8 bytes of a cell: spaces, zero-width characters, full-width forms, markers that mean "nothing".</summary>
public static class CellText
{
    // First bytes of everything Fold and Clean would change: controls, DEL, C2 (no-break space), E2 (zero-width, minus), E3 (U+3000), EF (full-width, BOM).
    private static readonly SearchValues<byte> _needsFolding = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), 0x7F, 0xC2, 0xE2, 0xE3, 0xEF]);

    private static readonly SearchValues<byte> _needsCleaning = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), 0x7F, 0xC2, 0xE2, 0xEF]);

    /// <summary>Without spaces at both ends: ASCII blanks, no-break and ideographic spaces, zero-width characters.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        if (cell.Length == 0 || (IsSurelyInside(cell[0]) && (IsSurelyInside(cell[^1]) ? cell[^1] < 0x7F : EndsInCharacter(cell))))
        {
            return cell;
        }

        while (cell.Length > 0 && LeadingBlank(cell) is > 0 and var skip)
        {
            cell = cell[skip..];
        }

        while (cell.Length > 0 && TrailingBlank(cell) is > 0 and var skip)
        {
            cell = cell[..^skip];
        }

        return cell;
    }

    /// <summary>True for nothing and for what offices write instead: － 无 暂无 / NULL — N/A \N (see <see cref="EmptyMarks"/>).</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> trimmed) =>
        trimmed.Length == 0 || (trimmed.Length <= EmptyMarks.Longest && EmptyMarks.MayBegin(trimmed) && EmptyMarks.Contains(trimmed));

    /// <summary>True only where trimming, cleaning and the marks for "nothing" leave the cell as it is: nearly every name and sentence.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> cell) => IsWhole(cell) && cell.IndexOfAny(_needsCleaning) < 0;

    /// <summary>The same of a code, which folding must leave as it is too.</summary>
    public static bool IsPlainCode(ReadOnlySpan<byte> cell) => IsWhole(cell) && cell.IndexOfAny(_needsFolding) < 0;

    /// <summary>
    /// Full-width letters, digits and signs to ASCII, ideographic and no-break spaces to a space, zero-width and control characters away:
    /// for numbers, dates and codes. <paramref name="scratch"/> must be as long as the cell.
    /// </summary>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> cell, Span<byte> scratch)
    {
        var first = cell.IndexOfAny(_needsFolding);
        if (first < 0)
        {
            return cell;
        }

        cell[..first].CopyTo(scratch);
        var length = first;
        for (var i = first; i < cell.Length;)
        {
            var rest = cell[i..];
            if (rest.Length >= 3 && rest[0] == 0xEF && rest[1] is 0xBC or 0xBD && FoldFullWidth(rest) is > 0 and var ascii)
            {
                scratch[length++] = ascii;
                i += 3;
            }
            else if (Invisible.IsDash(rest))
            {
                scratch[length++] = (byte)'-';
                i += 3;
            }
            else
            {
                i += CopyOrDrop(rest, scratch, ref length, foldIdeographicSpace: true);
                i += CopyRun(cell[i..], _needsFolding, scratch, ref length);
            }
        }

        return Trim(scratch[..length]);
    }

    /// <summary>The same of a text.</summary>
    public static string Folded(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(Fold(bytes, new byte[bytes.Length]));
    }

    /// <summary>
    /// For names and sentences: zero-width characters and NULs away, line breaks and no-break spaces to spaces, all else as given.
    /// </summary>
    public static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> cell, Span<byte> scratch)
    {
        var first = cell.IndexOfAny(_needsCleaning);
        if (first < 0)
        {
            return cell;
        }

        cell[..first].CopyTo(scratch);
        var length = first;
        for (var i = first; i < cell.Length;)
        {
            i += CopyOrDrop(cell[i..], scratch, ref length, foldIdeographicSpace: false);
            i += CopyRun(cell[i..], _needsCleaning, scratch, ref length);
        }

        return Trim(scratch[..length]);
    }

    // What lies before the next byte that may need a look.
    private static int CopyRun(ReadOnlySpan<byte> rest, SearchValues<byte> stops, Span<byte> scratch, ref int length)
    {
        var run = rest.IndexOfAny(stops);
        run = run < 0 ? rest.Length : run;
        rest[..run].CopyTo(scratch[length..]);
        length += run;
        return run;
    }

    private static int CopyOrDrop(ReadOnlySpan<byte> rest, Span<byte> scratch, ref int length, bool foldIdeographicSpace)
    {
        var b = rest[0];
        if (b < 0x80)
        {
            if (b is (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                scratch[length++] = (byte)' ';
            }
            else if (b >= 0x20 && b != 0x7F)
            {
                scratch[length++] = b;
            }

            return 1;
        }

        if (Invisible.Dropped(rest) is > 0 and var dropped)
        {
            return dropped;
        }

        if (Invisible.Space(rest) is > 0 and var space)
        {
            scratch[length++] = (byte)' ';
            return space;
        }

        if (foldIdeographicSpace && IsIdeographicSpace(rest))
        {
            scratch[length++] = (byte)' ';
            return 3;
        }

        scratch[length++] = b;
        return 1;
    }

    private static byte FoldFullWidth(ReadOnlySpan<byte> rest)
    {
        // U+FF01..U+FF3F are EF BC 81..BF, U+FF40..U+FF5E are EF BD 80..9E; each is its ASCII form + 0xFEE0.
        var low = rest[1] == 0xBC ? rest[2] - 0x80 : rest[2] - 0x80 + 0x40;
        return rest[2] is >= 0x80 and <= 0xBF && low is >= 1 and <= 0x5E ? (byte)(low + 0x20) : (byte)0;
    }

    // Printing ASCII, or the first byte of a character from U+4000 on but for EF (where the BOM lies): nothing that Trim takes away begins so.
    private static bool IsSurelyInside(byte b) => (b > 0x20 && b < 0x7F) || (b >= 0xE4 && b != 0xEF);

    private static bool IsWhole(ReadOnlySpan<byte> cell) =>
        cell.Length > 0 && IsSurelyInside(cell[0]) && (cell[^1] < 0x7F ? cell[^1] > 0x20 : EndsInCharacter(cell)) && !EmptyMarks.MayBegin(cell);

    // A character of three bytes, of those that no blank is among.
    private static bool EndsInCharacter(ReadOnlySpan<byte> cell) => cell.Length >= 3 && cell[^3] >= 0xE4 && cell[^3] != 0xEF && cell[^1] >= 0x80 && cell[^2] != 0xC2;

    private static bool IsIdeographicSpace(ReadOnlySpan<byte> s) => s.Length >= 3 && s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80;

    private static int LeadingBlank(ReadOnlySpan<byte> s) =>
        s[0] <= 0x20 ? 1 : s[0] < 0x80 ? 0 : IsIdeographicSpace(s) ? 3 : Math.Max(Invisible.Space(s), Invisible.Dropped(s));

    private static int TrailingBlank(ReadOnlySpan<byte> s)
    {
        if (s[^1] < 0x80)
        {
            return s[^1] <= 0x20 ? 1 : 0;
        }

        for (var width = 2; width <= 3 && width <= s.Length; width++)
        {
            var end = s[^width..];
            if (IsIdeographicSpace(end) || Math.Max(Invisible.Space(end), Invisible.Dropped(end)) == width)
            {
                return width;
            }
        }

        return 0;
    }
}

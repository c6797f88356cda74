using System.Buffers;

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
        if (cell.Length == 0 || (IsInside(cell[0]) && IsInside(cell[^1])))
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

    /// <summary>True for nothing and for what offices write instead: － 无 / NULL — N/A \N.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> trimmed)
    {
        switch (trimmed.Length)
        {
            case 0: return true;
            case 1: return trimmed[0] is (byte)'-' or (byte)'/';
            case 2: return trimmed.SequenceEqual("--"u8) || trimmed.SequenceEqual("\\N"u8);
            case 3:
                return trimmed.SequenceEqual("无"u8) || trimmed.SequenceEqual("－"u8) || trimmed.SequenceEqual("—"u8) || trimmed.SequenceEqual("–"u8)
                    || trimmed.SequenceEqual("／"u8) || trimmed.SequenceEqual("空"u8) || IsWord(trimmed, "n/a"u8) || IsWord(trimmed, "nan"u8);
            case 4: return IsWord(trimmed, "null"u8) || IsWord(trimmed, "none"u8);
            case 6: return trimmed.SequenceEqual("——"u8) || IsWord(trimmed, "(null)"u8);
            default: return false;
        }
    }

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
            else if (rest.Length >= 3 && rest[0] == 0xE2 && rest[1] == 0x88 && rest[2] == 0x92) // U+2212 minus
            {
                scratch[length++] = (byte)'-';
                i += 3;
            }
            else
            {
                i += CopyOrDrop(rest, scratch, ref length, foldIdeographicSpace: true);
            }
        }

        return Trim(scratch[..length]);
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
        }

        return Trim(scratch[..length]);
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

        if (IsZeroWidth(rest))
        {
            return 3;
        }

        if (rest.Length >= 2 && b == 0xC2 && rest[1] == 0xA0)
        {
            scratch[length++] = (byte)' ';
            return 2;
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

    private static bool IsInside(byte b) => b > 0x20 && b < 0x7F;

    private static bool IsZeroWidth(ReadOnlySpan<byte> s) => s.Length >= 3
        && ((s[0] == 0xE2 && s[1] == 0x80 && s[2] is >= 0x8B and <= 0x8F)
            || (s[0] == 0xE2 && s[1] == 0x81 && s[2] == 0xA0)
            || (s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF));

    private static bool IsIdeographicSpace(ReadOnlySpan<byte> s) => s.Length >= 3 && s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80;

    private static int LeadingBlank(ReadOnlySpan<byte> s) =>
        s[0] <= 0x20 ? 1 : s.Length >= 2 && s[0] == 0xC2 && s[1] == 0xA0 ? 2 : IsIdeographicSpace(s) || IsZeroWidth(s) ? 3 : 0;

    private static int TrailingBlank(ReadOnlySpan<byte> s) =>
        s[^1] <= 0x20 ? 1
        : s.Length >= 2 && s[^2] == 0xC2 && s[^1] == 0xA0 ? 2
        : s.Length >= 3 && (IsIdeographicSpace(s[^3..]) || IsZeroWidth(s[^3..])) ? 3 : 0;

    private static bool IsWord(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> lower)
    {
        for (var i = 0; i < lower.Length; i++)
        {
            if ((cell[i] is >= (byte)'A' and <= (byte)'Z' ? cell[i] | 0x20 : cell[i]) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}

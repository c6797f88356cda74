namespace FundWatch.Core.Ingest;

/// <summary>
/// Characters that nobody sees on a page but every comparison does, as UTF-8: zero-width ones, marks of writing direction, soft hyphens and byte order
/// marks (dropped), the many widths of space (one space), the many lengths of dash (a minus).
/// </summary>
internal static class Invisible
{
    /// <summary>Bytes of the character at the start that means nothing, or 0.</summary>
    public static int Dropped(ReadOnlySpan<byte> s)
    {
        if (s.Length >= 2 && s[0] == 0xC2)
        {
            return s[1] == 0xAD || (s[1] is >= 0x80 and <= 0x9F && s[1] != 0x85) ? 2 : 0; // soft hyphen, C1 controls
        }

        return s.Length >= 3 && ((s[0] == 0xE2 && s[1] == 0x80 && s[2] is (>= 0x8B and <= 0x8F) or (>= 0xAA and <= 0xAE)) // U+200B..200F, 202A..202E
            || (s[0] == 0xE2 && s[1] == 0x81 && s[2] is >= 0xA0 and <= 0xAF) // U+2060..206F
            || (s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF)) ? 3 : 0; // U+FEFF
    }

    /// <summary>Bytes of the space at the start that is not ASCII and not the ideographic one (which is part of how names are set), or 0.</summary>
    public static int Space(ReadOnlySpan<byte> s)
    {
        if (s.Length >= 2 && s[0] == 0xC2)
        {
            return s[1] is 0xA0 or 0x85 ? 2 : 0;
        }

        return s.Length >= 3 && s[0] == 0xE2 && ((s[1] == 0x80 && s[2] is (>= 0x80 and <= 0x8A) or 0xA8 or 0xA9 or 0xAF) // U+2000..200A, 2028, 2029, 202F
            || (s[1] == 0x81 && s[2] == 0x9F)) ? 3 : 0; // U+205F
    }

    /// <summary>True for a hyphen, dash or minus of any length: U+2010 to U+2015, U+2212, U+2500.</summary>
    public static bool IsDash(ReadOnlySpan<byte> s) => s.Length >= 3 && s[0] == 0xE2
        && ((s[1] == 0x80 && s[2] is >= 0x90 and <= 0x95) || (s[1] == 0x88 && s[2] == 0x92) || (s[1] == 0x94 && s[2] == 0x80));
}

using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>Personal data on the way in: the form that is hashed, and the form that may be shown.</summary>
public static class PersonalValue
{
    /// <summary>
    /// Writes the form in which two spellings of the same person, account or telephone are equal: full-width forms folded, blanks out,
    /// ASCII capitals, and no hyphens in a number. <paramref name="scratch"/> must be as long as the value.
    /// </summary>
    public static ReadOnlySpan<byte> Normalise(ReadOnlySpan<byte> value, Span<byte> scratch)
    {
        var folded = CellText.Fold(value, scratch);
        folded.CopyTo(scratch);
        var copied = scratch[..folded.Length];
        var isNumber = copied.IndexOfAnyExcept("0123456789- "u8) < 0;
        var length = 0;
        for (var i = 0; i < copied.Length; i++)
        {
            var b = copied[i];
            if (b == ' ' || (isNumber && b == '-'))
            {
                continue;
            }

            scratch[length++] = b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b;
        }

        return scratch[..length];
    }

    /// <summary>张** for a name, ****1234 for a number, the first six characters of an address.</summary>
    public static string Mask(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        var runes = text.EnumerateRunes().ToArray();
        if (runes.Length == 0)
        {
            return "**";
        }

        var digits = runes.Count(r => r.Value is >= '0' and <= '9');
        if (digits >= 5 && digits * 2 >= runes.Length)
        {
            return "****" + string.Concat(runes.TakeLast(4));
        }

        return runes.Length > 8 && digits < runes.Length && runes[0].Value >= 0x4E00 ? string.Concat(runes.Take(6)) + "****" : runes[0] + "**";
    }
}

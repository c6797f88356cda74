namespace FundWatch.Data.Files.Xlsx;

/// <summary>A shared text as nearly every program writes it, taken in one go: one piece, perhaps followed by how Excel would show its pronunciation. See <see cref="PlainCell"/>.</summary>
internal static class PlainText
{
    /// <param name="xml">Begins with the text's element.</param>
    /// <param name="text">As it stands in the file.</param>
    /// <returns>Bytes of the whole element; 0 where it is no plain text.</returns>
    public static int Read(ReadOnlySpan<byte> xml, out ReadOnlySpan<byte> text)
    {
        text = default;
        var open = xml.StartsWith("<si><t>"u8) ? 7 : xml.StartsWith("<si><t xml:space=\"preserve\">"u8) ? 28 : 0;
        var length = open == 0 ? -1 : xml[open..].IndexOf((byte)'<');
        if (length < 0 || !xml[(open + length)..].StartsWith("</t>"u8))
        {
            return 0;
        }

        text = xml.Slice(open, length);
        var at = open + length + 4;
        if (xml[at..].StartsWith("<phoneticPr "u8))
        {
            var close = xml[at..].IndexOf((byte)'>');
            if (close < 0 || xml[at + close - 1] != '/' || xml.Slice(at, close).ContainsAny((byte)'\'', (byte)'<'))
            {
                return 0;
            }

            at += close + 1;
        }

        return xml[at..].StartsWith("</si>"u8) ? at + 5 : 0;
    }
}

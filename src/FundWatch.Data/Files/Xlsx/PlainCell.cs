namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// A cell as nearly every program writes it, taken in one go: letters r, s and t for attributes, then one value or one text and nothing else. It must mean what it
/// means token by token; whatever looks different (formulas, runs, comments, CDATA, other quotes, a prefix, the end of the buffer) is left to that slower way.
/// </summary>
internal ref struct PlainCell
{
    /// <summary>From 0; -1 where the cell does not say.</summary>
    public int Column;

    /// <summary>-1 for none.</summary>
    public int Style;

    public CellForm Form;

    /// <summary>Number of a shared text.</summary>
    public int Index;

    /// <summary>A number or text as it stands in the file.</summary>
    public ReadOnlySpan<byte> Value;

    /// <summary>Bytes of the whole element.</summary>
    public int Length;

    /// <param name="xml">Begins with the cell.</param>
    /// <returns>False where it is no plain cell.</returns>
    public static bool TryRead(ReadOnlySpan<byte> xml, out PlainCell cell)
    {
        cell = new PlainCell { Column = -1, Style = -1 };
        var (at, isInline) = (2, false);
        var form = CellForm.Number;
        if (xml.Length < 2 || xml[0] != '<' || xml[1] != 'c')
        {
            return false;
        }

        while (at + 5 < xml.Length && xml[at] == ' ' && xml[at + 2] == '=' && xml[at + 3] == '"')
        {
            var name = xml[at + 1];
            at += 4;
            if (!(name switch
            {
                (byte)'r' => cell.Column < 0 && TryReference(xml, ref at, out cell.Column),
                (byte)'s' => cell.Style < 0 && TryDigits(xml, ref at, out cell.Style),
                (byte)'t' => form == CellForm.Number && TryType(xml, ref at, ref form, ref isInline),
                _ => false,
            }) || at >= xml.Length || xml[at++] != '"')
            {
                return false;
            }
        }

        if (at + 1 < xml.Length && xml[at] == '/' && xml[at + 1] == '>')
        {
            cell.Length = at + 2;
            return true;
        }

        if (at >= xml.Length || xml[at] != '>')
        {
            return false;
        }

        at++;
        cell.Form = form;
        return isInline ? cell.TryInline(xml, at) : cell.TryValue(xml, at);
    }

    private bool TryValue(ReadOnlySpan<byte> xml, int at)
    {
        if (!xml[at..].StartsWith("<v>"u8))
        {
            return false;
        }

        at += 3;
        var start = at;
        switch (Form)
        {
            case CellForm.SharedText:
                if (!TryDigits(xml, ref at, out Index))
                {
                    return false;
                }

                break;
            case CellForm.Number:
                while (at < xml.Length && xml[at] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-' or (byte)'+' or (byte)'E' or (byte)'e')
                {
                    at++;
                }

                break;
            default:
                at += xml[at..].IndexOf((byte)'<');
                break;
        }

        if (at < start || !xml[at..].StartsWith("</v></c>"u8))
        {
            return false;
        }

        Value = xml[start..at];
        Length = at + 8;
        return true;
    }

    private bool TryInline(ReadOnlySpan<byte> xml, int at)
    {
        var rest = xml[at..];
        var open = rest.StartsWith("<is><t>"u8) ? 7 : rest.StartsWith("<is><t xml:space=\"preserve\">"u8) ? 28 : 0;
        var length = open == 0 ? -1 : rest[open..].IndexOf((byte)'<');
        if (length < 0 || !rest[(open + length)..].StartsWith("</t></is></c>"u8))
        {
            return false;
        }

        Value = rest.Slice(open, length);
        Length = at + open + length + 13;
        return true;
    }

    // "BC12" is column 53, from 0.
    private static bool TryReference(ReadOnlySpan<byte> xml, ref int at, out int column)
    {
        var (start, letters) = (at, 0);
        while (at < xml.Length && (uint)(xml[at] - 'A') < 26)
        {
            letters = letters * 26 + (xml[at++] - 'A') + 1;
            if (at - start > 3)
            {
                break;
            }
        }

        column = letters - 1;
        var isShort = at > start && at - start <= 3;
        while (at < xml.Length && (uint)(xml[at] - '0') < 10)
        {
            at++;
        }

        return isShort;
    }

    private static bool TryDigits(ReadOnlySpan<byte> xml, ref int at, out int number)
    {
        var start = at;
        number = 0;
        while (at < xml.Length && (uint)(xml[at] - '0') < 10 && at - start < 9)
        {
            number = number * 10 + (xml[at++] - '0');
        }

        return at > start;
    }

    private static bool TryType(ReadOnlySpan<byte> xml, ref int at, ref CellForm form, ref bool isInline)
    {
        var rest = xml[at..];
        if (rest.StartsWith("s\""u8))
        {
            (form, at) = (CellForm.SharedText, at + 1);
        }
        else if (rest.StartsWith("str\""u8))
        {
            (form, at) = (CellForm.Text, at + 3);
        }
        else if (rest.StartsWith("inlineStr\""u8))
        {
            (form, isInline, at) = (CellForm.Text, true, at + 9);
        }
        else if (rest.StartsWith("n\""u8))
        {
            at++;
        }
        else
        {
            return false;
        }

        return true;
    }
}

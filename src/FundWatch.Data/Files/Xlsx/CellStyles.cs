using System.Buffers.Text;
using System.Globalization;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>What a sheet shows a number as.</summary>
internal enum NumberLook
{
    Plain,
    Date,
    /// <summary>The time of a day, and no day.</summary>
    Time,
    /// <summary>Hours, minutes or seconds that go on beyond a day: [h]:mm.</summary>
    Elapsed,
    Percent,
    /// <summary>Divided by a thousand or more.</summary>
    Scaled,
    /// <summary>With a text that belongs to it, or with zeros in front; see <see cref="ShownNumber"/>.</summary>
    Shown,
}

/// <summary>Which of a workbook's styles show a number as a date, as a percentage, as less than it is or with more than its digits.</summary>
internal sealed class CellStyles(IReadOnlyList<(NumberLook Look, ShownNumber? Number)> styles)
{
    private readonly NumberLook[] _looks = [.. styles.Select(s => s.Look)];
    private readonly ShownNumber?[] _shown = [.. styles.Select(s => s.Number)];

    /// <summary>Number of a style, as a cell gives it; -1 where it gives none.</summary>
    public static int Index(ReadOnlySpan<byte> style) => style.Length > 0 && Utf8Parser.TryParse(style, out int index, out _) ? index : -1;

    public NumberLook Look(int style) => (uint)style < (uint)_looks.Length ? _looks[style] : NumberLook.Plain;

    /// <summary>True where a style is <see cref="NumberLook.Shown"/>, or of times.</summary>
    public bool HasShown => Array.Exists(_shown, s => s is not null) || Array.Exists(_looks, l => l is NumberLook.Time or NumberLook.Elapsed);

    /// <param name="style">One whose look is <see cref="NumberLook.Shown"/>.</param>
    public ShownNumber Number(int style) => _shown[style]!;

    public static CellStyles Read(XmlScanner xml)
    {
        var custom = new Dictionary<int, (NumberLook, ShownNumber?)>();
        var styles = new List<(NumberLook, ShownNumber?)>();
        var inCellFormats = false;
        while (xml.Next() is not XmlToken.EndOfFile and var token)
        {
            if (token == XmlToken.Text)
            {
                continue;
            }

            if (xml.Name.SequenceEqual("cellXfs"u8))
            {
                inCellFormats = token == XmlToken.Start && !xml.IsEmpty;
            }
            else if (token == XmlToken.Start && xml.Name.SequenceEqual("numFmt"u8) && Id(xml) is { } id)
            {
                custom[id] = ShownNumber.Of(xml.AttributeText("formatCode"u8));
            }
            else if (token == XmlToken.Start && inCellFormats && xml.Name.SequenceEqual("xf"u8))
            {
                styles.Add(Id(xml) is not { } format ? (NumberLook.Plain, null) : custom.TryGetValue(format, out var look) ? look : (BuiltIn(format), null));
            }
        }

        return new CellStyles(styles);
    }

    private static int? Id(XmlScanner xml) => int.TryParse(xml.AttributeText("numFmtId"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    // ECMA-376 18.8.30: dates are 14 to 22 and 45 to 47 everywhere, 27 to 36 and 50 to 58 in East Asian versions; percentages 9 and 10. Times among them are 18 to 21, 45 and 47,
    // in East Asian versions 32 to 35, 55 and 56; where one of these is a day instead, its serials have days.
    private static NumberLook BuiltIn(int format) => format switch
    {
        9 or 10 => NumberLook.Percent,
        46 => NumberLook.Elapsed,
        (>= 18 and <= 21) or (>= 32 and <= 35) or 45 or 47 or 55 or 56 => NumberLook.Time,
        (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => NumberLook.Date,
        _ => NumberLook.Plain,
    };

    /// <summary>
    /// What the code, without quoted text, escapes and [conditions], asks for: a day, month, year or hour, a percent sign, or commas behind the last digit before the point or the end,
    /// each of which hides three digits (#,##0, and, for 万元, 0!.0,).
    /// </summary>
    internal static NumberLook Shows(string code)
    {
        bool behindDigit = false, hasComma = false, isScaled = false;
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '[' when IsElapsed(code, i):
                    return NumberLook.Elapsed;
                case '"' or '[' or '\\' or '!' or '_' or '*':
                    i = EndOf(code, i);
                    break;
                case 'y' or 'Y' or 'd' or 'D' or 'h' or 'H' or 'm' or 'M' or 's' or 'S':
                    return OfMoment(code, i);
                case '%':
                    return NumberLook.Percent;
                case 'G' or 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    i += 6;
                    break;
                case '0' or '#' or '?':
                    (behindDigit, hasComma) = (true, false); // the comma before it parts thousands
                    break;
                case ',':
                    hasComma = behindDigit;
                    break;
                case '.' or ';':
                    isScaled |= hasComma;
                    (behindDigit, hasComma) = (false, false);
                    break;
            }
        }

        return isScaled || hasComma ? NumberLook.Scaled : NumberLook.Plain;
    }

    // From its first letter on: with hours or seconds and no day, month or year it shows a time. An m beside them counts minutes, mmm names a month.
    private static NumberLook OfMoment(string code, int from)
    {
        bool hasDay = false, hasTime = false;
        for (var i = from; i < code.Length && code[i] != ';'; i++)
        {
            switch (char.ToLowerInvariant(code[i]))
            {
                case '[' when IsElapsed(code, i):
                    return NumberLook.Elapsed;
                case '"' or '[' or '\\' or '!' or '_' or '*':
                    i = EndOf(code, i);
                    break;
                case 'y' or 'd' or 'e':
                    hasDay = true;
                    break;
                case 'm' when code.AsSpan(i).StartsWith("mmm", StringComparison.OrdinalIgnoreCase):
                    hasDay = true;
                    break;
                case 'h' or 's':
                    hasTime = true;
                    break;
            }
        }

        return hasTime && !hasDay ? NumberLook.Time : NumberLook.Date;
    }

    // Where a quoted text, a [condition] or an escape ends that begins here.
    private static int EndOf(string code, int at) => code[at] is '"' or '['
        ? code.IndexOf(code[at] == '"' ? '"' : ']', at + 1) is >= 0 and var end ? end : code.Length
        : at + 1;

    // [h], [mm], [ss]
    private static bool IsElapsed(string code, int at) => code.IndexOf(']', at) is var end && end > at + 1 && code.AsSpan(at + 1, end - at - 1) is var unit && !unit.ContainsAnyExcept("hHmMsS");
}

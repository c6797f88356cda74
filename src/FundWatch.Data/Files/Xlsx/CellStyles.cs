using System.Buffers.Text;
using System.Globalization;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>Which of a workbook's styles show a number as a date.</summary>
internal sealed class CellStyles(IReadOnlyList<bool> isDate)
{
    public bool IsDate(ReadOnlySpan<byte> style) => style.Length > 0 && Utf8Parser.TryParse(style, out int index, out _) && (uint)index < (uint)isDate.Count && isDate[index];

    public static CellStyles Read(XmlScanner xml)
    {
        var custom = new Dictionary<int, bool>();
        var styles = new List<bool>();
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
                custom[id] = ShowsDate(xml.AttributeText("formatCode"u8));
            }
            else if (token == XmlToken.Start && inCellFormats && xml.Name.SequenceEqual("xf"u8))
            {
                styles.Add(Id(xml) is { } format && (custom.TryGetValue(format, out var date) ? date : IsBuiltInDate(format)));
            }
        }

        return new CellStyles(styles);
    }

    private static int? Id(XmlScanner xml) => int.TryParse(xml.AttributeText("numFmtId"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    // ECMA-376 18.8.30: 14 to 22 and 45 to 47 everywhere, 27 to 36 and 50 to 58 in East Asian versions.
    private static bool IsBuiltInDate(int format) => format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>True where the code, without quoted text, escapes and [conditions], asks for a day, month, year or hour.</summary>
    internal static bool ShowsDate(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = code.IndexOf('"', i + 1) is >= 0 and var close ? close : code.Length;
                    break;
                case '[':
                    i = code.IndexOf(']', i + 1) is >= 0 and var end ? end : code.Length;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case 'y' or 'Y' or 'd' or 'D' or 'h' or 'H' or 'm' or 'M' or 's' or 'S':
                    return true;
                case 'G' or 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    i += 6;
                    break;
            }
        }

        return false;
    }
}

using System.Globalization;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Xlsx;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Tells a cell that a person has changed from one that only went through a spreadsheet: what came to harm on the way is nobody's correction, and the cell
/// stays what it was.
/// </summary>
internal static class ReturnedCell
{
    private const int ShortestRounded = 12, ExactDigits = 15; // of a number: what a spreadsheet rounds, and what it keeps

    /// <param name="was">The cell in quarantine.</param>
    /// <param name="value">The cell of the sheet that came back.</param>
    public static bool IsAsItWas(string was, string value)
    {
        (was, value) = (was.Trim(), value.Trim());
        // With the apostrophe of a CSV, or without it: a workbook needs none, and a cell may have had one of its own.
        return value == was || SafeText.Undo(value).Trim() == was || IsCut(was, value) || IsLostInCodePage(was, value) || IsStripped(was, value) || IsRounded(was.TrimStart('0'), value);
    }

    // A workbook's cell holds no more, and no control characters.
    private static bool IsCut(string was, string value)
    {
        var shown = SheetFile.Printable(was);
        return value == (shown.Length <= SheetFile.CellLimit ? shown : shown[..SheetFile.CellLimit]).Trim();
    }

    // Saved in a code page that lacks some of its characters, which became question marks.
    private static bool IsLostInCodePage(string was, string value)
    {
        var (at, lost) = (0, 0);
        foreach (var rune in was.EnumerateRunes())
        {
            if (value.AsSpan(at).StartsWith(rune.ToString(), StringComparison.Ordinal))
            {
                at += rune.Utf16SequenceLength;
            }
            else if (!rune.IsAscii && at < value.Length && value[at] == '?')
            {
                at += rune.Utf16SequenceLength == 2 && at + 1 < value.Length && value[at + 1] == '?' ? 2 : 1;
                lost++;
            }
            else
            {
                return false;
            }
        }

        return lost > 0 && at == value.Length;
    }

    // A CSV's 000123 comes back as 123.
    private static bool IsStripped(string was, string value) => was.Length > 1 && was[0] == '0' && !was.AsSpan().ContainsAnyExceptInRange('0', '9') && value == (was.TrimStart('0') is { Length: > 0 } digits ? digits : "0");

    // 6222020200112233445 comes back as 6.22202E+18, or as 6222020200112230000.
    private static bool IsRounded(string was, string value)
    {
        if (was.Length < ShortestRounded || was.AsSpan().ContainsAnyExceptInRange('0', '9') || !decimal.TryParse(was, NumberStyles.None, CultureInfo.InvariantCulture, out var exact))
        {
            return false;
        }

        if (value.Length == was.Length && value.Length > ExactDigits)
        {
            return value.AsSpan(0, ExactDigits).SequenceEqual(was.AsSpan(0, ExactDigits)) && value.AsSpan(ExactDigits).IndexOfAnyExcept('0') < 0;
        }

        var e = value.IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        if (e < 1 || value[0] is < '1' or > '9' || (e > 1 && value[1] != '.') || !int.TryParse(value.AsSpan(e + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var power) || power != was.Length - 1)
        {
            return false;
        }

        var digits = Math.Max(1, e - 1);
        return decimal.TryParse(value.AsSpan(0, e), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var shown)
            && Math.Abs((exact / Power(power)) - shown) <= 0.5m / Power(digits - 1);
    }

    private static decimal Power(int of) => of <= 28 ? decimal.Parse("1" + new string('0', of), CultureInfo.InvariantCulture) : decimal.MaxValue;
}

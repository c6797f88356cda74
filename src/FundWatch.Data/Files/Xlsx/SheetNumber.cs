using System.Buffers.Text;
using System.Globalization;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>A number of a sheet as the text that the cell parsers read.</summary>
internal static class SheetNumber
{
    /// <summary>Of a date with its time.</summary>
    public const int Longest = ValueText.Longest;

    private const int LastSerial = 2_958_465, DaysTo1904 = 1_462, EpochSerial = 25_569; // 9999-12-31; 1970-01-01

    /// <summary>
    /// The number as Excel would show it: 0.30000000000000004 is 0.3. One of 16 digits or more lost its end when it was typed; it stays in the E+
    /// form, by which the cell parsers know it as damaged.
    /// </summary>
    public static string Plain(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return value;
        }

        return Math.Abs(number) >= 1e15 ? number.ToString("0.##############E+0", CultureInfo.InvariantCulture)
            : decimal.Parse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>0.455 in a cell that shows percentages is 45.5%; null for what is no number of that size.</summary>
    public static string? Percent(ReadOnlySpan<byte> value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && Math.Abs(share) < 1_000_000
            ? Math.Round(share * 100, 10).ToString("0.##########", CultureInfo.InvariantCulture) + "%" : null;

    /// <summary>A serial as 2025-03-02 or 2025-03-02 12:30:00; what is no date in either calendar stays a number. Returns the length.</summary>
    public static int Date(ReadOnlySpan<byte> value, bool is1904, Span<byte> to)
    {
        if (!Utf8Parser.TryParse(value, out double serial, out var used) || used != value.Length || !(serial is >= 0 and <= LastSerial))
        {
            value.CopyTo(to);
            return value.Length;
        }

        var days = serial + (is1904 ? DaysTo1904 : 0);
        // Excel's calendar holds a 29 February 1900; serials before it are a day off.
        days += days < 60 ? 1 : 0;
        return ValueText.WriteMoment((long)Math.Round((days - EpochSerial) * 86_400) * 1_000_000, to);
    }
}

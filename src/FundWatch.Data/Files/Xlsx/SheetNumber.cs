using System.Globalization;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>A number of a sheet as the text that the cell parsers read.</summary>
internal static class SheetNumber
{
    private static readonly DateTime _epoch = new(1899, 12, 30);

    /// <summary>
    /// The number as Excel would show it: 0.30000000000000004 is 0.3. One of 16 digits or more lost its end when it was typed; it stays in the E+
    /// form, by which the cell parsers know it as damaged.
    /// </summary>
    public static string Plain(string value)
    {
        if (value.Length <= 15 && !value.AsSpan().ContainsAny("eE"))
        {
            return value;
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return value;
        }

        return Math.Abs(number) >= 1e15 ? number.ToString("0.##############E+0", CultureInfo.InvariantCulture)
            : decimal.Parse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A serial as 2025-03-02 or 2025-03-02 12:30:00; what is no date in either calendar stays a number.</summary>
    public static string Date(string value, bool is1904)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || serial is < 0 or > 2_958_465)
        {
            return value;
        }

        var days = serial + (is1904 ? 1_462 : 0);
        // Excel's calendar holds a 29 February 1900; serials before it are a day off.
        days += days < 60 ? 1 : 0;
        var moment = _epoch.AddSeconds(Math.Round(days * 86_400));
        return moment.TimeOfDay == TimeSpan.Zero ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}

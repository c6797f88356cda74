using System.Globalization;

namespace FundWatch.Core.Leads.Words;

/// <summary>Figures and dates as people write them, in either language.</summary>
public static class PeopleFormat
{
    /// <summary>1,234.5: thousands separated, at most two decimals; small shares keep two significant digits.</summary>
    public static string Number(decimal value) => value != 0 && Math.Abs(value) < 0.01m
        ? ((double)value).ToString("G2", CultureInfo.InvariantCulture)
        : value.ToString("#,##0.##", CultureInfo.InvariantCulture);

    /// <summary>1,234.50, for yuan.</summary>
    public static string Money(decimal value) => value.ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>12.5 % of a share between 0 and 1.</summary>
    public static string Percent(decimal share) => (share * 100).ToString("#,##0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>3.2, 12, 340: enough digits to compare.</summary>
    public static string Ratio(double ratio) => ratio.ToString(ratio < 9.95 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    public static string Date(DateOnly day, bool chinese) => chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日")
        : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}

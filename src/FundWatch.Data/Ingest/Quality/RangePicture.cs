using System.Globalization;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Where a column's quantiles lie between its smallest and largest value, 0 to 100, for a small drawing.</summary>
/// <param name="IsLogarithmic">True where the values span more than two powers of ten: equal steps are equal ratios.</param>
public sealed record RangePicture(double P05, double P25, double Median, double P75, double P95, bool IsLogarithmic)
{
    public static RangePicture Of(ValueRange range)
    {
        var isLogarithmic = range.Min > 0 && range.Max / range.Min > 100;
        var (low, high) = (Scaled(range.Min), Scaled(range.Max));
        return new RangePicture(At(range.P05), At(range.P25), At(range.Median), At(range.P75), At(range.P95), isLogarithmic);

        double Scaled(double value) => isLogarithmic ? Math.Log10(value) : value;
        double At(double value) => high > low ? Math.Round(Math.Clamp((Scaled(value) - low) / (high - low), 0, 1) * 100, 1) : 50;
    }

    /// <summary>A number or day as people read it.</summary>
    public static string Text(string kind, double value) => kind == ColumnSummary.DateKind
        ? DateOnly.FromDayNumber(Math.Clamp((int)Math.Floor(value), 0, DateOnly.MaxValue.DayNumber)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 1000 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);
}

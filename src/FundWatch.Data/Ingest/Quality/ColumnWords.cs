using System.Globalization;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Figures of a column as people read them: one that is an estimate says so.</summary>
public static class ColumnWords
{
    public static string Distinct(ColumnSummary column) => $"{Sign(column.ApproximateDistinct)}{column.Distinct:N0}";

    /// <summary>Above <see cref="Filled"/>: a refused row says nothing of its columns.</summary>
    public static readonly (string Zh, string En) FilledHeader = ("填写（占可读的行）", "filled (of readable rows)");

    /// <summary>Which share of the rows whose cells could all be read has a value; a dash where there is no such row.</summary>
    public static string Filled(ColumnSummary column, LoadSummary load) => load.Accepted == 0 ? "—" : column.Share(load).ToString("P1", CultureInfo.InvariantCulture);

    /// <param name="range">The column's.</param>
    public static string Median(ColumnSummary column, ValueRange range) => Sign(column.ApproximateQuantiles) + RangePicture.Text(column.Kind, range.Median);

    /// <summary>Each code and how often it came, the most frequent first; nothing where there are none or more than are worth reading.</summary>
    public static IReadOnlyList<string> Codes(ColumnSummary column, int most) => column.Codes is { Count: > 0 } codes && codes.Count <= most
        ? [.. codes.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {Sign(column.ApproximateCodes)}{c.Value:N0}")] : [];

    private static string Sign(bool isApproximate) => isApproximate ? "≈" : "";
}

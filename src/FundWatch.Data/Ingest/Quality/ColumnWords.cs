using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Figures of a column as people read them: one that is an estimate says so.</summary>
public static class ColumnWords
{
    public static string Distinct(ColumnSummary column) => $"{Sign(column.ApproximateDistinct)}{column.Distinct:N0}";

    /// <param name="range">The column's.</param>
    public static string Median(ColumnSummary column, ValueRange range) => Sign(column.ApproximateQuantiles) + RangePicture.Text(column.Kind, range.Median);

    private static string Sign(bool isApproximate) => isApproximate ? "≈" : "";
}

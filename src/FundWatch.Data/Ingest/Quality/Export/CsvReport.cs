using System.Globalization;
using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Quality.Export;

/// <summary>One row per column; behind its figures what was remarked upon, and which of them are estimates.</summary>
internal static class CsvReport
{
    private static readonly string[] _headers =
    [
        "batch_id", "stream", "column", "zh_header", "supplied", "rows", "filled", "filled_share", "refused", "refused_codes", "distinct", "min", "p05", "p25", "median", "p75", "p95", "max",
        "future_dates", "early_dates", "remarks_zh", "remarks_en", "approximate_distinct", "approximate_quantiles",
    ];

    public static string Write(QualityReport report)
    {
        var stream = RecordStreams.Get(report.Batch.Stream);
        var text = new StringBuilder().Append(RawRow.Csv(_headers)).Append("\r\n");
        foreach (var c in report.Load.Columns)
        {
            var remarks = report.Findings.Remarks.Where(r => r.Column == c.Column).ToList();
            text.Append(RawRow.Csv([
                $"{report.Batch.BatchId}", stream.Name, c.Column, stream.Column(c.Column).ChineseHeader, YesNo(c.Supplied), $"{report.Load.Accepted}", $"{c.Filled}",
                c.Share(report.Load).ToString("0.####", CultureInfo.InvariantCulture), $"{c.RefusedCells}", string.Join(' ', c.Refused.Select(r => $"{r.Key}:{r.Value}")), $"{c.Distinct}",
                .. Quantiles(c), $"{c.Future}", $"{c.Early}", string.Join('；', remarks.Select(r => r.Zh)), string.Join("; ", remarks.Select(r => r.En)),
                YesNo(c.ApproximateDistinct), YesNo(c.ApproximateQuantiles),
            ])).Append("\r\n");
        }

        foreach (var remark in report.Findings.Remarks.Where(r => r.Column is null))
        {
            text.Append(RawRow.Csv([$"{report.Batch.BatchId}", stream.Name, .. Enumerable.Repeat("", _headers.Length - 6), remark.Zh, remark.En, "", ""])).Append("\r\n");
        }

        return text.ToString();
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static IEnumerable<string> Quantiles(ColumnSummary c) => c.Range is not { } r ? Enumerable.Repeat("", 7)
        : new[] { r.Min, r.P05, r.P25, r.Median, r.P75, r.P95, r.Max }.Select(v => c.Kind == ColumnSummary.DateKind ? RangePicture.Text(c.Kind, v) : v.ToString("0.####", CultureInfo.InvariantCulture));
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundWatch.Data.Ingest.Quality.Export;

/// <summary>A quality report as a file: html for people (both languages in one file), json whole, csv with a row per column.</summary>
public static class ReportExport
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<string> Formats { get; } = ["html", "json", "csv"];

    /// <param name="keptAs">For people: the name under which the file lies, where that is another than its own.</param>
    /// <exception cref="ArgumentException">None of <see cref="Formats"/>.</exception>
    public static string Write(QualityReport report, string format, string? keptAs = null) => format switch
    {
        "html" => HtmlReport.Write(report, keptAs),
        "json" => JsonSerializer.Serialize(report, _json),
        "csv" => CsvReport.Write(report),
        _ => throw new ArgumentException($"Unknown format '{format}'. Known: {string.Join(", ", Formats)}.", nameof(format)),
    };

    /// <summary>UTF-8; a CSV with a byte-order mark, or Excel takes it for the local code page.</summary>
    public static Encoding EncodingOf(string format) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: format == "csv");
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace FundWatch.Samples.Streams;

/// <summary>manifest.json: what is in the folder, and which rows must be refused.</summary>
public static class Manifest
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static GenerationReport Write(GeneratorOptions options, Output output)
    {
        var files = output.Files.ToList();
        var report = new GenerationReport(
            output.Data,
            Path.Combine(options.Directory, "truth.csv"),
            Path.Combine(options.Directory, "lookalikes.csv"),
            Path.Combine(options.Directory, "manifest.json"),
            options.Seed,
            options.Clean,
            files.GroupBy(f => f.Stream).ToDictionary(g => g.Key, g => g.Sum(f => f.Rows)),
            output.Schemes,
            output.Lookalikes,
            output.Broken,
            files);
        var manifest = new
        {
            options.Seed,
            options.Rows,
            options.Clean,
            options.Counties,
            From = options.From.ToString("yyyy-MM-dd"),
            Until = options.Until.ToString("yyyy-MM-dd"),
            report.Streams,
            report.Schemes,
            report.Lookalikes,
            BrokenRows = report.Broken.Count,
            report.Broken,
            RepeatedRows = 1,
            report.Files,
        };
        File.WriteAllText(report.ManifestFile, JsonSerializer.Serialize(manifest, _json) + "\n");
        return report;
    }
}

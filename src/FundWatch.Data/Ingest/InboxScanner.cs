using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Export;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest;

/// <summary>What a look into the inbox took in.</summary>
public sealed record InboxReport(int Files, int Refused, long Rows, long Loaded, long Updated, long Unchanged, long Quarantined);

/// <summary>
/// The inbox of the data directory: files that lie there are taken in and moved to <c>done</c> or <c>refused</c>, by month, with a report beside them. A folder below the
/// inbox names the source system; <c>NAME.mapping.json</c> beside a file is its mapping. Killed between the two, a file is read again and found unchanged.
/// </summary>
public sealed class InboxScanner(FundWatchDatabase database, TimeProvider clock)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // A file that was written to a moment ago may still be on its way.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);
    private static readonly string[] Unfinished = [".part", ".tmp", ".crdownload", ".filepart"];

    /// <summary>Takes in what has settled.</summary>
    public async Task<InboxReport> ScanAsync(IProgress<(double Share, string? Stage)>? progress, CancellationToken ct)
    {
        var files = Waiting();
        var sum = new InboxReport(0, 0, 0, 0, 0, 0, 0);
        for (var i = 0; i < files.Count; i++)
        {
            progress?.Report(((double)i / files.Count, Path.GetFileName(files[i])));
            var request = Request(files[i]);
            var report = await TakeInAsync(request, ct);
            var (refused, t) = (report.Files.Any(file => file.Status == FileReport.Failed), report.Totals);
            await MoveAsync(files[i], refused ? database.Directory.Refused : database.Directory.Done, report, ct);
            sum = new InboxReport(sum.Files + 1, sum.Refused + (refused ? 1 : 0), sum.Rows + t.Rows, sum.Loaded + t.Loaded, sum.Updated + t.Updated, sum.Unchanged + t.Unchanged,
                sum.Quarantined + t.Quarantined);
        }

        return sum;
    }

    private async Task<IngestReport> TakeInAsync(IngestRequest request, CancellationToken ct)
    {
        try
        {
            return await new IngestService(database, clock).IngestAsync(request, null, ct);
        }
        catch (FileRefused wrong)
        {
            // Its mapping is wrong: one such file must not hold up those behind it.
            return IngestReport.Of([new FileReport(request.Paths[0], null, null, 0, 0, 0, 0, 0, 0, FileReport.Failed, Error: new FileError(wrong.Code, wrong.Zh, wrong.En))]);
        }
    }

    private List<string> Waiting()
    {
        var before = clock.GetUtcNow().UtcDateTime - Settled;
        return [.. Directory.EnumerateFiles(database.Directory.Inbox, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(database.Directory.Inbox, path).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
            .Where(path => !Unfinished.Contains(Path.GetExtension(path)) && !path.EndsWith(".mapping.json", StringComparison.Ordinal))
            .Where(path => File.GetLastWriteTimeUtc(path) <= before)
            .Order(StringComparer.Ordinal)];
    }

    private IngestRequest Request(string path)
    {
        var parts = Path.GetRelativePath(database.Directory.Inbox, path).Split(Path.DirectorySeparatorChar);
        var mapping = path + ".mapping.json";
        if (!File.Exists(mapping))
        {
            mapping = Path.ChangeExtension(path, ".mapping.json");
        }

        return new IngestRequest([path], Source: parts.Length > 1 ? parts[0] : "default", Mapping: File.Exists(mapping) ? mapping : null);
    }

    // The report lies beside the file: whoever sent it can read what became of it without an account.
    private async Task MoveAsync(string path, string folder, IngestReport report, CancellationToken ct)
    {
        var month = Directory.CreateDirectory(Path.Combine(folder, $"{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):yyyy-MM}"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var target = Path.Combine(month, Path.GetFileName(path));
        for (var copy = 2; File.Exists(target); copy++)
        {
            target = Path.Combine(month, $"{Path.GetFileNameWithoutExtension(path)}.{copy}{Path.GetExtension(path)}");
        }

        File.Move(path, target);
        File.WriteAllText(target + ".report.json", report.Files is [var one] ? JsonSerializer.Serialize(one with { Path = target }, _json)
            : JsonSerializer.Serialize(report with { Files = [.. report.Files.Select(f => f with { Path = target + f.Path[path.Length..] })] }, _json));
        foreach (var (file, number) in report.Files.Select((file, i) => (file, i + 1)).Where(f => f.file.BatchId is not null))
        {
            if (await new QualityReports(database).ReadAsync(file.BatchId!.Value, ct) is { } quality)
            {
                // Several parts may hold the same stream: numbers tell them apart.
                File.WriteAllText($"{target}{(report.Files.Count > 1 ? $".{number}.{file.Stream}" : "")}.report.html", ReportExport.Write(quality, "html"));
            }
        }
    }
}

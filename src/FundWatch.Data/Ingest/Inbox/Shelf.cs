using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Export;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Inbox;

/// <summary>Puts what was dealt with into <c>done</c> or <c>refused</c>, by month, with reports beside it: for machines (.report.json), in words (.report.txt) and on its quality (.report.html).</summary>
internal sealed class Shelf(FundWatchDatabase db, TimeProvider clock)
{
    private const int RefusalsShown = 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Moves the file; no other of the same name is touched, also not by two moves at once.</summary>
    /// <returns>Where it lies now.</returns>
    public async Task<string> PutAsync(string path, string source, IngestReport report, CancellationToken ct)
    {
        var target = Move(path, Month(IsRefused(report)));
        await WriteAsync(path, target, source, report, ct);
        return target;
    }

    /// <summary>Refuses what may not be read. A link is removed and said where it led; anything else is moved.</summary>
    public async Task RefuseAsync(StrangeEntry entry, string source, FileError error, CancellationToken ct)
    {
        var report = IngestReport.Of([new FileReport(entry.Path, null, null, 0, 0, 0, 0, 0, 0, FileReport.Failed, Error: error)]);
        if (entry.LinkTarget is null)
        {
            await PutAsync(entry.Path, source, report, ct);
            return;
        }

        var folder = Month(isRefused: true);
        var target = Path.Combine(folder, Path.GetFileName(entry.Path));
        for (var copy = 2; File.Exists(target + ".report.txt"); copy++)
        {
            target = Path.Combine(folder, $"{Path.GetFileName(entry.Path)}.{copy}");
        }

        File.Delete(entry.Path); // the link, not what it points to
        await WriteAsync(entry.Path, target, source, report, ct);
    }

    private static bool IsRefused(IngestReport report) => report.Files.Any(file => file.Status == FileReport.Failed);

    private string Month(bool isRefused) => Directory.CreateDirectory(
        Path.Combine(isRefused ? db.Directory.Refused : db.Directory.Done, $"{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):yyyy-MM}"), OwnerOnly).FullName;

    private static string Move(string path, string folder)
    {
        for (var copy = 1; ; copy++)
        {
            var target = Path.Combine(folder, copy == 1 ? Path.GetFileName(path) : $"{Path.GetFileNameWithoutExtension(path)}.{copy}{Path.GetExtension(path)}");
            try
            {
                File.Move(path, target); // refuses where something lies there already
                return target;
            }
            catch (IOException) when (File.Exists(target) && File.Exists(path))
            {
                // Taken: the next number.
            }
        }
    }

    // A report is on one part, and whoever opens only that must hear of those that nobody has read.
    private static QualityReport Beside(QualityReport quality, IngestReport report) => quality with
    {
        Findings = quality.Findings with
        {
            Remarks = [.. report.Files.Where(f => f.Error is not null && (f.LeavesRows || f.Status == FileReport.Failed)).Select(f => (Name: f.Sheet ?? Path.GetFileName(f.Path), Why: f.Error!))
                .Select(f => new Remark("unread_part", null, null, IsGrave: true, $"同一文件中的“{f.Name}”没有读取：{f.Why.Zh}", $"'{f.Name}' of the same file was not read: {f.Why.En}")), .. quality.Findings.Remarks],
        },
    };

    private async Task WriteAsync(string path, string target, string source, IngestReport report, CancellationToken ct)
    {
        report = report.At(path, target);
        var refusals = await new RefusedRows(db).FirstAsync([.. report.Files.Where(f => f.BatchId is not null && f.Quarantined > 0).Select(f => f.BatchId!.Value)], RefusalsShown, ct);
        File.WriteAllText(target + ".report.json", report.Files is [var one] ? JsonSerializer.Serialize(one, _json) : JsonSerializer.Serialize(report, _json));
        File.WriteAllText(target + ".report.txt", ReportText.Write(Path.GetFileName(target), source, clock.GetUtcNow(), report, refusals));
        foreach (var (part, number) in report.Files.Select((file, i) => (file, i + 1)).Where(f => f.file.BatchId is not null))
        {
            if (await new QualityReports(db).ReadAsync(part.BatchId!.Value, ct) is { } quality)
            {
                // Several parts may hold the same stream: numbers tell them apart.
                File.WriteAllText($"{target}{(report.Files.Count > 1 ? $".{number}.{part.Stream}" : "")}.report.html", ReportExport.Write(Beside(quality, report), "html"));
            }
        }
    }
}

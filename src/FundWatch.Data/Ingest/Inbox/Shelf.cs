using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Core.Records;
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

    /// <summary>
    /// Moves the file; no other of the same name is touched, also not by two moves at once. A file that was read again where it lies stays there if that is where it belongs.
    /// What was said of it before goes either way.
    /// </summary>
    /// <param name="name">As it was sent: where another of this name lies already, it is kept under one of its own.</param>
    /// <returns>Where it lies now.</returns>
    public async Task<string> PutAsync(string path, string name, string source, IngestReport report, CancellationToken ct)
    {
        var isRefused = IsRefused(report);
        var target = IsIn(Shelved(isRefused), path) ? path : Move(path, Month(isRefused));
        if (IsIn(Shelved(true), path) || IsIn(Shelved(false), path))
        {
            ForgetReports(path);
        }

        await WriteAsync(path, target, name, source, report, ct);
        return target;
    }

    /// <summary>Refuses what may not be read. A link is removed and said where it led; anything else is moved.</summary>
    public async Task RefuseAsync(StrangeEntry entry, string source, FileError error, CancellationToken ct)
    {
        var report = IngestReport.Of([new FileReport(entry.Path, null, null, 0, 0, 0, 0, 0, 0, FileReport.Failed, Error: error)]);
        if (entry.LinkTarget is null)
        {
            await PutAsync(entry.Path, Path.GetFileName(entry.Path), source, report, ct);
            return;
        }

        var folder = Month(isRefused: true);
        var target = Path.Combine(folder, Path.GetFileName(entry.Path));
        for (var copy = 2; File.Exists(target + ".report.txt"); copy++)
        {
            target = Path.Combine(folder, $"{Path.GetFileName(entry.Path)}.{copy}");
        }

        File.Delete(entry.Path); // the link, not what it points to
        await WriteAsync(entry.Path, target, Path.GetFileName(entry.Path), source, report, ct);
    }

    private static bool IsRefused(IngestReport report) => report.Files.Any(file => file.Status == FileReport.Failed);

    private string Shelved(bool isRefused) => isRefused ? db.Directory.Refused : db.Directory.Done;

    // By its own name: in a folder of a month.
    private static bool IsIn(string shelf, string path) => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path))) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(shelf));

    private static void ForgetReports(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var beside in Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Where(f => IsReportOf(name, Path.GetFileName(f))).ToList())
        {
            File.Delete(beside);
        }
    }

    // a.csv.report.txt, and of the second part of a workbook a.xlsx.2.subsidy.report.html; not a.csv.2.csv.report.html, which is of the file a.csv.2.csv.
    private static bool IsReportOf(string name, string beside)
    {
        if (!beside.StartsWith(name + ".", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = beside[(name.Length + 1)..].Split('.');
        return parts is ["report", "json" or "txt" or "html"] || (parts is [var number, var stream, "report", "html"] && number.All(char.IsAsciiDigit) && RecordStreams.Find(stream) is not null);
    }

    private string Month(bool isRefused) => Directory.CreateDirectory(
        Path.Combine(Shelved(isRefused), $"{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):yyyy-MM}"), OwnerOnly).FullName;

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

    // For machines, paths say where things lie; people know the file by the name under which they sent it.
    private async Task WriteAsync(string path, string target, string name, string source, IngestReport report, CancellationToken ct)
    {
        report = report.At(path, target).Naming(target, name);
        var named = report with { Files = [.. report.Files.Select(f => f.Path.StartsWith(target, StringComparison.Ordinal) ? f with { Path = name + f.Path[target.Length..] } : f)] };
        var keptAs = Path.GetFileName(target) is var kept && kept != name ? kept : null;
        var refusals = await new RefusedRows(db).FirstAsync([.. report.Files.Where(f => f.BatchId is not null && f.Quarantined > 0).Select(f => f.BatchId!.Value)], RefusalsShown, ct);
        File.WriteAllText(target + ".report.json", report.Files is [var one] ? JsonSerializer.Serialize(one, _json) : JsonSerializer.Serialize(report, _json));
        File.WriteAllText(target + ".report.txt", ReportText.Write(name, keptAs, source, clock.GetUtcNow(), named, refusals));
        var qualities = new QualityReports(db);
        foreach (var (part, number) in named.Files.Select((file, i) => (file, i + 1)).Where(f => f.file.BatchId is not null))
        {
            if (await qualities.ReadAsync(part.BatchId!.Value, ct) is { } quality)
            {
                var own = part.Path == name ? quality with { Batch = quality.Batch with { FileName = name } } : quality;
                // Several parts may hold the same stream: numbers tell them apart.
                File.WriteAllText($"{target}{(report.Files.Count > 1 ? $".{number}.{part.Stream}" : "")}.report.html", ReportExport.Write(Beside(own, named), "html", keptAs));
            }
        }
    }
}

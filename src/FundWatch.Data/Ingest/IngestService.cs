using System.Diagnostics;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Query;
using FundWatch.Data.Files.Zip;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Loading.Known;
using FundWatch.Data.Ingest.Loading.Repeats;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest;

/// <summary>Takes files in: recognises each, loads its rows, keeps what it refuses. Running it again on the same files changes nothing.</summary>
public sealed class IngestService(FundWatchDatabase db, TimeProvider clock)
{
    private readonly WorkFolder _work = new(db.Directory.Work);
    private readonly MappingStore _mappings = new(db, clock);
    private readonly QualityReports _quality = new(db);

    /// <summary>Keys of a file kept in memory; beyond, a pass ahead looks for repeats.</summary>
    internal int KeysInMemory { get; init; } = SeenKeys.Capacity;

    /// <summary>In bytes: from here on a file's rows are read while its hash is on the way.</summary>
    internal long LargeFile { get; init; } = SourceFile.LargeFile;

    /// <exception cref="FileRefused">A path does not exist, or the mapping file is wrong. A bad file among good ones is no exception: it is in the report.</exception>
    /// <exception cref="IngestInterrupted">The store went away; what was committed stays, and the same call carries on.</exception>
    public async Task<IngestReport> IngestAsync(IngestRequest request, IProgress<IngestProgress>? progress, CancellationToken ct)
    {
        var paths = InputFiles.Expand(request.Paths);
        var mapping = request.Mapping is null ? null : await _mappings.ResolveAsync(request.Mapping, ct);
        var only = request.Stream is null ? null : RecordStreams.Get(request.Stream);
        var reports = new List<FileReport>();
        for (var i = 0; i < paths.Count; i++)
        {
            var place = i;
            var heard = progress is null ? null : new Action<long, double>((rows, share) => progress.Report(new IngestProgress(paths[place], place + 1, paths.Count, rows, share)));
            reports.AddRange(await IngestFileAsync(paths[i], request, mapping, only, heard, ct));
        }

        return IngestReport.Of(await FollowAsync(reports, request, paths.Count, progress, ct));
    }

    /// <summary>Takes the rows of a query in: fetched first, then loaded like a file. Killed at either, the same call carries on.</summary>
    /// <exception cref="IngestInterrupted">As above.</exception>
    public async Task<IngestReport> IngestAsync(QuerySource query, IngestRequest request, IProgress<IngestProgress>? progress, CancellationToken ct)
    {
        var mapping = request.Mapping is null ? null : await _mappings.ResolveAsync(request.Mapping, ct);
        var only = request.Stream is null ? null : RecordStreams.Get(request.Stream);
        var started = Stopwatch.GetTimestamp();
        void Heard(long rows, double share) => progress?.Report(new IngestProgress(query.Path, 1, 1, rows, share));
        SourceFile? file = null;
        try
        {
            if (await RefusalAsync(query, request, mapping, only, ct) is { } wrong)
            {
                throw wrong;
            }

            file = await QueryFetch.RunAsync(query, db.Directory.Queries, rows => Heard(rows, 0), ct);
            var reports = await IngestTableAsync(file, request, mapping, only, Heard, started, ct);
            File.Delete(file.Content);
            return IngestReport.Of(await FollowAsync(reports, request, 1, progress, ct));
        }
        catch (FileRefused refused)
        {
            return IngestReport.Of([await RefuseAsync(query.Path, request, only?.Name, file, refused, started, ct)]);
        }
        catch (NpgsqlException e)
        {
            throw Broken(query.Path, e, ct);
        }
    }

    private async Task<FileRefused?> RefusalAsync(QuerySource query, IngestRequest request, NamedMapping? mapping, RecordStream? only, CancellationToken ct)
    {
        if (await QueryFetch.LookAsync(query, db.Directory.Queries, ct) is not { } some)
        {
            return null;
        }

        try
        {
            using var held = some.Hold();
            var parts = await new FileParts(new LayoutFinder(_mappings, request.Source)).RecogniseAsync(some, request, mapping, only, ct);
            return parts.Any(p => p.Found is not null) ? null : parts.Select(p => p.Refused).FirstOrDefault(r => r is not null);
        }
        finally
        {
            File.Delete(some.Content);
        }
    }

    private async Task<IReadOnlyList<FileReport>> IngestFileAsync(string path, IngestRequest request, NamedMapping? mapping, RecordStream? only, Action<long, double>? progress, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        SourceFile? file = null;
        try
        {
            file = SourceFile.Probe(path, reading.Token, largeFile: LargeFile);
            return file.Format is ZipFormat
                ? await IngestArchiveAsync(file, request, mapping, only, progress, ct)
                : await IngestTableAsync(file, request, mapping, only, progress, started, ct);
        }
        catch (FileRefused refused)
        {
            return [await RefuseAsync(path, request, only?.Name, file, refused, started, ct)];
        }
        catch (NpgsqlException e)
        {
            throw Broken(path, e, ct);
        }
        finally
        {
            await reading.CancelAsync(); // a hash that nobody asked for, after a dry run
        }
    }

    private async Task<IReadOnlyList<FileReport>> IngestArchiveAsync(SourceFile archive, IngestRequest request, NamedMapping? mapping, RecordStream? only, Action<long, double>? progress, CancellationToken ct)
    {
        var reports = new List<FileReport>();
        var members = new PartsProgress(progress);
        foreach (var (path, file, refused, through) in ZipMembers.Read(archive, _work, ct))
        {
            var started = Stopwatch.GetTimestamp();
            var member = file is not null ? await IngestTableAsync(file, request with { BringBack = false }, mapping, only, members.Until(through), started, ct)
                : [await RefuseAsync(path, request, only?.Name, archive, refused!, started, ct)];
            reports.AddRange(member);
            members.Ended(member.Sum(m => m.Rows), through);
        }

        return reports;
    }

    // Most files are one part; a workbook has sheets, and an OCDS file speaks of several streams.
    private async Task<IReadOnlyList<FileReport>> IngestTableAsync(SourceFile file, IngestRequest request, NamedMapping? mapping, RecordStream? only, Action<long, double>? progress, long started, CancellationToken ct)
    {
        try
        {
            using var held = file.Hold();
            var parts = await new FileParts(new LayoutFinder(_mappings, request.Source)).RecogniseAsync(file, request, mapping, only, ct);
            var reports = new List<FileReport>();
            var read = new PartsProgress(progress);
            request = request with { BringBack = request.BringBack && parts.Count(p => p.Found is not null) == 1 };
            foreach (var part in parts)
            {
                var through = (reports.Count + 1.0) / parts.Count;
                reports.Add(await IngestPartAsync(file, part, request, read.Until(through), started, ct));
                read.Ended(reports[^1].Rows, through);
                started = Stopwatch.GetTimestamp();
            }

            return reports;
        }
        catch (FileRefused refused)
        {
            return [await RefuseAsync(file.Path, request, only?.Name, file, refused, started, ct)];
        }
    }

    private async Task<FileReport> IngestPartAsync(SourceFile file, RecognisedPart part, IngestRequest request, Action<long, double>? progress, long started, CancellationToken ct)
    {
        try
        {
            if (part.Found is { } found)
            {
                var report = await new FileLoad(db, clock, _work, request.Source, request.DryRun, KeysInMemory, request.BringBack).RunAsync(file.With(found.Layout.Dialect), found.Layout, found.Sheet, progress, started, ct);
                if (found.Mapping is not null && !request.DryRun)
                {
                    await _mappings.RememberAsync(request.Source, found.Layout.Headers, found.Mapping, ct);
                }

                return report with { Mapping = found.Mapping, MappingRemembered = found.IsRemembered };
            }

            return part.IsIgnored
                ? new FileReport(file.Path, null, null, 0, 0, 0, 0, 0, 0, FileReport.Ignored, Format: file.Format.Name, Sheet: part.Name, Error: new FileError(part.Refused!.Code, part.Refused.Zh, part.Refused.En)) { LeavesRows = part.LeavesRows }
                : await RefuseAsync(file.Path, request, part.Stream, file, part.Refused!, started, ct, part.Name);
        }
        catch (FileRefused refused)
        {
            return await RefuseAsync(file.Path, request, part.Stream, file, refused, started, ct, part.Name);
        }
    }

    // What is left to do once all is in: the quality report of each batch. What its rows refer to may stand in a part or a file behind it. Where a process ends before,
    // whoever reads a report has it made.
    private async Task<IReadOnlyList<FileReport>> FollowAsync(IReadOnlyList<FileReport> reports, IngestRequest request, int files, IProgress<IngestProgress>? progress, CancellationToken ct)
    {
        var followed = new List<FileReport>(reports.Count);
        var load = new ReportsOfLoad([.. reports.Where(r => r.Status == FileReport.Done).Select(r => r.BatchId).OfType<long>()]);
        var (rows, done, due) = (reports.Sum(r => r.Rows), 0, reports.Count(IsDue));
        foreach (var report in reports)
        {
            var started = Stopwatch.GetTimestamp();
            if (IsDue(report))
            {
                progress?.Report(new IngestProgress(report.Path, files, files, rows, 1) { Reports = (done++, due) });
            }

            try
            {
                followed.Add(report.Held is not null ? await TriedAsync(report, request, ct)
                    : report is not { Status: FileReport.Done, BatchId: { } batch } ? report
                    : report with { Remarks = await FollowAsync(batch, load, ct), Seconds = Math.Round(report.Seconds + Stopwatch.GetElapsedTime(started).TotalSeconds, 3) });
            }
            catch (NpgsqlException e)
            {
                throw Broken(report.Path, e, ct);
            }
        }

        if (due > 0)
        {
            progress?.Report(new IngestProgress(reports[^1].Path, files, files, rows, 1) { Reports = (due, due) });
        }

        return await LookForReplacedAsync(followed, ct);
    }

    private static bool IsDue(FileReport report) => report.Held is not null || report is { Status: FileReport.Done, BatchId: not null };

    private async Task<FileReport> TriedAsync(FileReport report, IngestRequest request, CancellationToken ct)
    {
        var tried = await _quality.TryAsync(report, request.Source, clock.GetUtcNow(), ct);
        return report with { Tried = tried, Remarks = tried.Findings.Remarks, Held = null };
    }

    // Of the files that were in already. By stream and behind all else: others do not wait for the stream meanwhile, and what is only a remark about a file keeps nobody from the reports of those that came in.
    private async Task<IReadOnlyList<FileReport>> LookForReplacedAsync(IReadOnlyList<FileReport> reports, CancellationToken ct)
    {
        var replaced = new HashSet<long>();
        var unknown = new Dictionary<string, FileError>(StringComparer.Ordinal);
        foreach (var stream in reports.Where(r => r.MayBeReplaced).GroupBy(r => r.Stream!))
        {
            try
            {
                await using var connection = await db.App.OpenConnectionAsync(ct);
                replaced.UnionWith(await new BatchStore(connection).ReplacedAsync([.. stream.Select(r => r.BatchId!.Value)], RecordStreams.Get(stream.Key), ct));
            }
            catch (NpgsqlException e) when (!ct.IsCancellationRequested)
            {
                unknown.Add(stream.Key, FileReport.ReplacedUnknownBecause(e));
            }
        }

        return [.. reports.Select(r => r.MayBeReplaced ? r with { MayBeReplaced = false, RowsReplaced = replaced.Contains(r.BatchId!.Value), ReplacedUnknown = unknown.GetValueOrDefault(r.Stream!) } : r)];
    }

    // While the report is made, the server clears away what the batch replaces.
    private async Task<IReadOnlyList<Remark>?> FollowAsync(long batch, ReportsOfLoad load, CancellationToken ct)
    {
        var forgetting = KnownRowsStore.ForgetEarlierAsync(db, batch, ct);
        try
        {
            return (await _quality.ReadAsync(batch, load, ct))?.Findings.Remarks;
        }
        finally
        {
            await forgetting;
        }
    }

    private async Task<FileReport> RefuseAsync(string path, IngestRequest request, string? stream, SourceFile? file, FileRefused refused, long started, CancellationToken ct, string? sheet = null)
    {
        if (!request.DryRun)
        {
            await RememberAsync(path, request.Source, stream ?? "unknown", file, refused, ct);
        }

        return new FileReport(path, stream, null, 0, 0, 0, 0, 0, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
            FileReport.Failed, Sheet: sheet, Error: new FileError(refused.Code, refused.Zh, refused.En));
    }

    private async Task RememberAsync(string path, string source, string stream, SourceFile? file, FileRefused refused, CancellationToken ct)
    {
        try
        {
            var sha = file is null ? "" : await file.HashIfReadableAsync(ct) ?? "";
            await using var connection = await db.App.OpenConnectionAsync(ct);
            var batches = new BatchStore(connection);
            await batches.RefuseAsync(await batches.SourceAsync(source, create: true, ct), stream, path, sha, file?.Size ?? 0, $"{refused.Code}: {refused.En}", ct);
            // A load that was refused half-way has written its error itself; in Chinese both get it here.
            await using var inChinese = connection.Command(
                "update ingest.batch set error_zh = $1 where status = 'failed' and error_zh is null and path = $2 and sha256 = $3 and error = $4",
                refused.Zh.Replace("\0", "", StringComparison.Ordinal), path, sha, $"{refused.Code}: {refused.En}".Replace("\0", "", StringComparison.Ordinal));
            await inChinese.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException e)
        {
            throw Broken(path, e, ct);
        }
    }

    // Whoever stops a load in the middle of a write ends its connection as well: that is a load that was stopped, and no database that was lost.
    private Exception Broken(string path, NpgsqlException e, CancellationToken ct) =>
        ct.IsCancellationRequested ? new OperationCanceledException(e.Message, e, ct) : IngestInterrupted.Because(path, e, db.IsDiskFull);
}

using System.Diagnostics;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest;

/// <summary>Takes files in: recognises each, loads its rows, keeps what it refuses. Running it again on the same files changes nothing.</summary>
public sealed class IngestService(FundWatchDatabase db, TimeProvider clock)
{
    /// <exception cref="FileRefused">A path does not exist, or the mapping file is wrong. A bad file among good ones is no exception: it is in the report.</exception>
    /// <exception cref="IngestInterrupted">The store went away; what was committed stays, and the same call carries on.</exception>
    public async Task<IngestReport> IngestAsync(IngestRequest request, IProgress<IngestProgress>? progress, CancellationToken ct)
    {
        var paths = InputFiles.Expand(request.Paths);
        var mapping = request.Mapping is null ? null : Mapping.Read(request.Mapping);
        var only = request.Stream is null ? null : RecordStreams.Get(request.Stream);
        var reports = new List<FileReport>();
        for (var i = 0; i < paths.Count; i++)
        {
            var place = i;
            var heard = progress is null ? null : new Action<long, double>((rows, share) => progress.Report(new IngestProgress(paths[place], place + 1, paths.Count, rows, share)));
            reports.Add(await IngestFileAsync(paths[i], request, mapping, only, heard, ct));
        }

        return IngestReport.Of(reports);
    }

    private async Task<FileReport> IngestFileAsync(string path, IngestRequest request, Mapping? mapping, RecordStream? only, Action<long, double>? progress, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        SourceFile? file = null;
        Layout? layout = null;
        try
        {
            file = SourceFile.Probe(path, ct);
            layout = FindLayout(file, mapping, only, request.Sheet);
            var load = new FileLoad(db, clock, request.Source, request.DryRun);
            return await load.RunAsync(file, layout, mapping?.Sheet ?? request.Sheet, progress, started, ct);
        }
        catch (FileRefused refused)
        {
            if (!request.DryRun)
            {
                await RememberAsync(path, request.Source, layout?.Stream.Name ?? only?.Name ?? "unknown", file, refused, ct);
            }

            return new FileReport(path, layout?.Stream.Name ?? only?.Name, null, 0, 0, 0, 0, 0, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
                FileReport.Failed, Error: new FileError(refused.Code, refused.Zh, refused.En));
        }
        catch (NpgsqlException e)
        {
            throw IngestInterrupted.Because(path, e);
        }
    }

    private static Layout FindLayout(SourceFile file, Mapping? mapping, RecordStream? only, string? sheet)
    {
        using var reader = file.OpenRows(mapping?.Sheet ?? sheet);
        return mapping is null ? HeaderRecognition.Recognise(reader, only, file.Path) : mapping.Apply(reader, file.Path);
    }

    private async Task RememberAsync(string path, string source, string stream, SourceFile? file, FileRefused refused, CancellationToken ct)
    {
        try
        {
            await using var connection = await db.App.OpenConnectionAsync(ct);
            var batches = new BatchStore(connection);
            await batches.RefuseAsync(await batches.SourceAsync(source, ct), stream, path, file?.Sha256 ?? "", file?.Size ?? 0, $"{refused.Code}: {refused.En}", ct);
        }
        catch (NpgsqlException e)
        {
            throw IngestInterrupted.Because(path, e);
        }
    }
}

using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Inbox;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>
/// Loads one sent file and puts it where dealt-with files lie. Started again after a kill it carries on where it stopped; stopped by a person it leaves what
/// is committed, and carries on when it is asked for again.
/// </summary>
public sealed class SentFileLoad(FundWatchDatabase db, TimeProvider clock)
{
    private readonly SentFileStore _files = new(db, clock);

    /// <summary>Whether somebody wants the load to stop.</summary>
    internal TimeSpan BetweenLooks { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <returns>How it ended, with a report of this load alone; null where nothing was to be done (loaded or cancelled before).</returns>
    /// <exception cref="IngestInterrupted">The store went away; the file says so too.</exception>
    public async Task<SentFile?> RunAsync(long id, IProgress<IngestProgress>? progress, CancellationToken ct)
    {
        if (await _files.FindAsync(id, ct) is not { } asked || SentStatus.IsOver(asked.Status) || await _files.BeginAsync(id, ct) is not { } file)
        {
            return null;
        }

        if (!File.Exists(file.Path))
        {
            return await WithoutBytesAsync(file, ct);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(id, stop);
        try
        {
            var report = await new IngestService(db, clock).IngestAsync(new IngestRequest([file.Path], file.Stream, file.Source, file.Mapping, file.Sheet, BringBack: file.Via == "page"), progress, stop.Token);
            await EndAsync(file, report, ct);
        }
        catch (FileRefused wrong)
        {
            var error = new FileError(wrong.Code, wrong.Zh, wrong.En);
            await EndAsync(file, IngestReport.Of([new FileReport(file.Path, file.Stream, null, 0, 0, 0, 0, 0, 0, FileReport.Failed, Error: error)]), ct);
        }
        catch (Exception e) when (e is OperationCanceledException or IngestInterrupted && stop.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // A person has stopped it. Writers have been told to stop too: what they committed is what there is.
            var committed = (await _files.CommittedAsync(file, ct)).At(file.Path, file.FileName);
            List<FileReport> own = [.. committed.Files.Where(c => !WasWhole(file.Report, c))];
            if (file.Report is not null && own.Count == 0 && await _files.GoBackAsync(id, SentStatus.Loading, ct) is not null)
            {
                return (await _files.FindAsync(id, ct))! with { Report = IngestReport.Of([]) }; // it had not begun to write: the file is loaded as before
            }

            await _files.FinishAsync(id, SentStatus.Cancelled, Beside(file, committed), null, null, ct);
            return (await _files.FindAsync(id, ct))! with { Report = IngestReport.Of(own) };
        }
        catch (IngestInterrupted broken)
        {
            await TryFailAsync(id, SenderWords.Of(new FileError("interrupted", broken.Zh, broken.En), file.Path, file.FileName));
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }

        return await _files.FindAsync(id, ct);
    }

    // What an earlier load of the file brought is in the store as before, and its refused rows wait as before.
    private static IngestReport Beside(SentFile file, IngestReport committed) => file.Report is not { } earlier ? committed : IngestReport.Of([
        .. earlier.Files.Where(e => committed.Files.All(c => !IsSame(e, c))).Select(e => e with { IsEarlier = true }),
        .. committed.Files.Select(c => c with { IsEarlier = WasWhole(earlier, c) && (file.StatusBefore == SentStatus.Done || earlier.Files.Any(e => e.BatchId == c.BatchId && e.IsEarlier)) }),
    ]);

    private static bool IsSame(FileReport earlier, FileReport now) => earlier.BatchId is { } batch ? batch == now.BatchId : earlier.Path == now.Path && earlier.Sheet == now.Sheet;

    // A batch that was stopped keeps its number when it is carried on, and what it brings then is of the load that carries on.
    private static bool WasWhole(IngestReport? earlier, FileReport now) =>
        earlier is not null && now.Status == FileReport.Done && earlier.Files.Any(e => e.BatchId == now.BatchId && e.Status != FileReport.Stopped);

    // Killed after the file was moved and before that was written; or the bytes lie on another machine.
    private async Task<SentFile?> WithoutBytesAsync(SentFile file, CancellationToken ct)
    {
        var committed = await _files.CommittedAsync(file, ct);
        if (committed.Files.Any() && committed.Files.All(f => f.Status == FileReport.Done))
        {
            await _files.FinishAsync(file.FileId, SentStatus.Done, committed.At(file.Path, file.FileName), null, null, ct);
        }
        else
        {
            await _files.FinishAsync(file.FileId, SentStatus.Failed, null, new FileError("bytes_missing", "在运行任务的机器上找不到此文件的内容。若有多台机器运行任务，它们须使用同一数据目录；否则请重新上传。",
                "The file's bytes are not on the machine that runs the job. Where several machines run jobs they need the same data directory; otherwise send it again."), null, ct);
        }

        return await _files.FindAsync(file.FileId, ct);
    }

    private async Task EndAsync(SentFile file, IngestReport found, CancellationToken ct)
    {
        var report = found with { Files = [.. found.Files.Select(f => f.Error is null ? f : f with { Error = SenderWords.Of(f.Error, file.Path, file.FileName) })] };
        var isRefused = report.IsRefusedWhole;
        string? path = null;
        if (file.Via == "records")
        {
            UploadFolder.Remove(file.Path); // its sender has the answer and the body
        }
        else if (File.Exists(file.Path))
        {
            path = await new Shelf(db, clock).PutAsync(file.Path, file.FileName, file.Source, report, ct);
            UploadFolder.RemoveEmpty(Path.GetDirectoryName(file.Path)!, db.Directory);
        }

        // Where files lie on the server is nobody's business outside.
        var error = isRefused ? report.Files.First(f => f.Status == FileReport.Failed).Error : null;
        await _files.FinishAsync(file.FileId, isRefused ? SentStatus.Refused : SentStatus.Done, report.At(file.Path, file.FileName), error, path, ct);
    }

    private async Task TryFailAsync(long id, FileError error)
    {
        try
        {
            await _files.FinishAsync(id, SentStatus.Failed, null, error, null, CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException)
        {
            // The store is away: the file stays marked as loading and is taken up again once it is back.
        }
    }

    private async Task WatchAsync(long id, CancellationTokenSource stop)
    {
        try
        {
            using var timer = new PeriodicTimer(BetweenLooks, clock);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (await IsStopAskedAsync(id, stop.Token))
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The load has ended.
        }
    }

    private async Task<bool> IsStopAskedAsync(long id, CancellationToken ct)
    {
        try
        {
            return await _files.IsCancelAskedAsync(id, ct);
        }
        catch (Npgsql.NpgsqlException)
        {
            return false; // Asked again at the next look. If the store is away, the load itself will say so.
        }
    }
}

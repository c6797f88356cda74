using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Postgres;

namespace FundWatch.Jobs;

/// <summary>Takes in the files that somebody or something put into the inbox, and asks for scoring when rows have come or gone, by whatever way. Sent files whose load was forgotten are asked for again.</summary>
public sealed class ScanInboxJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        var report = await new InboxScanner(database, clock).ScanAsync(run.Progress(), ct);
        run.Count("files", report.Files);
        if (report.Settling > 0)
        {
            run.Count("files_settling", report.Settling);
        }

        run.Count("files_refused", report.Refused);
        if (report.Interrupted.Count > 0)
        {
            run.Count("files_interrupted", report.Interrupted.Count);
        }

        run.Count("rows", report.Rows);
        run.Count("rows_loaded", report.Loaded);
        run.Count("rows_updated", report.Updated);
        run.Count("rows_unchanged", report.Unchanged);
        run.Count("rows_quarantined", report.Quarantined);
        foreach (var (zh, en) in report.Notes)
        {
            run.Say(zh, en);
        }

        foreach (var (zh, en) in report.Interrupted)
        {
            run.Fail(zh, en);
        }

        var sent = new SentFileStore(database, clock);
        foreach (var forgotten in await sent.StrandedAsync(ct))
        {
            run.Then(SentFile.JobOf(forgotten));
        }

        var kept = (await sent.PathsAsync(ct)).ToHashSet(StringComparer.Ordinal);
        new UploadFolder(database.Directory).Sweep(clock.GetUtcNow(), kept.Contains);
        // Also where rows came or went by a command, by a correction or by the withdrawal of a batch.
        if (await new BatchStore(database).HasUnscoredAsync(ct))
        {
            run.Then("find-names");
            run.Then("score");
        }
    }
}

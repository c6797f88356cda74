using FundWatch.Data.Ingest;
using FundWatch.Data.Postgres;

namespace FundWatch.Jobs;

/// <summary>Takes in the files that somebody or something put into the inbox, and asks for scoring when rows came.</summary>
public sealed class ScanInboxJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        var report = await new InboxScanner(database, clock).ScanAsync(run.Progress(), ct);
        run.Count("files", report.Files);
        run.Count("files_refused", report.Refused);
        run.Count("rows", report.Rows);
        run.Count("rows_loaded", report.Loaded);
        run.Count("rows_updated", report.Updated);
        run.Count("rows_unchanged", report.Unchanged);
        run.Count("rows_quarantined", report.Quarantined);
        if (report.Loaded + report.Updated > 0)
        {
            run.Then("score");
        }
    }
}

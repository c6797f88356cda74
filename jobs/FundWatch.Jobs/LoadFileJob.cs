using System.Globalization;
using FundWatch.Core;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Postgres;

namespace FundWatch.Jobs;

/// <summary>Loads one file that somebody sent, and asks for scoring when rows came. A file that is loaded or cancelled already is left alone.</summary>
public sealed class LoadFileJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        if (!long.TryParse(run.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw new UsageException($"{run.Subject} 不是文件编号，应如 load-file/12。", $"{run.Subject} is no file's number; write load-file/12.");
        }

        var file = await new SentFileLoad(database, clock).RunAsync(id, new Heard(run), ct);
        if (file?.Report is not { Totals: var t })
        {
            return;
        }

        run.Count("rows", t.Rows);
        run.Count("rows_loaded", t.Loaded);
        run.Count("rows_updated", t.Updated);
        run.Count("rows_unchanged", t.Unchanged);
        run.Count("rows_quarantined", t.Quarantined);
        run.Count("files_refused", t.Failed);
        if (t.Loaded + t.Updated > 0)
        {
            run.Then("find-names");
        }

        if (t.Loaded + t.Updated > 0 && file.Via != "records") // whoever sends records waits for the judgement
        {
            run.Then("score");
        }
    }

    private sealed class Heard(IJobRun run) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value)
        {
            run.Report(value.Share, value.Stage);
            run.Count("rows", value.Rows);
        }
    }
}

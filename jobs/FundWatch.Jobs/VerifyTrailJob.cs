using FundWatch.Core;
using FundWatch.Data.Postgres;
using FundWatch.Data.Review;

namespace FundWatch.Jobs;

/// <summary>Recomputes the whole trail, then anchors it. A broken trail is not anchored: the run fails and names the first broken link.</summary>
public sealed class VerifyTrailJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        run.Report(0, "验证 / verifying");
        var report = await new TrailVerifier(database).VerifyAsync(ct: ct);
        run.Count("events", report.Events);
        run.Count("leads", report.Leads);
        if (report.FirstBreak is { } broken)
        {
            throw new ProblemException(broken.Zh, broken.En);
        }

        run.Report(0.9, "锚定 / anchoring");
        run.Count("anchored", await new TrailStore(database, clock).AnchorAsync(ct) is null ? 0 : 1);
    }
}

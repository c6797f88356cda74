using FundWatch.Core;
using FundWatch.Data.Postgres;
using FundWatch.Jobs.Scoring;

namespace FundWatch.Jobs;

/// <summary>Rules, models and leads over what is new or changed.</summary>
public class ScoreJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <summary>Whether everything is judged again.</summary>
    protected virtual bool Full => false;

    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        var report = await ScorePipeline.Installed(database, clock).RunAsync(new ScoreRequest(Full: Full), run.Progress(), ct);
        run.Count("rules", report.Rules.Count);
        run.Count("evaluated", report.Rules.Sum(rule => rule.Evaluated));
        run.Count("triggered", report.Rules.Sum(rule => rule.Triggered));
        run.Count("leads_new", report.Leads.New);
        run.Count("leads_updated", report.Leads.Updated);
        run.Count("leads_unchanged", report.Leads.Unchanged);
        if (report.FailedRules.ToList() is { Count: > 0 } failed)
        {
            var names = string.Join(", ", failed.Select(rule => $"{rule.Id}: {rule.Message}"));
            throw new ProblemException($"有规则未能运行，其余已完成：{names}", $"Rules did not run, the others did: {names}");
        }
    }
}

/// <summary>The same over everything: new limits, new rule versions, the passing of time.</summary>
public sealed class FullScoreJob(FundWatchDatabase database, TimeProvider clock) : ScoreJob(database, clock)
{
    /// <inheritdoc/>
    protected override bool Full => true;
}

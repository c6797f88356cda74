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
        var report = await ScorePipeline.Installed(database, clock).RunAloneAsync(new ScoreRequest(Full: Full), run.Progress(), ct);
        run.Count("rules", report.Rules.Count);
        run.Count("evaluated", report.Rules.Sum(rule => rule.Evaluated));
        run.Count("triggered", report.Rules.Sum(rule => rule.Triggered));
        run.Count("leads_new", report.Leads.New);
        run.Count("leads_updated", report.Leads.Updated);
        run.Count("leads_unchanged", report.Leads.Unchanged);
        var failed = report.FailedRules.Select(rule => (Zh: $"{rule.Id}: {rule.Message}", En: $"{rule.Id}: {rule.Message}"))
            .Concat(report.FailedSets.Select(set => (Zh: $"{set.FeatureSet}: {set.ProblemZh}", En: $"{set.FeatureSet}: {set.ProblemEn}"))).ToList();
        if (failed.Count > 0)
        {
            throw new ProblemException(
                $"有规则或特征集未能运行，其余已完成：{string.Join(", ", failed.Select(f => f.Zh))}",
                $"Rules or feature sets did not run, the others did: {string.Join(", ", failed.Select(f => f.En))}");
        }
    }
}

/// <summary>The same over everything: new limits, new rule versions, the passing of time.</summary>
public sealed class FullScoreJob(FundWatchDatabase database, TimeProvider clock) : ScoreJob(database, clock)
{
    /// <inheritdoc/>
    protected override bool Full => true;
}

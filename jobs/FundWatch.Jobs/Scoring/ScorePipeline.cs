using System.Diagnostics;
using FundWatch.Core;
using FundWatch.Data.Features;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Modelling;

namespace FundWatch.Jobs.Scoring;

/// <summary>Rules, then models, then leads. Each stage asks the database what is missing, so a run that was killed is finished by the next.</summary>
public sealed class ScorePipeline(FundWatchDatabase db, RuleCatalogue rules, FeatureCatalogue features, TimeProvider clock)
{
    // Rough shares of the whole, for the progress line.
    private const double RulesDone = 0.55, ModelsDone = 0.8;

    /// <summary>The work that one run at a time does, whether a job or a command (<see cref="SessionLock.OfWork"/>).</summary>
    public const string Work = "fundwatch.score";

    /// <summary>With the rules and features of this installation.</summary>
    public static ScorePipeline Installed(FundWatchDatabase db, TimeProvider clock) =>
        new(db, RuleCatalogue.Installed(db.Directory), FeatureCatalogue.Load(db.Directory), clock);

    /// <summary>Runs when no other run is at work; waits for one that is.</summary>
    public async Task<ScoreReport> RunAsync(ScoreRequest request, IProgress<(double Share, string? Stage)>? progress = null, CancellationToken ct = default)
    {
        await using var only = await SingleRunner.EnterAsync(db, Work, () => progress?.Report((0, "等待另一次评分 / waiting for another run")), ct);
        return await RunAloneAsync(request, progress, ct);
    }

    /// <summary>The same for a caller who has the lock of the <see cref="Work"/>: a job waits in the queue for it, where it holds up no other.</summary>
    public async Task<ScoreReport> RunAloneAsync(ScoreRequest request, IProgress<(double Share, string? Stage)>? progress, CancellationToken ct)
    {
        var time = Stopwatch.StartNew();
        var ran = await new RuleEngine(db, rules, clock).RunAsync(
            new RuleScope(request.Stream, request.Full, request.AsOf),
            new AtOnce<RuleProgress>(p => progress?.Report((RulesDone * p.Done / Math.Max(1, p.Total), p.RuleId))), ct);
        if (request.AsOf is not null)
        {
            return new ScoreReport(ran, [], new LeadCounts(0, 0, 0, 0, 0), time.Elapsed.TotalSeconds);
        }

        var scored = await new ModelScoringService(db, features, clock).ScoreAsync(
            request.Stream, null, new AtOnce<(double Share, string? Stage)>(p => progress?.Report((RulesDone + (ModelsDone - RulesDone) * p.Share, p.Stage))), ct, request.Full);
        var leads = await new LeadBuilder(db, clock).BuildAsync(
            new AtOnce<double>(share => progress?.Report((ModelsDone + (1 - ModelsDone) * share, "线索 / leads"))), ct);
        return new ScoreReport(ran, scored, leads, time.Elapsed.TotalSeconds);
    }
}

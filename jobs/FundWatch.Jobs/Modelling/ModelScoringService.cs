using System.Diagnostics;
using System.Runtime.CompilerServices;
using FundWatch.Core;
using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Data.Postgres;
using FundWatch.Models;
using FundWatch.Models.Ensemble;
using FundWatch.Models.Features;
using Npgsql;

namespace FundWatch.Jobs.Modelling;

/// <summary>
/// Scores every subject of every feature set with its champion and keeps model.score equal to that. A set of which no record has changed since it was
/// last scored by the same version is left as it is, and so is a subject whose figures are the same. A set that fails is reported and the others go on.
/// </summary>
public sealed class ModelScoringService(FundWatchDatabase database, FeatureCatalogue features, TimeProvider clock)
{
    // What turns figures into scores; another build scores everybody anew.
    private static readonly string Program = string.Join(' ', new[] { typeof(FittedEnsemble), typeof(ScoreRows), typeof(ModelScore) }.Select(t => t.Module.ModuleVersionId));

    /// <param name="stream">Only feature sets that feed this stream, or all.</param>
    /// <param name="full">Also sets in which nothing has changed.</param>
    /// <param name="asOf">Look at the records as FundWatch knew them then; null is now.</param>
    public async Task<IReadOnlyList<ScoredFeatureSet>> ScoreAsync(
        string? stream, DateTimeOffset? asOf, IProgress<(double Share, string? Stage)>? progress, CancellationToken ct, bool full = false)
    {
        var sets = features.Of(stream);
        var reports = new List<ScoredFeatureSet>();
        foreach (var set in sets)
        {
            progress?.Report(((double)reports.Count / sets.Count, set.Name));
            reports.Add(await ScoreAsync(set, asOf, full, ct));
        }

        if (asOf is null)
        {
            var gone = await new LostEvidence(database).DropAsync(stream, [.. reports.Where(r => r.Model is not null && r.ProblemEn is null).Select(r => r.FeatureSet)], ct);
            reports = [.. reports.Select(r => r with { Removed = r.Removed + gone.GetValueOrDefault(r.FeatureSet) })];
        }

        progress?.Report((1, null));
        return reports;
    }

    private async Task<ScoredFeatureSet> ScoreAsync(FeatureSet set, DateTimeOffset? asOf, bool full, CancellationToken ct)
    {
        var stopwatch = Stopwatch.StartNew();
        ModelVersion? version = null;
        try
        {
            var store = new ModelStore(database, clock);
            version = await store.ChampionAsync(TrainingService.NameOf(set), ct);
            if (version is null)
            {
                var subjects = await CountAsync(set, asOf, ct);
                if (asOf is null)
                {
                    await new ScoreProgress(database).TooFewAsync(set, subjects, TrainingService.MinimumSubjects, ct);
                }

                return subjects >= TrainingService.MinimumSubjects
                    ? Unscored(null, "还没有模型，请先训练（fundwatch train）。", "There is no model yet; train one (fundwatch train).")
                    : new ScoredFeatureSet(set.Name, set.Stream, null, 0, 0, 0, stopwatch.Elapsed.TotalSeconds, null, null, subjects);
            }

            var progress = new ScoreProgress(database);
            await progress.TooFewAsync(set, 0, 0, ct);
            if (version.UnfitFor(set) is { } unfit)
            {
                return Unscored(version.Label, unfit.Zh, unfit.En); // an answer for the report, not a breakdown; the other sets can still be scored
            }

            var current = asOf is null ? await progress.CurrentAsync(set, version.Label, ct) : null;
            if (!full && current is { } kept)
            {
                return new ScoredFeatureSet(set.Name, set.Stream, version.Label, kept, 0, 0, stopwatch.Elapsed.TotalSeconds, null, null);
            }

            var through = await progress.WatermarkAsync(clock.GetUtcNow(), ct); // before anything is read: a row that comes later is the next run's
            var model = (FittedEnsemble)ModelFormat.Load(await store.BytesAsync(version, ct));
            var scores = new ModelScoreStore(database, clock);
            var figures = new KnownFigures(await scores.FiguresAsync(set.Name, ct), $"{version.Label} {version.Sha256} {set.FileSha256} {Program}", all: full);
            var written = await scores.ReplaceAsync(set.Name, JudgeAsync(set, model, version.Label, asOf, figures, ct), figures, ct);
            if (asOf is null && current is null)
            {
                await progress.RememberAsync(set, version.Label, through, ct);
            }

            return new ScoredFeatureSet(set.Name, set.Stream, version.Label, written.Rows, written.Written, written.Removed, stopwatch.Elapsed.TotalSeconds, null, null);
        }
        catch (FeatureMismatchException mismatch)
        {
            // Its bytes have other features than its manifest says.
            return Unscored(version?.Label, mismatch.Zh, mismatch.En);
        }
        catch (InvalidDataException unreadable)
        {
            return Unscored(version?.Label, $"模型无法读取（{unreadable.Message}），请重新训练并启用新版本。", $"The model cannot be read ({unreadable.Message}) Train again and promote the new version.");
        }
        catch (ProblemException problem)
        {
            return Unscored(version?.Label, problem.Zh, problem.En) with { Failed = true };
        }
        catch (PostgresException failed) when (!failed.EndsSession())
        {
            return (failed.SqlState == PostgresErrorCodes.QueryCanceled
                ? Unscored(version?.Label, "特征查询超过了时限，本次未评分。", "The feature query took longer than it may; not scored this time.")
                : Unscored(version?.Label, $"未能评分：{failed.MessageText}", $"Not scored: {failed.MessageText}")) with { Failed = true };
        }

        ScoredFeatureSet Unscored(string? label, string zh, string en) =>
            new(set.Name, set.Stream, label, 0, 0, 0, stopwatch.Elapsed.TotalSeconds, zh, en);
    }

    // A set with too few subjects has no model and needs none: nothing to ask of anybody. Counted no further than to what would be enough.
    private async Task<int> CountAsync(FeatureSet set, DateTimeOffset? asOf, CancellationToken ct)
    {
        await foreach (var batch in new FeatureReader(database).ReadAsync(set, asOf, TrainingService.MinimumSubjects, ct: ct))
        {
            using (batch)
            {
                return batch.Length;
            }
        }

        return 0;
    }

    private async IAsyncEnumerable<IReadOnlyList<ModelScore>> JudgeAsync(
        FeatureSet set, FittedEnsemble model, string label, DateTimeOffset? asOf, KnownFigures figures, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = new ScoreRows(set, model, label);
        await foreach (var batch in new FeatureReader(database).ReadAsync(set, asOf, known: figures, ct: ct))
        {
            using (batch)
            {
                yield return rows.Of(batch);
            }
        }
    }
}

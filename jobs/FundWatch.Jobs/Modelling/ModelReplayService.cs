using System.Text.Json;
using FundWatch.Core;
using FundWatch.Data.Models;
using FundWatch.Data.Postgres;
using FundWatch.Models;
using FundWatch.Models.Ensemble;
using FundWatch.Models.Features;

namespace FundWatch.Jobs.Modelling;

/// <summary>A stored score beside the same score made again.</summary>
/// <param name="Differences">Empty when the stored version gives the stored figures from the stored features.</param>
public sealed record ModelReplay(string FeatureSet, string SubjectCode, string Model, double StoredScore, double Score, IReadOnlyList<string> Differences);

/// <summary>Makes stored scores again from what was stored with them: the model version, the features it saw, the peer group.</summary>
public sealed class ModelReplayService(FundWatchDatabase database, TimeProvider clock)
{
    /// <summary>All scores of a subject that feed a stream.</summary>
    public async Task<IReadOnlyList<ModelReplay>> ReplayAsync(string stream, string subjectCode, CancellationToken ct)
    {
        var stored = await new ModelScoreStore(database, clock).OfSubjectAsync(stream, subjectCode, ct);
        var replays = new List<ModelReplay>();
        foreach (var score in stored)
        {
            replays.Add(await ReplayAsync(score, ct));
        }

        return replays;
    }

    private async Task<ModelReplay> ReplayAsync(ModelScore stored, CancellationToken ct)
    {
        var store = new ModelStore(database, clock);
        var label = stored.Versions.Single();
        var version = await store.GetAsync(label, ct);
        var model = (FittedEnsemble)ModelFormat.Load(await store.BytesAsync(version, ct));
        var columns = model.Features.Features
            .Select(f => stored.Features.TryGetValue(f.Name, out var value) ? new[] { value ?? float.NaN } : throw Missing(f.Name))
            .ToList();
        var batch = FeatureBatch.Of(model.Features.Features, columns, [stored.PeerGroup]);
        var verdict = Verdict.Of(model, batch, 0, model.Score(batch)[0]);

        var differences = new List<string>();
        Compare("score", stored.Score, verdict.Score);
        Compare("p_value", stored.PValue, verdict.PValue);
        Compare("peer_count", stored.PeerCount, verdict.PeerCount);
        Compare("parts", stored.Parts.Count, verdict.Parts.Count);
        foreach (var (was, now) in stored.Parts.Zip(verdict.Parts))
        {
            Compare($"contribution of {was.Feature}", was.Contribution, was.Feature == now.Feature ? now.Contribution : double.NaN);
        }

        return new ModelReplay(stored.FeatureSet, stored.SubjectCode, label, stored.Score, verdict.Score, differences);

        void Compare(string what, double was, double now)
        {
            if (was != now)
            {
                differences.Add($"{stored.FeatureSet} {what}: {was:R} -> {now:R}");
            }
        }

        ProblemException Missing(string feature) => new(
            $"已存的特征中没有 {label} 所需的 {feature}。", $"The stored features lack {feature}, which {label} needs.");
    }
}

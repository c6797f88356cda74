using Apache.Arrow;
using FundWatch.Models.Features;
using FundWatch.Models.IsolationForest;
using FundWatch.Models.RandomizedPca;
using FundWatch.Models.RobustPeer;

namespace FundWatch.Models.Ensemble;

/// <summary>
/// The mean of the standardised scores of robust peer deviation, isolation forest and RandomizedPca (over many public sets the mean of
/// standardised scores beats the mean of ranks and any single detector). Forest and PCA look at directed deviations from the peers, so
/// that what is strange is strange for a bureau of this kind, and a frugal bureau is not strange at all.
/// </summary>
public sealed class EnsembleDetector(EnsembleOptions? options = null) : IDetector
{
    public const string DetectorName = "ensemble";
    private readonly EnsembleOptions _options = options ?? new EnsembleOptions();

    public string Name => DetectorName;

    public IFittedDetector Fit(RecordBatch batch, int seed)
    {
        var (peers, members) = FitMembers(batch, seed);
        var training = new FittedEnsemble(peers, members, calibration: null).Score(batch);
        System.Array.Sort(training);
        return new FittedEnsemble(peers, members, Calibration.Of(Reference(batch, seed), training));
    }

    private (FittedRobustPeer Peers, Member[] Members) FitMembers(RecordBatch batch, int seed)
    {
        var peers = (FittedRobustPeer)new RobustPeerDetector(_options.RobustPeer).Fit(batch, seed);
        var deviations = peers.Standards.Deviations(new FeatureColumns(batch));
        var directed = FeatureBatch.Of(peers.Features.Features, deviations);
        IDetector[] others = [new IsolationForestDetector(_options.IsolationForest), new RandomizedPcaDetector(_options.RandomizedPca)];
        Member[] members = [
            Member.Of(peers, peers.Score(deviations)),
            .. others.Select(d => d.Fit(directed, seed)).Select(d => Member.Of(d, d.Score(directed)))];
        return (peers, members);
    }

    /// <summary>Every row scored by an ensemble fitted without it; in ascending order.</summary>
    private float[] Reference(RecordBatch batch, int seed)
    {
        var folds = Math.Min(batch.Length, Math.Clamp(4000 / batch.Length, _options.Folds, _options.SmallFolds));
        var scores = new float[batch.Length];
        for (var fold = 0; fold < folds; fold++)
        {
            var (kept, left) = Split(batch.Length, folds, fold);
            var (peers, members) = FitMembers(FeatureRows.Take(batch, kept), seed);
            var raw = new FittedEnsemble(peers, members, calibration: null).Score(FeatureRows.Take(batch, left));
            for (var i = 0; i < left.Length; i++)
            {
                scores[left[i]] = raw[i];
            }
        }

        System.Array.Sort(scores);
        return scores.Length <= _options.ReferenceScores
            ? scores
            : [.. Enumerable.Range(0, _options.ReferenceScores).Select(i => scores[(int)((long)i * (scores.Length - 1) / (_options.ReferenceScores - 1))])];
    }

    /// <summary>Row i is in fold i mod folds: rows come ordered by subject code, which says nothing about strangeness.</summary>
    private static (int[] Kept, int[] Left) Split(int rows, int folds, int fold)
    {
        var parts = Enumerable.Range(0, rows).ToLookup(i => i % folds == fold);
        return ([.. parts[false]], [.. parts[true]]);
    }
}

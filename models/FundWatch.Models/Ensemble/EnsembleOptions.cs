using FundWatch.Models.IsolationForest;
using FundWatch.Models.RandomizedPca;
using FundWatch.Models.RobustPeer;

namespace FundWatch.Models.Ensemble;

/// <param name="Folds">Fewest parts for the calibration: each part is scored by an ensemble that did not see it.</param>
/// <param name="SmallFolds">Most parts: of few rows none can be spared, or the folds' models are much rougher than the finished one.</param>
/// <param name="ReferenceScores">Reference scores kept for p-values; of more, evenly spaced ones.</param>
public sealed record EnsembleOptions(
    RobustPeerOptions? RobustPeer = null,
    IsolationForestOptions? IsolationForest = null,
    RandomizedPcaOptions? RandomizedPca = null,
    int Folds = 5,
    int SmallFolds = 20,
    int ReferenceScores = 20_000);

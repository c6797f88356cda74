namespace FundWatch.Jobs.Modelling;

/// <summary>What a training run did.</summary>
public sealed record TrainReport(IReadOnlyList<TrainedModel> Models, double Seconds);

/// <param name="State">What became of the feature set.</param>
/// <param name="Version">0 where there is no model.</param>
/// <param name="Rows">Subjects it was trained on.</param>
public sealed record TrainedModel(
    string Name, string FeatureSet, string Stream, TrainState State, int Version, string? Alias, long Rows,
    IReadOnlyDictionary<string, double> Metrics, string? Sha256, double Seconds);

public enum TrainState
{
    /// <summary>A new version was filed.</summary>
    Trained,

    /// <summary>Same data, same seed, same bytes: nothing was filed.</summary>
    Unchanged,

    /// <summary>Too few subjects to say what is usual: no model.</summary>
    TooFewSubjects,
}

namespace FundWatch.Jobs.Modelling;

/// <summary>What scoring did with one feature set.</summary>
/// <param name="Model">name@version of the champion; null where there is none.</param>
/// <param name="Written">New or changed scores.</param>
/// <param name="ProblemZh">Why it was not scored; null where it was. Scores of an earlier run then stay, but for evidence that is no longer in the store.</param>
/// <param name="TooFew">How many subjects there are where they are too few for a model; else 0.</param>
public sealed record ScoredFeatureSet(
    string FeatureSet, string Stream, string? Model, int Rows, int Written, int Removed, double Seconds, string? ProblemZh, string? ProblemEn, int TooFew = 0)
{
    /// <summary>True where its query or its stored model failed: a breakdown, not a set that waits for a model or for people to train it anew.</summary>
    public bool Failed { get; init; }
}

namespace FundWatch.Data.Models;

/// <summary>One trained model in the registry, without its bytes.</summary>
/// <param name="Name">Feature set and detector, e.g. <c>reception-organisation/ensemble</c>.</param>
/// <param name="Alias">champion, challenger or null.</param>
/// <param name="TrainedBy">A person's login, or what trained it on its own (<c>schedule</c>).</param>
public sealed record ModelVersion(
    long Id, string FeatureSet, string Name, string Detector, int Version, string? Alias, ModelManifest Manifest, string Sha256, int Bytes,
    string TrainedBy, DateTimeOffset TrainedAt, string? PromotedBy, DateTimeOffset? PromotedAt)
{
    public const string Champion = "champion";
    public const string Challenger = "challenger";

    /// <summary>How leads, reports and people name it: <c>name@version</c>.</summary>
    public string Label => $"{Name}@{Version}";
}

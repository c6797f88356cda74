using FundWatch.Data.Features;

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

    /// <summary>
    /// Why the version does not fit a feature set as it is now; null where it does. Figures of the same names may mean something else since: what is usual among those
    /// it was trained on says nothing of them.
    /// </summary>
    public (string Zh, string En)? UnfitFor(FeatureSet set)
    {
        // Earlier programs named the whole file: their models stay in use.
        if (Manifest.FeatureSetVersion == set.Version && (Manifest.FeatureSetSha256 == set.Sha256 || Manifest.FeatureSetSha256 == set.FileSha256))
        {
            return null;
        }

        var (zh, en) = Manifest.FeatureSetVersion == set.Version
            ? ($"{set.Name} 的特征查询在 {Label} 训练之后有改动", $"the feature query of {set.Name} has changed since {Label} was trained")
            : ($"{Label} 是按 {set.Name} 第 {Manifest.FeatureSetVersion} 版特征训练的，现为第 {set.Version} 版", $"{Label} was trained on version {Manifest.FeatureSetVersion} of {set.Name}, which is now version {set.Version}");
        return (
            $"{zh}，不予使用。请重新训练（fundwatch train），再由另一人启用新版本（fundwatch models promote）。",
            $"{en}; it is not used. Train again (fundwatch train), then let another person promote the new version (fundwatch models promote).");
    }
}

using System.Text.Json;
using FundWatch.Data.Features;

namespace FundWatch.Data.Models;

/// <summary>Where a model version comes from: enough to make it again, and to say what it is to a person.</summary>
/// <param name="FeatureSetSha256">Of the feature query that gave the training rows; of the whole feature file where an earlier program trained it.</param>
/// <param name="DataSha256">Of all training rows in order: subject, peer group, float bits of every feature.</param>
/// <param name="Members">The detectors within, each with the SHA-256 of its own bytes.</param>
/// <param name="Packages">Versions of the libraries that made it.</param>
public sealed record ModelManifest(
    string FeatureSet, int FeatureSetVersion, string FeatureSetSha256, IReadOnlyList<FeatureColumn> Features,
    string Stream, string SubjectKind, long Rows, string DataSha256, int Seed,
    IReadOnlyDictionary<string, string> Members, IReadOnlyDictionary<string, string> Packages, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>As kept in the registry: snake_case, enumerations by name.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}

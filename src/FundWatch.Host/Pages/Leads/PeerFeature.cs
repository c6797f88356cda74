using System.Text.Json;
using FundWatch.Core.Leads;

namespace FundWatch.Host.Pages.Leads;

/// <summary>A figure by which a lead's subject can be shown among its peers.</summary>
public sealed record PeerFeature(string FeatureSet, string Feature, string TitleZh, string TitleEn, string? Unit)
{
    /// <summary>From the lead's model parts, the most telling first; a feature without a value has no place on a chart.</summary>
    public static IEnumerable<PeerFeature> Of(IEnumerable<LeadPart> parts) => parts
        .Where(p => p.Origin == "model")
        .SelectMany(Features)
        .OrderByDescending(f => f.Contribution)
        .Select(f => f.Feature);

    private static IEnumerable<(PeerFeature Feature, double Contribution)> Features(LeadPart part)
    {
        using var detail = JsonDocument.Parse(part.Detail);
        if (!detail.RootElement.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return features.EnumerateArray()
            .Where(f => f.GetProperty("value").ValueKind == JsonValueKind.Number)
            .Select(f => (new PeerFeature(part.Code, Text(f, "feature")!, Text(f, "title_zh") ?? Text(f, "feature")!, Text(f, "title_en") ?? Text(f, "feature")!, Text(f, "unit")),
                f.GetProperty("contribution").GetDouble()))
            .ToList();
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

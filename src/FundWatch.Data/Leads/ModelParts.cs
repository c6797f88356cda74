using System.Text.Json;
using FundWatch.Core.Leads;

namespace FundWatch.Data.Leads;

/// <summary>Reads model.score.parts; titles and units are optional, a feature without them goes by its own name.</summary>
internal static class ModelParts
{
    public static IReadOnlyList<ModelPart> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateArray().Select(part =>
        {
            var feature = part.GetProperty("feature").GetString()!;
            return new ModelPart(
                feature, Text(part, "title_zh") ?? feature, Text(part, "title_en") ?? feature.Replace('_', ' '), Text(part, "unit") ?? "",
                Number(part, "value"), Number(part, "median"), Number(part, "contribution") ?? 0, (int)(Number(part, "peer_count") ?? 0));
        }).ToList();
    }

    private static string? Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}

using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Charts;

/// <summary>One thing that a rule found, with the limit that held for it.</summary>
/// <param name="Unit">Its own, where the items of a rule measure different things.</param>
public sealed record FoundItem(string Name, decimal Value, decimal Limit, string? Unit = null)
{
    private const int Most = 8;

    /// <summary>The gravest items of a rule's part, as many as a chart has room for; empty where the rule measures nothing against a limit.</summary>
    public static IReadOnlyList<FoundItem> Of(LeadPart part)
    {
        using var detail = JsonDocument.Parse(part.Detail);
        return part.Origin != "rule" || !detail.RootElement.TryGetProperty("items", out var items) ? [] : items.EnumerateArray()
            .Where(i => Number(i, "value") is not null && Number(i, "threshold") is not null)
            .Select(i => new FoundItem(
                Said(i, Words.Pick("label_zh", "label_en")) ?? Said(i, "label") ?? i.GetProperty("item").GetString()!, Number(i, "value")!.Value, Number(i, "threshold")!.Value, Said(i, "value_unit")))
            .Take(Most).ToList();
    }

    /// <summary>True where the rule tests a limit of law, false where it compares with what is usual.</summary>
    public static bool IsLaw(LeadPart part)
    {
        using var detail = JsonDocument.Parse(part.Detail);
        return detail.RootElement.TryGetProperty("kind", out var kind) && kind.GetString() == "deterministic";
    }

    /// <summary>How many items the rule found.</summary>
    public static int CountOf(LeadPart part)
    {
        using var detail = JsonDocument.Parse(part.Detail);
        return detail.RootElement.TryGetProperty("count", out var count) ? count.GetInt32() : 0;
    }

    // An item's key is for machines; a rule says what people call it (detail label, or label_zh and label_en).
    private static string? Said(JsonElement item, string name) =>
        item.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static decimal? Number(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}

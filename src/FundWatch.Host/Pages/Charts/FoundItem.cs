using System.Text.Json;
using FundWatch.Core.Leads;

namespace FundWatch.Host.Pages.Charts;

/// <summary>One thing that a rule found, with the limit that held for it.</summary>
public sealed record FoundItem(string Name, decimal Value, decimal Limit)
{
    private const int Most = 8;

    /// <summary>The gravest items of a rule's part, as many as a chart has room for; empty where the rule measures nothing against a limit.</summary>
    public static IReadOnlyList<FoundItem> Of(LeadPart part)
    {
        using var detail = JsonDocument.Parse(part.Detail);
        return part.Origin != "rule" || !detail.RootElement.TryGetProperty("items", out var items) ? [] : items.EnumerateArray()
            .Where(i => Number(i, "value") is not null && Number(i, "threshold") is not null)
            .Select(i => new FoundItem(i.GetProperty("item").GetString()!, Number(i, "value")!.Value, Number(i, "threshold")!.Value))
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

    private static decimal? Number(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}

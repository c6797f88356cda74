using System.Text.Json;
using FundWatch.Core.Trail;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Leads;

/// <summary>Events of the trail in the reader's language: those of leads are named in Core, those of accounts by the page's own texts.</summary>
public static class TrailWords
{
    private static readonly Words _words = new();

    public static string Event(string name) => _words.Find("event." + name) ?? Words.Pick(TrailEvents.Chinese(name), TrailEvents.English(name));

    public static string? Note(TrailEvent one) => TrailEvents.Note(one, Words.IsEnglish);

    /// <summary>What an event carries, as a line: name and value, without what is absent.</summary>
    public static string Payload(string json)
    {
        using var payload = JsonDocument.Parse(json);
        return payload.RootElement.ValueKind != JsonValueKind.Object ? json : string.Join(" · ", payload.RootElement.EnumerateObject()
            .Where(p => p.Value.ValueKind != JsonValueKind.Null)
            .Select(Written));
    }

    private static string Written(JsonProperty carried) => $"{Name(carried.Name)} {carried switch
    {
        { Name: "role" } => _words.Find("role." + carried.Value) ?? Value(carried.Value),
        { Name: "filter", Value.ValueKind: JsonValueKind.Object } when carried.Value.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.Null) => _words["carried.filter.none"],
        _ => Value(carried.Value),
    }}";

    private static string Name(string name) => _words.Find("carried." + name) ?? _words.Find("count." + name) ?? name;

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "(" + string.Join(", ", value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(Written)) + ")",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        _ => value.ToString(),
    };
}

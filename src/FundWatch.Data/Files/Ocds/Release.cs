using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Reading helpers for one release or compiled release of OCDS 1.1: absent, null and empty are all the same "not said".</summary>
internal static class Release
{
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element) || element.ValueKind == JsonValueKind.Null)
            {
                return null;
            }
        }

        return element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) switch
    {
        { ValueKind: JsonValueKind.String } text when Said(text).Trim() is { Length: > 0 } value => value,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    // Half of a surrogate pair is valid JSON and no text: its cell is refused as such, not the file.
    private static string Said(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>An amount other than zero: publishers write 0 where nothing is known.</summary>
    public static string? Amount(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && !(decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var amount) && amount == 0) ? text : null;

    /// <summary>The date part of a date-time, as the publisher's own calendar has it.</summary>
    public static string? Date(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { Length: >= 10 } text ? text[..10] : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object) : [];
}

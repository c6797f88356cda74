using System.Text;
using System.Text.Json;
using FundWatch.Core.Ingest;

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

    /// <summary>The party that a reference of the release points at.</summary>
    public static JsonElement? Party(this JsonElement release, string? id) =>
        id is null ? null : release.Items("parties").Where(p => p.Text("id") == id).Select(p => (JsonElement?)p).FirstOrDefault();

    /// <summary>
    /// The code of an organisation that the release refers to: the unified social credit code among the party's identifiers, else the id that it has in the file. A reference
    /// of OCDS 1.0 carries its identifier itself.
    /// </summary>
    public static string? Code(this JsonElement release, JsonElement? reference)
    {
        if (reference is not { } named)
        {
            return null;
        }

        var party = release.Party(named.Text("id"));
        return (party is { } known ? CreditCodeOf(known) : null) ?? CreditCodeOf(named) ?? named.Text("id");
    }

    private static string? CreditCodeOf(JsonElement organisation) =>
        organisation.Items("additionalIdentifiers").Select(i => i.Text("id")).Prepend(organisation.Text("identifier", "id")).FirstOrDefault(id => id is not null && IsCreditCode(id));

    // As the loader reads the cell: full-width and small letters are the same code.
    private static bool IsCreditCode(string id)
    {
        var text = Encoding.UTF8.GetBytes(id.ToUpperInvariant());
        var code = CellText.Fold(text, new byte[text.Length]);
        return CreditCode.IsValid(code) && !PersonalNumbers.IsRatherResident(code);
    }

    /// <summary>
    /// The lots that compete separately: bids are compared within one. A tender without lots, or with one, is its own lot (null).
    /// </summary>
    public static IReadOnlyList<JsonElement?> Lots(this JsonElement release)
    {
        var lots = release.Items("tender", "lots").Select(l => (JsonElement?)l).ToList();
        return lots.Count > 1 ? lots : [null];
    }

    /// <summary>Key of the project that a lot becomes: the ocid, with the lot's id where there are several.</summary>
    public static string ProjectId(this JsonElement release, JsonElement? lot) =>
        lot is { } one ? $"{release.Text("ocid")}/{one.Text("id")}" : release.Text("ocid")!;

    /// <summary>True where a bid, award or contract belongs to the lot.</summary>
    public static bool IsFor(this JsonElement part, JsonElement? lot)
    {
        if (lot?.Text("id") is not { } id)
        {
            return true;
        }

        // relatedLots is a list of ids in the standard; some publishers give objects, or one id as relatedLot.
        return part.Text("relatedLot") == id
            || (part.At("relatedLots") is { ValueKind: JsonValueKind.Array } lots && lots.EnumerateArray().Any(l =>
                l.ValueKind == JsonValueKind.String ? Said(l) == id : (l.Text("lotId") ?? l.Text("id")) == id));
    }
}

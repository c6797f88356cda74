using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Rules;

/// <summary>Fills the words of a rule's reason with the figures of a flag.</summary>
public static partial class ReasonText
{
    /// <summary>
    /// Replaces {name} by the flag's figure of that name: item, value, threshold, amount, event_on, else a key of its detail.
    /// A name that the flag lacks becomes an em dash, never an exception: a lead must be readable with a figure missing.
    /// </summary>
    public static string Fill(string template, string item, decimal? value, decimal? threshold, decimal? amount, DateOnly? eventOn, JsonElement detail) =>
        Placeholder().Replace(template, match => match.Groups[1].Value switch
        {
            "item" => item,
            "value" => Number(value),
            "threshold" => Number(threshold),
            "amount" => amount?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? Missing,
            "event_on" => eventOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Missing,
            var name => detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty(name, out var found) ? Text(found) : Missing,
        });

    /// <summary>The names that a template uses.</summary>
    public static IEnumerable<string> Names(string template) => Placeholder().Matches(template).Select(m => m.Groups[1].Value);

    /// <summary>What stands where a figure is absent.</summary>
    public const string Missing = "—";

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => Number(element.GetDecimal()),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join('、', element.EnumerateArray().Select(Text)),
        JsonValueKind.Null => Missing,
        _ => element.GetRawText(),
    };

    private static string Number(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? Missing;

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}

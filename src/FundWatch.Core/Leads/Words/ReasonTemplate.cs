using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Leads.Words;

/// <summary>
/// Fills a rule's reason: {item}, {value}, {threshold}, {amount}, {date} and any figure of the flag's detail. {share:%} writes a share as a percentage,
/// {total:money} with two decimals; a number directly before 元 or yuan is money too. A figure that is missing is shown as —.
/// </summary>
public static partial class ReasonTemplate
{
    /// <summary>What stands where a figure is absent.</summary>
    public const string Missing = "—";

    /// <summary>The names that a template uses.</summary>
    public static IEnumerable<string> Names(string template) => Placeholder().Matches(template).Select(m => m.Groups["name"].Value);

    /// <param name="currency">What is written instead of 元 and yuan behind a figure; null where the money is yuan. Of several (<see cref="Currencies"/>) no amount is told.</param>
    /// <param name="isOfMoney">Whether shares are of amounts; of several currencies they are not told either.</param>
    public static string Fill(string template, Flag flag, bool chinese, string? currency = null, bool isOfMoney = false)
    {
        var noShares = isOfMoney && Currencies.AreSeveral(currency);
        template = noShares ? Shares().Replace(template, Missing) : template;
        template = flag.Limit is { } limit ? Limit().Replace(flag.Amount is null ? Amount().Replace(template, Missing) : template, LimitText(limit, chinese)) : template;
        return OneOfThem(Figures(currency is null ? template : Currencies.AreSeveral(currency) ? Money().Replace(template, Missing) : MoneyBehind().Replace(template, "} " + currency), flag, chinese, noShares), chinese);
    }

    private static string LimitText(Stake limit, bool chinese) => Currencies.AreSeveral(limit.Currency) ? Missing : $"{PeopleFormat.Money(limit.Amount)} {limit.Currency ?? (chinese ? "元" : "yuan")}";

    // English counts one thing in another form than two.
    private static string OneOfThem(string text, bool chinese) => chinese ? text : OneThing().Replace(text, match => "1 " + match.Groups["things"].Value switch
    {
        "people" => "person",
        "companies" => "company",
        var things => things[..^1],
    });

    private static string Figures(string template, Flag flag, bool chinese, bool noShares) => Placeholder().Replace(template, match =>
    {
        var format = match.Groups["format"].Value;
        if (format.Length == 0 && MoneyWord().IsMatch(template.AsSpan(match.Index + match.Length)))
        {
            format = "money";
        }

        return match.Groups["name"].Value switch
        {
            "item" => flag.ItemKey,
            "value" => Number(flag.Value, format),
            "threshold" => Number(flag.Threshold, format),
            "amount" => Number(flag.Amount, "money"),
            "date" or "event_on" => flag.EventOn is { } day ? PeopleFormat.Date(day, chinese) : Missing,
            var name => flag.Detail.ValueKind == JsonValueKind.Object && flag.Detail.TryGetProperty(name, out var figure)
                && !(noShares && figure.ValueKind == JsonValueKind.String && figure.GetString()!.EndsWith('%'))
                ? Text(figure, format, chinese)
                : Missing,
        };
    });

    private static string Text(JsonElement figure, string format, bool chinese) => figure.ValueKind switch
    {
        JsonValueKind.Number => Number(figure.GetDecimal(), format),
        JsonValueKind.String when DateOnly.TryParseExact(figure.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            PeopleFormat.Date(day, chinese),
        JsonValueKind.String when DateTimeOffset.TryParse(figure.GetString(), CultureInfo.InvariantCulture, out var moment) && figure.GetString()!.Contains('T') =>
            PeopleFormat.Date(DateOnly.FromDateTime(moment.DateTime), chinese) + moment.ToString(" HH:mm", CultureInfo.InvariantCulture),
        // A day within a sentence of the rule's own is written like any other.
        JsonValueKind.String => Day().Replace(chinese ? figure.GetString()! : CodeWords.English(figure.GetString()!), match =>
            DateOnly.TryParseExact(match.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? PeopleFormat.Date(day, chinese) : match.Value),
        JsonValueKind.True => chinese ? "是" : "yes",
        JsonValueKind.False => chinese ? "否" : "no",
        JsonValueKind.Array => List(figure, format, chinese),
        _ => Missing,
    };

    private static string List(JsonElement figures, string format, bool chinese)
    {
        const int shown = 5;
        var text = new StringBuilder();
        foreach (var figure in figures.EnumerateArray().Take(shown))
        {
            text.Append(text.Length == 0 ? "" : chinese ? "、" : ", ").Append(Text(figure, format, chinese));
        }

        var more = figures.GetArrayLength() - shown;
        return more > 0 ? text.Append(CultureInfo.InvariantCulture, $"{(chinese ? $"等 {more + shown} 项" : $" and {more} more")}").ToString() : text.ToString();
    }

    private static string Number(decimal? number, string format) => number switch
    {
        null => Missing,
        { } n when format == "%" => PeopleFormat.Percent(n),
        { } n when format == "money" => PeopleFormat.Money(n),
        { } n => PeopleFormat.Number(n),
    };

    [GeneratedRegex(@"\{(?<name>[a-z_0-9]+)(:(?<format>%|money))?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<![A-Za-z0-9_\-/.])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![A-Za-z0-9_\-/.])")]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<![0-9.,])1 (?<things>people|persons|guests|escorts|meals|claims|covers|days|weeks|months|years|hours|minutes|letters|bidders|bids|companies|payments|purchases|visits|receptions|applications|contracts|times|schools)\b")]
    private static partial Regex OneThing();

    [GeneratedRegex(@"\}\s*(元|yuan\b|CNY\b)")]
    private static partial Regex MoneyBehind();

    [GeneratedRegex(@"\{[a-z_0-9]+(:money)?\}\s*(元|yuan\b|CNY\b)|\{amount\}|\{[a-z_0-9]+:money\}")]
    private static partial Regex Money();

    // Progress is of the works, what is allowed is a limit, and what is expected is counted.
    [GeneratedRegex(@"\{(?!(progress|allowed|expected)\b)[a-z_0-9]+(:%\}|\}\s*%)")]
    private static partial Regex Shares();

    [GeneratedRegex(@"\{threshold(:money)?\}(\s*(元|yuan\b|CNY\b))?")]
    private static partial Regex Limit();

    [GeneratedRegex(@"\{amount\}(\s*(元|yuan\b|CNY\b))?")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^\s*(元|yuan|[A-Z]{3}\b)")]
    private static partial Regex MoneyWord();
}

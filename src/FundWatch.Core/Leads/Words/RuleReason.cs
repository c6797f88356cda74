using System.Globalization;
using System.Text;

namespace FundWatch.Core.Leads.Words;

/// <summary>What one rule has to say about a subject: its title, its gravest items in its own words, and how many more there are.</summary>
public static class RuleReason
{
    private const int Quoted = 3;

    /// <param name="subject">The subject's name: a page that is about it need not say it again in every sentence.</param>
    /// <returns>Of flags in several currencies, without figures that add or compare them.</returns>
    public static string Write(RuleSignal rule, string subject, bool chinese)
    {
        var template = chinese ? rule.Words.ReasonZh : rule.Words.ReasonEn;
        var sentences = Ranked(rule.Flags).Select(f => Sentence(ReasonTemplate.Fill(template, f, chinese, rule.Currency, rule.Words.IsOfMoney), subject, chinese)).Distinct().ToList();
        var text = new StringBuilder(chinese ? rule.Words.TitleZh : rule.Words.TitleEn);
        if (rule.Flags.Count > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(chinese ? $"（{rule.Flags.Count} 项）" : $" ({rule.Flags.Count} items)")}");
        }

        text.Append(chinese ? "：" : ": ").AppendJoin(chinese ? "；" : "; ", sentences.Take(Quoted));
        if (rule.Flags.Count > Quoted)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(chinese ? $"；另有 {rule.Flags.Count - Quoted} 项" : $"; and {rule.Flags.Count - Quoted} more")}");
        }

        if (rule.Currency is { } currency && Currencies.AreSeveral(currency))
        {
            text.Append(chinese ? "；" : "; ").Append(Currencies.NotAdded(currency, chinese));
        }

        if (rule.LimitsIn is { } limits)
        {
            text.Append(chinese ? "；" : "; ").Append(Currencies.NotConverted(limits, rule.Currency, chinese));
        }

        return chinese ? Caution.Zh(text.ToString()) : Caution.En(text.ToString());
    }

    private static string Sentence(string filled, string subject, bool chinese)
    {
        var text = chinese ? Caution.WithoutZh(filled) : Caution.WithoutEn(filled);
        return subject.Length > 0 && text.StartsWith(subject, StringComparison.Ordinal) && text.Length > subject.Length && (text[subject.Length] is '：' or ':')
            ? text[(subject.Length + 1)..].TrimStart()
            : text;
    }

    /// <summary>The gravest first: furthest beyond the limit, then the most money, then the newest.</summary>
    public static IEnumerable<Flag> Ranked(IEnumerable<Flag> flags) => flags
        .OrderByDescending(f => f.Severity).ThenByDescending(f => Strength.Of(f.Value, f.Threshold)).ThenByDescending(f => f.Amount ?? 0)
        .ThenByDescending(f => f.EventOn).ThenBy(f => f.ItemKey, StringComparer.Ordinal);
}

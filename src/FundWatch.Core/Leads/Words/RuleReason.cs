using System.Globalization;
using System.Text;

namespace FundWatch.Core.Leads.Words;

/// <summary>What one rule has to say about a subject: its title, its gravest items in its own words, and how many more there are.</summary>
public static class RuleReason
{
    private const int Quoted = 3;

    public static string Write(RuleSignal rule, bool chinese)
    {
        var template = chinese ? rule.Words.ReasonZh : rule.Words.ReasonEn;
        var sentences = Ranked(rule.Flags).Select(f => ReasonTemplate.Fill(template, f, chinese).Trim().TrimEnd('。', '.', '；', ';')).Distinct().ToList();
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

        return chinese ? Caution.Zh(text.ToString()) : Caution.En(text.ToString());
    }

    /// <summary>The gravest first: furthest beyond the limit, then the most money, then the newest.</summary>
    public static IEnumerable<Flag> Ranked(IEnumerable<Flag> flags) => flags
        .OrderByDescending(f => f.Severity).ThenByDescending(f => Strength.Of(f.Value, f.Threshold)).ThenByDescending(f => f.Amount ?? 0)
        .ThenByDescending(f => f.EventOn).ThenBy(f => f.ItemKey, StringComparer.Ordinal);
}

namespace FundWatch.Core.Rules;

/// <summary>A rule whose header still holds the template's words: nobody has yet said what it is called or on which law it rests, so it must flag nobody.</summary>
public static class RuleDraft
{
    /// <summary>Where the template wants a name.</summary>
    public const string TitleZh = "（规则名称）", TitleEn = "(title)";

    /// <summary>Where the template wants the law.</summary>
    public const string BasisZh = "（文件名称、年份、条款）", BasisEn = "(document, year, article)";

    /// <summary>Where the template's page wants the law.</summary>
    public const string PageBasis = "（文件、条款）";

    private static readonly string[] _pageWords = [TitleZh, TitleEn, PageBasis];

    /// <returns>What is left to fill in, with the line of the first; null for a rule that is not a draft.</returns>
    public static RuleFileException? Find(RuleFile rule)
    {
        var h = rule.Header;
        var left = new[] { ("title_zh", h.TitleZh, TitleZh), ("title_en", h.TitleEn, TitleEn), ("basis_zh", h.BasisZh, BasisZh), ("basis_en", h.BasisEn, BasisEn) }
            .Where(field => field.Item2.Contains(field.Item3, StringComparison.Ordinal)).Select(field => field.Item1).ToList();
        if (left.Count == 0)
        {
            return null;
        }

        var line = File.ReadLines(rule.Path).TakeWhile(text => !text.StartsWith($"-- {left[0]}:", StringComparison.Ordinal)).Count() + 1;
        return new RuleFileException(rule.Path, line, $"{string.Join("、", left)} 还是模板中的文字；填好之前规则不会运行",
            $"still holds the template's words: fill in {string.Join(", ", left)}; until then the rule does not run", isDraft: true);
    }

    /// <summary>What the rule's page still lacks: words of the template, and headings with nothing below them. A rule with such a page does run; its readers find nothing.</summary>
    /// <returns>In words that a person can look for; empty for a page that is written, and for a rule that has none.</returns>
    public static IReadOnlyList<string> LeftInPage(RuleFile rule)
    {
        if (!File.Exists(rule.PagePath))
        {
            return [];
        }

        var left = new List<string>();
        string? empty = null;
        foreach (var line in File.ReadLines(rule.PagePath).Select(text => text.Trim()).Append("# ").Where(text => text.Length > 0))
        {
            left.AddRange(_pageWords.Where(word => line.Contains(word, StringComparison.Ordinal)));
            if (empty is not null && (line.StartsWith("# ", StringComparison.Ordinal) || line.StartsWith("## ", StringComparison.Ordinal)))
            {
                left.Add(empty);
            }

            empty = line.StartsWith("## ", StringComparison.Ordinal) ? line : null;
        }

        return [.. left.Distinct()];
    }
}

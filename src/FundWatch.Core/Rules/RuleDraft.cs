namespace FundWatch.Core.Rules;

/// <summary>A rule whose header still holds the template's words: nobody has yet said what it is called or on which law it rests, so it must flag nobody.</summary>
public static class RuleDraft
{
    /// <summary>Where the template wants a name.</summary>
    public const string TitleZh = "（规则名称）", TitleEn = "(title)";

    /// <summary>Where the template wants the law.</summary>
    public const string BasisZh = "（文件名称、年份、条款）", BasisEn = "(document, year, article)";

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
        return new RuleFileException(rule.Path, line, $"still holds the template's words: fill in {string.Join(", ", left)}; until then the rule does not run");
    }
}

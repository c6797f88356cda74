using System.Text.RegularExpressions;

namespace FundWatch.Core.Ingest;

/// <summary>What a header says in brackets of any kind; one that is never closed goes to the end.</summary>
public static partial class HeaderBrackets
{
    /// <summary>A header in half-width forms and lower case, all its brackets round.</summary>
    public static string Folded(string header) => CellText.Folded(header).ToLowerInvariant()
        .Replace('【', '(').Replace('】', ')').Replace('[', '(').Replace(']', ')').Replace('〔', '(').Replace('〕', ')').Replace('{', '(').Replace('}', ')');

    /// <summary>What stands in each pair of them.</summary>
    /// <param name="folded">See <see cref="Folded"/>.</param>
    public static IEnumerable<string> Of(string folded) => Brackets().Matches(folded).Select(m => m.Groups[1].Value);

    /// <summary>The same, part by part: 万元 and 含税 of 金额（万元，含税）.</summary>
    public static IEnumerable<string> Parts(string folded) => Of(folded)
        .SelectMany(g => g.Replace("单位", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Split([',', '、', ';', ':'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A header without them.</summary>
    public static string Without(string folded) => Brackets().Replace(folded, "");

    // 万元（不含税） of 金额（万元（不含税））.
    [GeneratedRegex(@"\(((?:[^()]|\([^()]*\)?)*)\)?")]
    private static partial Regex Brackets();
}

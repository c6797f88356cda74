using System.Globalization;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Rules;

/// <summary>The page of a rule held against its header: people read the limits there, and the rule judges by those of the header.</summary>
public static partial class RulePage
{
    /// <summary>Where the table of parameters gives other values or units than the rule, names what the rule does not have, or leaves out what it has.</summary>
    /// <returns>In words; empty where they agree, and for a rule without a page.</returns>
    public static IReadOnlyList<(string Zh, string En)> Differences(RuleFile rule) =>
        File.Exists(rule.PagePath) ? [.. Differences(rule.Header.Parameters, [.. Rows(File.ReadLines(rule.PagePath))])] : [];

    private static IEnumerable<(string Zh, string En)> Differences(IReadOnlyList<RuleParameter> parameters, List<Row> rows)
    {
        foreach (var row in rows)
        {
            if (row.Names.FirstOrDefault(n => parameters.All(p => p.Name != n)) is { } unknown)
            {
                yield return ($"说明页的参数 {unknown} 在规则中没有", $"the page's parameter {unknown} is none of the rule's");
                continue;
            }

            var own = parameters.Where(p => row.Names.Contains(p.Name)).ToList();
            foreach (var figure in row.Figures.Where(f => !own.Exists(p => f.Is(p))))
            {
                yield return ($"参数 {string.Join("、", row.Names)}：说明页写的是 {figure.Text}，规则为 {Said(own)}", $"parameter {string.Join(", ", row.Names)}: the page says {figure.Text}, the rule {Said(own)}");
            }
        }

        foreach (var parameter in parameters.Where(p => !rows.Exists(r => r.Names.Contains(p.Name) && r.Figures.Any(f => f.Is(p)))))
        {
            yield return ($"说明页的参数表没有写出 {parameter.Name} 的值 {Said([parameter])}", $"the page's table of parameters does not give {parameter.Name} = {Said([parameter])}");
        }
    }

    private static string Said(IEnumerable<RuleParameter> parameters) => string.Join(" / ", parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value} {p.Unit}")).Distinct());

    // The rows of the tables below the heading, with a name or several and their figures: 10 人; 0.5 share; 5 人、2 人.
    private static IEnumerable<Row> Rows(IEnumerable<string> lines)
    {
        var (isIn, place) = (false, 0);
        foreach (var line in lines.Select(l => l.Trim()))
        {
            isIn = line.StartsWith("## ", StringComparison.Ordinal) ? line.Contains("Parameters", StringComparison.OrdinalIgnoreCase) || line.Contains("参数", StringComparison.Ordinal) : isIn;
            place = isIn && line.StartsWith('|') ? place + 1 : 0;
            if (place > 2 && line.Trim('|').Split('|', StringSplitOptions.TrimEntries) is { Length: > 1 } cells) // behind the header and its rule
            {
                yield return new Row([.. Name().Matches(cells[0]).Select(m => m.Value)], [.. Number().Matches(cells[1]).Select(Figure.Of)]);
            }
        }
    }

    private sealed record Row(IReadOnlyList<string> Names, IReadOnlyList<Figure> Figures);

    /// <param name="Unit">In the header's own words; empty where it is written in Chinese or not at all, which says nothing against it.</param>
    private sealed record Figure(string Text, decimal Value, string Unit)
    {
        public static Figure Of(Match match)
        {
            var scale = match.Groups["scale"].Value switch { "万" => 10_000m, "亿" => 100_000_000m, "%" => 0.01m, _ => 1m };
            return new Figure(match.Value.Trim(), decimal.Parse(match.Groups["number"].Value, NumberStyles.Number, CultureInfo.InvariantCulture) * scale, match.Groups["unit"].Value.Trim());
        }

        public bool Is(RuleParameter parameter) => Value == parameter.Value && (Unit.Length == 0 || Unit == parameter.Unit);
    }

    [GeneratedRegex(@"[a-z][a-z0-9_]*")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<number>-?\d+(,\d{3})*(\.\d+)?)\s*(?<scale>[万亿%])?(?<unit> ?[A-Za-z][A-Za-z ]*)?")]
    private static partial Regex Number();
}

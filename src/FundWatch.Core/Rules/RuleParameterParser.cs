using System.Globalization;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Rules;

/// <summary>
/// Reads the <c>param</c> lines of a header:
/// <c>name[region] = value unit | from 2013-12-08 | to 2025-05-18 | source "R13" article "10" | checked | zh words | en words</c>.
/// Only value and unit are obligatory; the words may be left out where another line of the same name has them.
/// </summary>
internal static partial class RuleParameterParser
{
    public static IReadOnlyList<RuleParameter> Parse(string path, IReadOnlyList<(int Line, string Value)> lines)
    {
        var parameters = new List<(int Line, RuleParameter Parameter)>();
        foreach (var (line, value) in lines)
        {
            var parameter = ParseOne(path, line, value);
            if (parameters.Any(p => Key(p.Parameter) == Key(parameter)))
            {
                throw new RuleFileException(path, line, $"parameter {parameter.Name} is given twice for the same region and start");
            }

            parameters.Add((line, parameter));
        }

        return parameters.Select(p => WithWords(path, p.Line, p.Parameter, parameters)).ToList();
    }

    private static (string, string, DateOnly?) Key(RuleParameter parameter) => (parameter.Name, parameter.RegionPrefix, parameter.From);

    private static RuleParameter WithWords(string path, int line, RuleParameter parameter, List<(int Line, RuleParameter Parameter)> all)
    {
        var zh = all.FirstOrDefault(p => p.Parameter.Name == parameter.Name && p.Parameter.TextZh.Length > 0).Parameter?.TextZh;
        var en = all.FirstOrDefault(p => p.Parameter.Name == parameter.Name && p.Parameter.TextEn.Length > 0).Parameter?.TextEn;
        return zh is not null && en is not null
            ? parameter with
            {
                TextZh = parameter.TextZh.Length > 0 ? parameter.TextZh : zh,
                TextEn = parameter.TextEn.Length > 0 ? parameter.TextEn : en,
            }
            : throw new RuleFileException(path, line, $"parameter {parameter.Name} needs its words: | zh ... | en ...");
    }

    private static RuleParameter ParseOne(string path, int line, string text)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        var head = Head().Match(parts[0]);
        if (!head.Success || !decimal.TryParse(head.Groups["value"].Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
        {
            throw new RuleFileException(path, line, $"expected 'name = number unit' or 'name[region] = number unit', found '{parts[0]}'");
        }

        var parameter = new RuleParameter(head.Groups["name"].Value, head.Groups["region"].Value, value, head.Groups["unit"].Value,
            From: null, To: null, Source: null, Article: null, Checked: false, TextZh: "", TextEn: "");
        foreach (var part in parts.Skip(1))
        {
            parameter = Apply(path, line, parameter, part);
        }

        return parameter.From is null || parameter.To is null || parameter.From < parameter.To
            ? parameter
            : throw new RuleFileException(path, line, $"parameter {parameter.Name} ends on {parameter.To:yyyy-MM-dd}, before it starts");
    }

    private static RuleParameter Apply(string path, int line, RuleParameter parameter, string part)
    {
        var source = Source().Match(part);
        var (word, rest) = part.IndexOf(' ') is var space and > 0 ? (part[..space], part[(space + 1)..].Trim()) : (part, "");
        return word switch
        {
            "from" => parameter with { From = Date(path, line, rest) },
            "to" => parameter with { To = Date(path, line, rest) },
            "checked" when rest == "" => parameter with { Checked = true },
            "source" when source.Success => parameter with
            {
                Source = source.Groups["source"].Value,
                Article = source.Groups["article"].Success ? source.Groups["article"].Value : null,
            },
            "zh" when rest != "" => parameter with { TextZh = rest },
            "en" when rest != "" => parameter with { TextEn = rest },
            _ => throw new RuleFileException(path, line,
                $"cannot read '{part}' of parameter {parameter.Name}; expected from DATE, to DATE, source \"...\" article \"...\", checked, zh ..., en ..."),
        };
    }

    private static DateOnly Date(string path, int line, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : throw new RuleFileException(path, line, $"expected a date as 2025-05-18, found '{text}'");

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9_]*)(\[(?<region>\d{2}|\d{4}|\d{6})\])?\s*=\s*(?<value>-?[\d.]+)\s+(?<unit>\S.*)$")]
    private static partial Regex Head();

    [GeneratedRegex("^source \"(?<source>[^\"]+)\"( article \"(?<article>[^\"]+)\")?$")]
    private static partial Regex Source();
}

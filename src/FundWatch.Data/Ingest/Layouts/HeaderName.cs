using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A column header reduced to what tells it apart: no spaces, marks or brackets, half-width, lower case, its unit of money taken off.</summary>
/// <param name="Key">Comparable with the key of another header.</param>
/// <param name="Factor">10,000 where the header says 万元 or 万美元; null where it names no unit of money.</param>
/// <param name="Currency">ISO 4217, where the header names another currency than yuan.</param>
public readonly partial record struct HeaderName(string Key, long? Factor, string? Currency = null)
{
    private static readonly string[] _bareUnits = [.. Units.Names.OrderByDescending(n => n.Length)];

    /// <summary>What a header says in brackets, part by part: 万元 and 含税 of 金额（单位：万元，含税）.</summary>
    public static IReadOnlyList<string> InBrackets(string header) => [.. Parts(Folded(header)).Where(p => p.Length > 0)];

    private static IEnumerable<string> Parts(string folded) => Brackets().Matches(folded)
        .SelectMany(m => m.Groups[1].Value.Replace("单位", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Split(',', '、', ';', ':'));

    private static string Folded(string header) => CellText.Folded(header).ToLowerInvariant()
        .Replace('【', '(').Replace('】', ')').Replace('[', '(').Replace(']', ')').Replace('〔', '(').Replace('〕', ')');

    /// <summary>Reads a header as written, e.g. <c>*报销金额（万元）：</c> gives 报销金额 and 10,000.</summary>
    public static HeaderName Of(string header)
    {
        var text = Folded(header);
        long? factor = null;
        string? currency = null;
        foreach (var part in Parts(text))
        {
            var foreign = ForeignMoney.Of(part);
            factor ??= Units.Factor(part) ?? foreign?.Times; // 万 元; 万元，含税; 万美元
            currency ??= foreign?.Code;
        }

        text = Brackets().Replace(text, "");
        var key = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c is not ('_' or '-' or '*' or ':' or '：' or '"' or '\'' or '.' or '#' or '/' or '、'))
            {
                key.Append(c);
            }
        }

        return new HeaderName(key.ToString(), factor, currency);
    }

    /// <summary>The same header with a unit written without brackets taken off: 金额万元.</summary>
    public HeaderName? WithoutBareUnit()
    {
        var key = Key;
        var unit = Units.Factor(key) is not null ? null : Array.Find(_bareUnits, u => key.Length > u.Length && key.EndsWith(u, StringComparison.Ordinal));
        return unit is null ? null : new HeaderName(key[..^unit.Length], Units.Factor(unit));
    }

    // One that is never closed goes to the end.
    [GeneratedRegex(@"\(([^)]*)\)?")]
    private static partial Regex Brackets();
}

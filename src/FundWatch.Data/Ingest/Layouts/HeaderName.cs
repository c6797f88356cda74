using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A column header reduced to what tells it apart: no spaces, marks or brackets, half-width, lower case, its unit of money taken off.</summary>
/// <param name="Key">Comparable with the key of another header.</param>
/// <param name="Factor">10,000 where the header says 万元; null where it names no unit of money.</param>
/// <param name="Currency">ISO 4217, where the header names another currency than yuan.</param>
public readonly record struct HeaderName(string Key, long? Factor, string? Currency = null)
{
    private static readonly string[] _bareUnits = ["百万元", "千万元", "万元", "千元", "亿元", "元"];

    /// <summary>Reads a header as written, e.g. <c>*报销金额（万元）：</c> gives 报销金额 and 10,000.</summary>
    public static HeaderName Of(string header)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var text = Encoding.UTF8.GetString(CellText.Fold(bytes, new byte[bytes.Length])).ToLowerInvariant();
        text = text.Replace('【', '(').Replace('】', ')').Replace('[', '(').Replace(']', ')').Replace('〔', '(').Replace('〕', ')');
        long? factor = null;
        string? currency = null;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        while (open >= 0)
        {
            var close = text.IndexOf(')', open);
            var inside = text[(open + 1)..(close < 0 ? text.Length : close)];
            var parts = inside.Replace("单位", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Split(',', '、', ';', ':');
            factor ??= parts.Select(Units.Factor).FirstOrDefault(f => f is not null); // 万 元; 万元，含税
            currency ??= parts.Select(ForeignMoney.CodeOf).FirstOrDefault(c => c is not null);
            text = text[..open] + (close < 0 ? "" : text[(close + 1)..]);
            open = text.IndexOf('(', StringComparison.Ordinal);
        }

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
        var unit = Array.Find(_bareUnits, u => key.Length > u.Length && key.EndsWith(u, StringComparison.Ordinal));
        return unit is null ? null : new HeaderName(key[..^unit.Length], Units.Factor(unit));
    }
}

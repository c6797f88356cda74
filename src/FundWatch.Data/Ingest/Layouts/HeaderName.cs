using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A column header reduced to what tells it apart: no spaces, marks or brackets, half-width, lower case, its unit of money taken off.</summary>
/// <param name="Key">Comparable with the key of another header.</param>
/// <param name="Unit">Of money, as its brackets state it; null where they state none.</param>
public readonly record struct HeaderName(string Key, MoneyUnit? Unit)
{
    private const string Ends = "元圆圓币镑铢布盾";
    private const int LongestBare = 8;

    /// <summary>10,000 where the header says 万元 or 万美元; null where it names no unit of money that amounts are read in.</summary>
    public long? Factor => Unit?.Factor;

    /// <summary>ISO 4217, where the header names another currency than yuan.</summary>
    public string? Currency => Unit?.Currency;

    /// <summary>The unit that it states, in brackets or without: 金额（万元）, 金额万元.</summary>
    public MoneyUnit? Stated => Unit ?? WithoutBareUnit()?.Unit;

    /// <summary>Of the unit that amounts are read in.</summary>
    public long? StatedFactor => Factor ?? WithoutBareUnit()?.Factor;

    /// <summary>Reads a header as written, e.g. <c>*报销金额（万元）：</c> gives 报销金额 and 万元.</summary>
    public static HeaderName Of(string header)
    {
        var text = HeaderBrackets.Folded(header);
        var units = HeaderBrackets.Of(text).Select(MoneyUnit.In).OfType<MoneyUnit>().ToList();
        var key = new StringBuilder(text.Length);
        foreach (var c in HeaderBrackets.Without(text))
        {
            if (!char.IsWhiteSpace(c) && c is not ('_' or '-' or '*' or ':' or '：' or '"' or '\'' or '.' or '#' or '/' or '、'))
            {
                key.Append(c);
            }
        }

        return new HeaderName(key.ToString(), units.Count == 0 ? null : MoneyUnit.Counted(units, u => u).First());
    }

    /// <summary>The same header with a unit written without brackets taken off: 金额万元, 合同额万美元; null where there is none. 预算20万元 and 每户五百余元 are amounts.</summary>
    public HeaderName? WithoutBareUnit()
    {
        for (var at = Key.Length > 0 && Ends.Contains(Key[^1]) ? Math.Max(1, Key.Length - LongestBare) : Key.Length; at < Key.Length; at++)
        {
            if (!MoneyUnit.IsCountedBy(Key.AsSpan(0, at)) && MoneyUnit.Parse(Key[at..]) is { Factor: not null } unit)
            {
                return new HeaderName(Key[..at], unit);
            }
        }

        return null;
    }
}

using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A unit of money as a row beside the records states it.</summary>
/// <param name="Name">As people write it: 万元, 万美元.</param>
/// <param name="Factor">In units of its currency: 10,000 for 万元; null of a unit that amounts are not read in: 角.</param>
/// <param name="Currency">ISO 4217; null for yuan.</param>
internal readonly record struct StatedUnit(string Name, long? Factor, string? Currency)
{
    /// <summary>Reads 万元, （万元）, 单位：万元 or HK$; null where the text is anything else.</summary>
    public static StatedUnit? Of(string text) => Read(text, orUnknown: false);

    /// <summary>The same where a unit is expected, so that 角 and 十亿元 are units too.</summary>
    public static StatedUnit? OrUnknown(string text) => Read(text, orUnknown: true);

    private static StatedUnit? Read(string text, bool orUnknown)
    {
        if (text.Length is 0 or > 24)
        {
            return null;
        }

        var unit = CellText.Folded(text).Replace(" ", "", StringComparison.Ordinal).Replace("单位", "", StringComparison.Ordinal).Trim('(', ')', '[', ']', '【', '】', ':', '。', '.', ';');
        return Units.Factor(unit.ToLowerInvariant()) is { } factor ? new StatedUnit(Units.Name(factor), factor, null)
            : ForeignMoney.Of(unit) is var (code, times) ? new StatedUnit(unit, times, code)
            : orUnknown && Units.IsUnknown(unit) ? new StatedUnit(unit, null, null) : null;
    }
}

using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>The units of money that a layout reads amounts in and their own headers do not name: they stood above the table, or a mapping says them.</summary>
internal static class UnsaidUnits
{
    /// <summary>For people: 万元, or by column where not all are alike, 餐费、报销金额：万元；单价：元/斤. Empty where each header says its own.</summary>
    public static string Of(Layout layout)
    {
        var amounts = Amounts(layout);
        var units = amounts.Where(a => !IsSaid(a.Header, a.Source)).GroupBy(a => Name(a.Source), a => a.Header.Trim()).ToList();
        return units.Count == 1 && units[0].Count() == amounts.Count ? units[0].Key : string.Join("；", units.Select(u => $"{string.Join("、", u.Distinct())}：{u.Key}"));
    }

    /// <summary>True of a text that means what amounts are read in: what <see cref="Of"/> says, or the one unit of all, also where their headers say it. Blanks, brackets and forms of the same unit do not count.</summary>
    public static bool IsMeantBy(string text, Layout layout)
    {
        var units = Amounts(layout).Select(a => Name(a.Source)).Distinct().ToList();
        var said = Meanings(text);
        return said.SetEquals(Meanings(Of(layout))) || (units.Count == 1 && said.SetEquals(Meanings(units[0])));
    }

    private static List<(string Header, ColumnSource Source)> Amounts(Layout layout) =>
        [.. layout.Columns.Where(c => c.Column.Type == ColumnType.Money).SelectMany(c => c.Cells.Where(cell => cell < layout.Headers.Count).Select(cell => (layout.Headers[cell], c)))];

    // Of each part its columns and its unit: 餐费、报销金额：万元.
    private static HashSet<(string Columns, string Unit)> Meanings(string text) =>
        [.. CellText.Folded(text).Replace(" ", "", StringComparison.Ordinal).Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.LastIndexOf(':') is var at && at < 0 ? ("", Meaning(part)) : (part[..at], Meaning(part[(at + 1)..])))];

    private static string Meaning(string unit) => MoneyUnit.Parse(unit) is not { Factor: { } factor } known ? unit
        : $"{factor} {known.Currency} {(known.Per is { } per && Measure.Factor(per, "公斤") is { } weight ? $"{weight:0.######}" : known.Per)}";

    private static bool IsSaid(string header, ColumnSource source)
    {
        var name = HeaderName.Of(header);
        return name.StatedFactor == source.Factor && name.Currency == source.Currency && (!Measure.IsPrice(source.Column) || Measure.PriceTimes(source.Column, Measure.PerOf(header)) == source.PriceTimes);
    }

    private static string Name(ColumnSource source) => Units.Name(source.Factor, source.Currency)
        + (Measure.PricedBy(source.Column, source.PriceTimes) is { } weight ? "/" + weight : "");
}

using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>The units of money that a layout reads amounts in and their own headers do not name: they stood above the table, or a mapping says them.</summary>
internal static class UnsaidUnits
{
    /// <summary>For people: 万元, or by column where not all are alike, 餐费、报销金额：万元；单价：元/斤. Empty where each header says its own.</summary>
    public static string Of(Layout layout)
    {
        var amounts = layout.Columns.Where(c => c.Column.Type == ColumnType.Money).SelectMany(c => c.Cells.Where(cell => cell < layout.Headers.Count).Select(cell => (Header: layout.Headers[cell], Source: c))).ToList();
        var units = amounts.Where(a => !IsSaid(a.Header, a.Source)).GroupBy(a => Name(a.Source), a => a.Header.Trim()).ToList();
        return units.Count == 1 && units[0].Count() == amounts.Count ? units[0].Key : string.Join("；", units.Select(u => $"{string.Join("、", u.Distinct())}：{u.Key}"));
    }

    private static bool IsSaid(string header, ColumnSource source)
    {
        var name = HeaderName.Of(header);
        return name.StatedFactor == source.Factor && name.Currency == source.Currency && (!Measure.IsPrice(source.Column) || Measure.PriceTimes(source.Column, Measure.PerOf(header)) == source.PriceTimes);
    }

    private static string Name(ColumnSource source) => Units.Name(source.Factor, source.Currency)
        + (Measure.PricedBy(source.Column, source.PriceTimes) is { } weight ? "/" + weight : "");
}

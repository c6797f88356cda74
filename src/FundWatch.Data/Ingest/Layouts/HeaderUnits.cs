using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// The units of money that the first rows of a file state around its header. Those above it, or in the line right below it, hold for amounts whose own header names none; another
/// currency is refused; what was not applied is kept for the report.
/// </summary>
internal static class HeaderUnits
{
    /// <summary>A recognised layout with the units that its file states.</summary>
    /// <param name="firstRow">First line of the header.</param>
    /// <exception cref="FileRefused"><c>foreign_currency</c>.</exception>
    public static Layout Apply(Layout layout, int firstRow, IReadOnlyList<(int Row, string[] Headers, long Line)> rows, string path)
    {
        var stated = Above(rows, firstRow);
        var beside = new List<(long Line, StatedUnit Unit)>();
        var (_, below, line) = rows.FirstOrDefault(r => r.Row == layout.HeaderRow + 1 && layout.HeaderRow > 0);
        if (below is not null && CaptionBelow(below) is { } caption)
        {
            stated.Add((line, caption));
            layout = layout with { HeaderRow = layout.HeaderRow + 1 };
        }
        else if (below is not null && UnitRow.Join(layout.Columns, [.. layout.Headers], below) is { } joined)
        {
            beside.AddRange(below.Select(StatedUnit.Of).OfType<StatedUnit>().Distinct().Select(u => (line, u)));
            layout = layout with
            {
                Headers = joined, HeaderRow = layout.HeaderRow + 1, HasUnitRow = true,
                Columns = [.. layout.Columns.Select(c => c.Cells is [var cell] && HeaderRecognition.TakesUnit(c.Column, layout.Headers[cell]) ? c with { Factor = HeaderName.Of(joined[cell]).Factor ?? 1 } : c)],
            };
        }

        RefuseForeign(layout, stated, path);
        RefuseUnknown(layout.Columns.Where(c => c.Column.Type == ColumnType.Money && c.Cells is [_]).Select(c => layout.Headers[c.Cells[0]]), path);
        var factor = stated.GroupBy(s => s.Line).LastOrDefault(g => g.Count() == 1)?.Single().Unit.Factor ?? 1; // which of two is whose is not said
        var takes = layout.Columns.Select(c => c.Cells is [var cell] && HeaderRecognition.TakesUnit(c.Column, layout.Headers[cell])).ToList();
        layout = layout with { Columns = [.. layout.Columns.Select((c, i) => takes[i] ? c with { Factor = factor } : c)], UnitAbove = takes.Contains(true) ? factor : 1 };
        return WithOthers(layout, [.. stated, .. beside]);
    }

    /// <summary>A mapping says its units itself: what its file says otherwise is kept for the report.</summary>
    /// <param name="headerRow">Number of the header row; the layout's may lie behind it, where rows are skipped.</param>
    public static Layout Compare(Layout layout, int headerRow, IReadOnlyList<(int Row, string[] Headers, long Line)> rows)
    {
        var units = new UnitsInUse(layout);
        var passed = rows.Where(r => r.Row > headerRow && r.Row <= layout.HeaderRow).ToList();
        var stated = Above(rows, headerRow);
        stated.AddRange(passed.SelectMany(r => UnitCaption.In(r.Headers).Select(u => (r.Line, u))));
        var line = rows.FirstOrDefault(r => r.Row == headerRow).Line;
        var others = passed.SelectMany(r => units.OtherBelow(r.Headers).Select(u => new UnitElsewhere(r.Line, u.Name)))
            .Concat(layout.Columns.Where(c => c is { Column.Type: ColumnType.Money, Cells: [_] }).Select(c => (c.Factor, Name: HeaderName.Of(layout.Headers[c.Cells[0]])))
                .Select(c => (c.Factor, Stated: c.Name.Factor ?? c.Name.WithoutBareUnit()?.Factor)).Where(c => c.Stated is { } own && own != c.Factor).Select(c => new UnitElsewhere(line, Units.Name(c.Stated!.Value))));
        return WithOthers(layout, stated, others);
    }

    /// <summary>The currency that an amount's header names, where it is not yuan; null where there is none.</summary>
    public static (string Header, string Code)? Foreign(Layout layout) => layout.Columns.Where(c => c.Column.Type == ColumnType.Money).SelectMany(c => c.Cells)
        .Select(cell => (Header: layout.Headers[cell], Code: HeaderName.Of(layout.Headers[cell]).Currency!)).Where(f => f.Code is not null).Select(f => ((string, string)?)f).FirstOrDefault();

    private static List<(long Line, StatedUnit Unit)> Above(IReadOnlyList<(int Row, string[] Headers, long Line)> rows, int row) =>
        [.. rows.Where(r => r.Row < row).SelectMany(r => UnitCaption.Above(r.Headers).Select(u => (r.Line, u)))];

    // 单位：万元 and nothing else but perhaps a word beside it.
    private static StatedUnit? CaptionBelow(string[] row) =>
        row.Count(c => c.Length > 0) <= 2 && !row.Any(c => c.Any(char.IsAsciiDigit)) && UnitCaption.In(row) is [var one] ? one : null;

    private static Layout WithOthers(Layout layout, IReadOnlyList<(long Line, StatedUnit Unit)> stated, IEnumerable<UnitElsewhere>? more = null)
    {
        var units = new UnitsInUse(layout);
        return layout with { OtherUnits = [.. stated.Where(s => !units.Agree(s.Unit)).Select(s => new UnitElsewhere(s.Line, s.Unit.Name)).Concat(more ?? []).Distinct()] };
    }

    /// <summary>A column that a mapping names without a unit, in the unit of its own header: the contract's 金额(万元) says it of the same column.</summary>
    /// <exception cref="FileRefused"><c>unknown_unit</c>.</exception>
    public static ColumnSource InHeader(ColumnSource source, string header, string path)
    {
        if (source.Column.Type != ColumnType.Money)
        {
            return source.Column.Type == ColumnType.Decimal ? source with { Measure = Measure.Other(source.Column, Measure.InBrackets(header)) } : source;
        }

        RefuseUnknown([header], path);
        var name = HeaderName.Of(header);
        return source with { Factor = (name.Factor ?? name.WithoutBareUnit()?.Factor ?? 1) * (Measure.PriceFactor(source.Column, header) ?? 1) };
    }

    private static void RefuseUnknown(IEnumerable<string> headers, string path)
    {
        foreach (var (header, unit) in headers.Where(h => HeaderName.Of(h).Factor is null).SelectMany(h => HeaderName.InBrackets(h).Select(u => (h, u))).Where(p => Units.IsUnknown(p.u)))
        {
            var advice = HeaderRecognition.Advice(path);
            throw new FileRefused("unknown_unit", $"列名“{header}”中的金额单位“{unit}”不能换算（可用：{string.Join("、", Units.Names)}）；不会当作元导入。请换算成元并改列名后再导入。{advice.Zh}",
                $"The header '{header}' states '{unit}' as the unit of amounts, which is not known (known: {string.Join(", ", Units.Names)}), and is not taken for yuan. Convert the amounts and mend the header; {advice.En}");
        }
    }

    private static void RefuseForeign(Layout layout, List<(long Line, StatedUnit Unit)> stated, string path)
    {
        if (Foreign(layout) is { } found)
        {
            throw ForeignCurrency($"列名“{found.Header}”", $"the header '{found.Header}'", found.Code, path);
        }

        if (layout.Columns.Any(c => c.Cells is [var cell] && HeaderRecognition.TakesUnit(c.Column, layout.Headers[cell])) && stated.FirstOrDefault(s => s.Unit.Currency is not null) is { Unit.Currency: { } code } caption)
        {
            throw ForeignCurrency($"第 {caption.Line} 行（{caption.Unit.Name}）", $"line {caption.Line} ({caption.Unit.Name})", code, path);
        }
    }

    internal static FileRefused ForeignCurrency(string zh, string en, string code, string path)
    {
        var advice = HeaderRecognition.Advice(path);
        return new FileRefused("foreign_currency",
            $"{zh}注明金额的币种是 {code}，不是人民币；不会当作元导入，也不作换算。请换算成元并改列名后再导入，或用写明 \"currency\": \"{code}\" 的映射、以单独的 --source 导入。{advice.Zh}",
            $"{en} says that amounts are in {code}, not in yuan: they are neither taken for yuan nor converted. Convert them and mend the header, or use a mapping with \"currency\": \"{code}\" under a --source of its own; {advice.En}");
    }
}

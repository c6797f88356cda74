using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// The units of money that the first rows of a file state around its header. Those above it, or in the line right below it, hold for amounts whose own header names none; another
/// currency, and a unit that nobody knows, are refused; what was not applied is kept for the report.
/// </summary>
internal static class HeaderUnits
{
    /// <summary>A recognised layout with the units that its file states.</summary>
    /// <param name="firstRow">First line of the header.</param>
    /// <exception cref="FileRefused"><c>foreign_currency</c> or <c>unknown_unit</c>.</exception>
    public static Layout Apply(Layout layout, int firstRow, IReadOnlyList<(int Row, string[] Headers, long Line)> rows, string path)
    {
        var stated = Above(rows, firstRow);
        var beside = BesideNumbers(rows, firstRow);
        var (_, below, line) = rows.FirstOrDefault(r => r.Row == layout.HeaderRow + 1 && layout.HeaderRow > 0);
        if (below is not null && CaptionBelow(below) is { } caption)
        {
            stated.Add((line, caption));
            layout = layout with { HeaderRow = layout.HeaderRow + 1 };
        }
        else if (below is not null && UnitRow.Join(layout.Columns, [.. layout.Headers], below) is { } joined)
        {
            beside.AddRange(UnitCaption.Alone(below).Select(u => (line, u)));
            layout = layout with
            {
                Headers = joined, HeaderRow = layout.HeaderRow + 1, HasUnitRow = true,
                Columns = [.. layout.Columns.Select(c => c.Cells is [var cell] && joined[cell] != layout.Headers[cell] ? InUnitOf(c, joined[cell]) : c)],
            };
        }

        RefuseForeign(layout, stated, path);
        RefuseUnknown(layout, stated);
        MoneyUnit? unit = stated.GroupBy(s => s.Line).LastOrDefault(g => g.Count() == 1)?.Single().Unit; // which of two is whose is not said
        var factor = unit?.Factor ?? 1;
        var takes = layout.Columns.Select(c => c.Cells is [var cell] && HeaderRecognition.TakesUnit(c.Column, layout.Headers[cell])).ToList();
        layout = layout with
        {
            Columns = [.. layout.Columns.Select((c, i) => takes[i] ? c with { Factor = factor } : unit is { Per: { } per } && Measure.IsPrice(c.Column) ? Priced(c, layout.Headers, per, factor) : c)],
            UnitAbove = takes.Contains(true) ? factor : 1, SaysYuan = stated.Exists(s => s.Unit.NamesYuan),
        };
        return WithOthers(layout, [.. stated, .. beside, .. Perhaps(rows, firstRow, layout.HeaderRow)], Mentioned(layout, rows.FirstOrDefault(r => r.Row == firstRow).Line, new HashSet<string>()));
    }

    /// <summary>A mapping says its units itself: what its file says otherwise is kept for the report.</summary>
    /// <param name="firstRow">First line of the header.</param>
    /// <param name="headerRow">Its last line; the layout's may lie behind it, where rows are skipped.</param>
    /// <param name="said">Columns whose unit it says, and does not leave to their headers.</param>
    public static Layout Compare(Layout layout, int firstRow, int headerRow, IReadOnlyList<(int Row, string[] Headers, long Line)> rows, IReadOnlySet<string> said)
    {
        var units = new UnitsInUse(layout);
        var passed = rows.Where(r => r.Row > headerRow && r.Row <= layout.HeaderRow).ToList();
        var stated = Above(rows, firstRow);
        stated.AddRange(BesideNumbers(rows, firstRow));
        stated.AddRange(Perhaps(rows, firstRow, headerRow));
        stated.AddRange(passed.SelectMany(r => UnitCaption.In(r.Headers).Select(u => (r.Line, u))));
        var line = rows.FirstOrDefault(r => r.Row == headerRow).Line;
        var others = passed.SelectMany(r => units.OtherBelow(r.Headers).Select(u => new UnitElsewhere(r.Line, u.Name)))
            .Concat(layout.Columns.Where(c => c is { Column.Type: ColumnType.Money, Cells: [_] }).Select(c => (c.Factor, Name: HeaderName.Of(layout.Headers[c.Cells[0]])))
                .Select(c => (c.Factor, c.Name.Stated)).Where(c => c.Stated is { } own && !(own.IsYuanAlone && layout.Currency is null) && (own.Factor != c.Factor || (layout.Currency is not null && own.NamesYuan))).Select(c => new UnitElsewhere(line, c.Stated!.Value.Name)))
            .Concat(Mentioned(layout, line, said));
        return WithOthers(layout with { SaysYuan = layout.SaysYuan || stated.Exists(s => s.Unit.NamesYuan) }, stated, others);
    }

    /// <summary>A layout with what the names of its sheet and its file say of its amounts. It is never applied: sheets are copied and renamed.</summary>
    public static Layout Named(Layout layout, string? sheet, string file)
    {
        var units = new UnitsInUse(layout);
        UnitElsewhere?[] others = [Other(sheet) is { } ofSheet ? new UnitElsewhere(0, ofSheet.Name) { Sheet = sheet } : null, Other(file) is { } ofFile ? new UnitElsewhere(0, ofFile.Name) { File = file } : null];
        return layout with { OtherUnits = [.. layout.OtherUnits, .. others.OfType<UnitElsewhere>()] };

        MoneyUnit? Other(string? name) => name is not null && UnitCaption.OfName(name) is { } unit && !units.AgreeInRow(unit) ? unit : null;
    }

    /// <summary>True where the header of an amount names yuan: 金额（元）, 金额（万元）, 金额（人民币）.</summary>
    public static bool NameYuan(Layout layout) => layout.Columns.Where(c => c.Column.Type == ColumnType.Money).SelectMany(c => c.Cells)
        .Any(cell => cell < layout.Headers.Count && HeaderName.Of(layout.Headers[cell]).Stated is { NamesYuan: true });

    /// <summary>The currency that an amount's header names, where it is not yuan; null where there is none.</summary>
    public static (string Header, string Code)? Foreign(Layout layout) => layout.Columns.Where(c => c.Column.Type == ColumnType.Money).SelectMany(c => c.Cells)
        .Select(cell => (Header: layout.Headers[cell], Code: HeaderName.Of(layout.Headers[cell]).Stated?.Currency!)).Where(f => f.Code is not null).Select(f => ((string, string)?)f).FirstOrDefault();

    private static List<(long Line, MoneyUnit Unit)> Above(IReadOnlyList<(int Row, string[] Headers, long Line)> rows, int row) =>
        [.. MoneyUnit.Counted(rows.Where(r => r.Row < row).SelectMany(r => UnitCaption.Above(r.Headers).Select(u => (r.Line, Unit: u))).ToList(), s => s.Unit)];

    // 本年预算 | 500 | 万元: not of the table, and yet it may be meant for it.
    private static List<(long Line, MoneyUnit Unit)> BesideNumbers(IReadOnlyList<(int Row, string[] Headers, long Line)> rows, int row) =>
        [.. rows.Where(r => r.Row < row && UnitCaption.Above(r.Headers).Count == 0).SelectMany(r => UnitCaption.Alone(r.Headers).Select(u => (r.Line, u)))];

    // 资金使用表（专户万元） above the table, or a group of that name over its amounts; also beside a unit that is read (单位：人民币（专户万元）).
    private static IEnumerable<(long Line, MoneyUnit Unit)> Perhaps(IReadOnlyList<(int Row, string[] Headers, long Line)> rows, int firstRow, int headerRow) =>
        rows.Where(r => r.Row < headerRow).SelectMany(r => r.Row < firstRow ? UnitCaption.Perhaps(r.Headers) : r.Headers.SelectMany(UnitCaption.PerhapsOf).Distinct(), (r, unit) => (r.Line, unit));

    // 金额（申报万元起）: read in yuan, as nobody can tell, and said. Where the header says more than 人民币, only what ends with another unit may be meant: 金额（元）（万元以上） speaks of amounts.
    private static IEnumerable<UnitElsewhere> Mentioned(Layout layout, long line, IReadOnlySet<string> said) => layout.Columns
        .Where(c => c is { Column.Type: ColumnType.Money, Cells: [_] } && !said.Contains(c.Column.Name))
        .SelectMany(c => UnitCaption.PerhapsOf(layout.Headers[c.Cells[0]]).Concat(c.Factor == 1 ? MentionedIn(layout.Headers[c.Cells[0]]) : []).Where(u => u.Factor != c.Factor).Take(1))
        .Select(u => new UnitElsewhere(line, u.Name));

    private static IEnumerable<MoneyUnit> MentionedIn(string header) => HeaderName.Of(header).Stated is null or { IsYuanAlone: true }
        ? HeaderBrackets.Of(HeaderBrackets.Folded(header)).Select(MoneyUnit.MentionedIn).OfType<MoneyUnit>() : [];

    // 单位：万元 and nothing else but perhaps a word beside it.
    private static MoneyUnit? CaptionBelow(string[] row) =>
        row.Count(c => c.Length > 0) <= 2 && !row.Any(c => c.Any(char.IsAsciiDigit)) && UnitCaption.In(row) is [var one] ? one : null;

    private static Layout WithOthers(Layout layout, IReadOnlyList<(long Line, MoneyUnit Unit)> stated, IEnumerable<UnitElsewhere>? more = null)
    {
        var units = new UnitsInUse(layout);
        return layout with { OtherUnits = [.. stated.Where(s => !units.AgreeInRow(s.Unit)).Select(s => new UnitElsewhere(s.Line, s.Unit.Name)).Concat(more ?? []).Distinct()] };
    }

    /// <summary>
    /// A column that a mapping names: without a unit it is in that of its own header, as the contract's 金额(万元) says it of the same column. A price is for the weight that its unit or else its header names.
    /// </summary>
    /// <param name="unit">The mapping's.</param>
    /// <exception cref="FileRefused"><c>unknown_unit</c>.</exception>
    public static ColumnSource InHeader(ColumnSource source, string header, string? unit)
    {
        if (unit is null && source.Column.Type is (ColumnType.Money or ColumnType.Decimal))
        {
            return InUnitOf(source, header);
        }

        if (unit is null || source.Column.Type != ColumnType.Money)
        {
            return source;
        }

        var per = MoneyUnit.Parse(unit)?.Per ?? Measure.PerOf(header);
        return source with { PriceTimes = Measure.PriceTimes(source.Column, per) ?? throw OtherPrice(source.Column, header) };
    }

    private static ColumnSource InUnitOf(ColumnSource source, string header)
    {
        if (source.Column.Type == ColumnType.Decimal)
        {
            return source with { Measure = Measure.Other(source.Column, Measure.InBrackets(header)) };
        }

        if (UnknownIn(header) is { } unknown)
        {
            throw Unknown($"列名“{header}”", $"the header '{header}'", unknown);
        }

        return source with
        {
            Factor = HeaderName.Of(header).StatedFactor ?? 1,
            PriceTimes = Measure.PriceTimes(source.Column, Measure.PerOf(header)) ?? throw OtherPrice(source.Column, header),
        };
    }

    private static ColumnSource Priced(ColumnSource source, IReadOnlyList<string> headers, string per, long factor) =>
        source.Cells is [var cell] && HeaderName.Of(headers[cell]).Unit is null && Measure.PerOf(headers[cell]) is null
            ? source with { Factor = factor, PriceTimes = Measure.PriceTimes(source.Column, per) ?? throw OtherPrice(source.Column, $"单位：元/{per}") } : source;

    private static void RefuseUnknown(Layout layout, List<(long Line, MoneyUnit Unit)> stated)
    {
        foreach (var header in layout.Columns.Where(c => c is { Column.Type: ColumnType.Money, Cells: [_] }).Select(c => layout.Headers[c.Cells[0]]))
        {
            if (UnknownIn(header) is { } unit)
            {
                throw Unknown($"列名“{header}”", $"the header '{header}'", unit);
            }
        }

        if (stated.FirstOrDefault(s => s.Unit is { Factor: null, Name: not null }) is { Unit.Name: { } name } caption && HasAmountWithoutUnit(layout))
        {
            throw Unknown($"第 {caption.Line} 行", $"line {caption.Line}", name);
        }
    }

    private static string? UnknownIn(string header) => HeaderName.Of(header).Unit is { } unit ? unit.Factor is null ? unit.Name : null
        : HeaderBrackets.Parts(HeaderBrackets.Folded(header)).FirstOrDefault(p => p is "k" or "m" or "mn" or "mm"); // of thousands and millions, beside a name of money alone

    // A mapping could only say that the amounts are in another unit than they are.
    private static FileRefused Unknown(string zh, string en, string unit) => new("unknown_unit",
        $"{zh}注明的金额单位“{unit}”不能换算（可用：{string.Join("、", Units.Names)}）；不会当作元导入。请在文件中把金额换算成元，并注明单位为元（列名如“金额(元)”），再导入。",
        $"{en} states '{unit}' as the unit of amounts, which is not known (known: {string.Join(", ", Units.Names)}), and is not taken for yuan. Convert the amounts in the file to yuan and state 元 as their unit (a header such as 金额(元)), then load it.");

    internal static FileRefused OtherPrice(Column column, string header) => new("unknown_unit",
        $"列名“{header}”注明的单价单位不能换算成“{column.ChineseHeader}”；不会当作它导入。请在文件中换算成每公斤的价格，并把列名改为“{column.ChineseHeader}”，再导入；这一列如不是重量的价格，请不要映射到它。",
        $"the header '{header}' states a price for a unit that does not become {column.ChineseHeader}, and is not taken for it. Convert the prices in the file to those of a kilogram and call the column {column.ChineseHeader}, then load it; if it holds no price by weight, do not map it to this column.");

    private static bool HasAmountWithoutUnit(Layout layout) => layout.Columns.Any(c => c.Cells is [var cell] && HeaderRecognition.TakesUnit(c.Column, layout.Headers[cell]));

    private static void RefuseForeign(Layout layout, List<(long Line, MoneyUnit Unit)> stated, string path)
    {
        if (Foreign(layout) is { } found)
        {
            throw ForeignCurrency($"列名“{found.Header}”", $"the header '{found.Header}'", found.Code, path);
        }

        if (HasAmountWithoutUnit(layout) && stated.FirstOrDefault(s => s.Unit.Currency is not null) is { Unit.Currency: { } code } caption)
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

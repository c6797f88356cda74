using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// The unit that tables of finance offices state once, beside their rows: 单位：万元, （金额单位：人民币万元）, 单位：户、万元, a title that ends with （万元）, 注：以上金额单位均为万元. Above the header
/// it holds for the amounts whose own header names none.
/// </summary>
internal static partial class UnitCaption
{
    private const int MostBeside = 3, LongestUnit = 8;

    /// <summary>The unit that a row above the header states; null where it states none or several, or a currency alone (人民币).</summary>
    public static MoneyUnit? One(IReadOnlyList<string> row) => Above(row) is [{ IsYuanAlone: false } one] ? one : null;

    /// <summary>The units of money that a row states, each once; none where it states none.</summary>
    public static IReadOnlyList<MoneyUnit> In(IReadOnlyList<string> row)
    {
        // Blanks are for show (单 位：万 元), or what comes next begins behind one (单位：万元 时间：2025年).
        var cells = Joined(row.Select(Folded).Where(c => c.Length > 0).ToList());
        var stated = Stated(cells.Select(c => c.Replace(" ", "", StringComparison.Ordinal)));
        return stated.Count > 0 ? stated : Stated(cells);
    }

    /// <summary>The unit in brackets at the end of a title or a word for totals: 资金使用表（万元）.</summary>
    public static MoneyUnit? AtEnd(string title) => EndsInBrackets().Match(Folded(title)) is { Success: true } end && MoneyUnit.In(end.Groups[1].Value) is { Factor: not null } unit ? unit : null;

    /// <summary>What the name of a sheet or a file states: 接待（万元）, 接待万元; null where it states nothing, or ends like a place (广元).</summary>
    public static MoneyUnit? OfName(string name) =>
        (HeaderName.Of(name).Unit ?? In([name]).Select(u => (MoneyUnit?)u).FirstOrDefault()) is { Factor: not null } stated ? stated : HeaderName.Of(name).WithoutBareUnit()?.Unit is { Factor: > 1 } bare ? bare : null;

    /// <summary>What a row above the header states of all its amounts, be it a caption or a title.</summary>
    public static IReadOnlyList<MoneyUnit> Above(IReadOnlyList<string> row)
    {
        var stated = In(row);
        if (stated.Count > 0 || !IsTitle(row))
        {
            return stated;
        }

        // 万元 alone in its cell, at the right above the amounts.
        var alone = Alone(row);
        return alone.Count > 0 || row.FirstOrDefault(c => c.Length > 0) is not { } title || AtEnd(title) is not { } unit ? alone : [unit];
    }

    /// <summary>Units alone in their cells, whatever else the row holds.</summary>
    public static List<MoneyUnit> Alone(IReadOnlyList<string> row) => Counted(row.Select(MoneyUnit.Parse).OfType<MoneyUnit>().Where(u => u.Factor is not null));

    /// <summary>Units with which a title's brackets, a caption or a short cell end although nobody can tell whether the words before them count: （专户万元）, 单位：专户万元、亩.</summary>
    public static IEnumerable<MoneyUnit> Perhaps(IReadOnlyList<string> row)
    {
        var cells = row.Select(Folded).Where(c => c.Length > 0).ToList();
        var captions = cells.SelectMany(c => Words().Matches(c).SelectMany(w => Ends(w.Groups[1].Value)).Where(u => u.Factor > 1 || OfMoney().IsMatch(c)));
        return (IsTitle(row) ? captions.Concat(PerhapsOfTitle(cells)) : captions).Distinct();
    }

    private static IEnumerable<MoneyUnit> PerhapsOfTitle(List<string> cells)
    {
        var brackets = cells.Take(1).Select(c => EndsInBrackets().Match(c)).Where(m => m.Success).SelectMany(m => Ends(m.Groups[1].Value));
        var alone = cells.Count > MostBeside ? [] : cells.Where(c => c.Length <= LongestUnit).SelectMany(Ends).Where(u => u.Factor > 1);
        return brackets.Concat(alone);
    }

    /// <summary>The same of a header or the name of a group of columns, beside the unit that is read from it: 资金（专户万元）, 资金（人民币）（专户万元）.</summary>
    public static IEnumerable<MoneyUnit> PerhapsOf(string header) =>
        HeaderBrackets.Of(HeaderBrackets.Folded(header)).SelectMany(Ends).Where(u => u != HeaderName.Of(header).Stated);

    // To what amounts are rounded is no unit of theirs: 万元（精确到百元）.
    private static IEnumerable<MoneyUnit> Ends(string words) => words.Split(['、', ',', ';']).Where(w => !Rounding().IsMatch(w)).Select(MoneyUnit.EndOf).OfType<MoneyUnit>();

    // A title, an office, a day. In 本年预算 | 500 | 万元 the unit is that of the number beside it.
    private static bool IsTitle(IReadOnlyList<string> row) => row.Count(c => c.Length > 0) <= MostBeside + 1 && !row.Any(RowsAbove.IsAmount);

    // 单位： in one cell and 万元 in the next.
    private static List<string> Joined(List<string> cells)
    {
        for (var i = 0; i < cells.Count - 1; i++)
        {
            cells[i] += EndsOpen().IsMatch(cells[i]) ? cells[i + 1] : "";
        }

        return cells;
    }

    private static List<MoneyUnit> Stated(IEnumerable<string> cells) => Counted(cells.SelectMany(c => Words().Matches(c).SelectMany(w => Units(w.Groups[1].Value)).Concat(Said(c))));

    private static List<MoneyUnit> Counted(IEnumerable<MoneyUnit> units) => [.. MoneyUnit.Counted(units.Distinct().ToList(), u => u)];

    // 户、万元. What nobody knows must stand alone: in 人、分 marks are counted, and 角 beside 元 is a place of an amount.
    private static IEnumerable<MoneyUnit> Units(string words)
    {
        var parts = words.Split(['、', ',', ';', '。', ' '], StringSplitOptions.RemoveEmptyEntries);
        var behind = words.IndexOf('(', StringComparison.Ordinal); // 万元（保留两位小数）
        return parts.Length == 1 && MoneyUnit.Parse(parts[0]) is { } only ? [only] : behind > 0 ? Units(words[..behind]) : parts.Select(MoneyUnit.Parse).OfType<MoneyUnit>().Where(u => u.Factor is not null);
    }

    // A sentence may speak of an amount of ten yuan (金额为十元).
    private static IEnumerable<MoneyUnit> Said(string cell) => Sentences().Matches(cell).Concat(Ways().Matches(cell)).Concat(OfAmounts().Matches(cell))
        .Select(m => MoneyUnit.Parse(m.Groups[1].Value)).OfType<MoneyUnit>().Where(u => u.Factor is not null && (u.Name != "十元"));

    // Full-width forms as the cells below are read.
    private static string Folded(string cell) => CellText.Folded(cell.Length > 200 ? "" : cell).Replace("“", "", StringComparison.Ordinal).Replace("”", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);

    // 单位：万元, 金额单位万元, 单位为:万元, 单位：人民币（万元）; of 填报单位：某局 单位：万元 each.
    [GeneratedRegex(@"单位 ?(?:均|都|皆|一律|统一)?(?:为|是)? ?[:：(]? ?((?:(?!单位)[^:：]){1,30})")]
    private static partial Regex Words();

    // Of amounts, and not the name of an office that ends like a unit (填报单位：四川广元).
    [GeneratedRegex("(?:^|[ (,;]|金额|货币|计[价量])单位")]
    private static partial Regex OfMoney();

    [GeneratedRegex("精确|保留|取整|[五舍]入")]
    private static partial Regex Rounding();

    // 金额：万元 and nothing else.
    [GeneratedRegex(@"^\(?金额:([^:()]{1,12})\)?$")]
    private static partial Regex OfAmounts();

    // 注：金额单位均为万元, 以上金额均以万元计.
    [GeneratedRegex(@"(?:单位|金额)(?:均|都|皆|一律|统一)?(?:为|是|以|按)([^:(),;。]{1,8}?)(?:计|为单位|计算|表示|填列|填报|$|[,;。)])")]
    private static partial Regex Sentences();

    // 本表以万元为单位.
    [GeneratedRegex(@"(?:以|按)([^:(),;。以按]{1,8}?)(?:为单位|为计量单位|为金额单位)")]
    private static partial Regex Ways();

    [GeneratedRegex(@"\(((?:[^()]|\([^()]*\)){1,24})\)$")]
    private static partial Regex EndsInBrackets();

    [GeneratedRegex(@"单位 ?:?$")]
    private static partial Regex EndsOpen();
}

using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// The unit that tables of finance offices state once, beside their rows: 单位：万元, （金额单位：人民币万元）, 单位：户、万元, a title that ends with （万元）, 注：以上金额单位均为万元. Above the header
/// it holds for the amounts whose own header names none.
/// </summary>
internal static partial class UnitCaption
{
    private const int MostBeside = 3;

    /// <summary>Multiples of a yuan; null where the row states no unit of money, or several.</summary>
    public static long? Factor(IReadOnlyList<string> row) => Above(row) is [{ Currency: null } one] ? one.Factor : null;

    /// <summary>The units of money that a row states, each once; none where it states none.</summary>
    public static IReadOnlyList<StatedUnit> In(IReadOnlyList<string> row)
    {
        // Blanks are for show (单 位：万 元), or what comes next begins behind one (单位：万元 时间：2025年).
        var cells = Joined(row.Select(Folded).Where(c => c.Length > 0).ToList());
        var stated = Stated(cells.Select(c => c.Replace(" ", "", StringComparison.Ordinal)));
        return stated.Count > 0 ? stated : Stated(cells);
    }

    /// <summary>The unit in brackets at the end of a title or a word for totals: 资金使用表（万元）.</summary>
    public static StatedUnit? AtEnd(string title) => EndsInBrackets().Match(Folded(title)) is { Success: true } end ? StatedUnit.Of(end.Groups[1].Value) : null;

    /// <summary>What a row above the header states of all its amounts, be it a caption or a title.</summary>
    public static IReadOnlyList<StatedUnit> Above(IReadOnlyList<string> row)
    {
        var stated = In(row);
        if (stated.Count > 0)
        {
            return stated;
        }

        // 万元 alone in its cell, at the right above the amounts.
        var alone = IsTitle(row) ? Alone(row) : [];
        return alone.Count > 0 || row.Count(c => c.Length > 0) > 2 || row.FirstOrDefault(c => c.Length > 0) is not { } title || AtEnd(title) is not { } unit ? alone : [unit];
    }

    /// <summary>Units alone in their cells, whatever else the row holds.</summary>
    public static List<StatedUnit> Alone(IReadOnlyList<string> row) => [.. row.Select(StatedUnit.Of).OfType<StatedUnit>().Distinct()];

    // A title, an office, a day. In 本年预算 | 500 | 万元 the unit is that of the number beside it.
    private static bool IsTitle(IReadOnlyList<string> row) => row.Count(c => c.Length > 0) <= MostBeside + 1 && !row.Any(RowsAbove.IsNumber);

    // 单位： in one cell and 万元 in the next.
    private static List<string> Joined(List<string> cells)
    {
        for (var i = 0; i < cells.Count - 1; i++)
        {
            cells[i] += EndsOpen().IsMatch(cells[i]) ? cells[i + 1] : "";
        }

        return cells;
    }

    // 角 and 分 beside 元 are places of an amount, and no units of the table.
    private static List<StatedUnit> Stated(IEnumerable<string> cells) => Words(cells).Distinct().ToList() is var all && all.Exists(u => u.Factor is not null) ? all.FindAll(u => u.Factor is not null) : all;

    private static IEnumerable<StatedUnit> Words(IEnumerable<string> cells) =>
        cells.SelectMany(cell => StatedIn().Matches(cell).SelectMany(m => m.Groups[1].Value.Split('、', ',', '/', ';', '。', ' ')).Select(StatedUnit.OrUnknown).Concat(SaidOf(cell))).OfType<StatedUnit>();

    // A sentence may speak of an amount of ten yuan (金额为十元) and state no unit.
    private static IEnumerable<StatedUnit?> SaidOf(string cell) => Whole().Match(cell) is { Success: true } whole ? [StatedUnit.OrUnknown(whole.Groups[1].Value)] : Said().Matches(cell).Select(m => StatedUnit.Of(m.Groups[1].Value));

    // Full-width forms as the cells below are read.
    private static string Folded(string cell) => CellText.Folded(cell.Length > 200 ? "" : cell);

    [GeneratedRegex(@"单位 ?[:：(]([^:：()]{1,30})")]
    private static partial Regex StatedIn();

    // 单位万元, 金额单位万元, 金额：万元.
    [GeneratedRegex(@"^\(?(?:(?:金额|货币|计量|计价|资金)?单位|金额:)([^:()]{1,12})\)?$")]
    private static partial Regex Whole();

    // 注：金额单位均为万元, 以上金额均以万元计.
    [GeneratedRegex(@"(?:单位|金额)(?:均|都|皆|一律|统一)?(?:为|是|以|按)([^:(),;。]{1,8}?)(?:计|为单位|计算|表示|填列|填报|$|[,;。)])")]
    private static partial Regex Said();

    [GeneratedRegex(@"\(([^()]{1,16})\)$")]
    private static partial Regex EndsInBrackets();

    [GeneratedRegex(@"单位 ?:?$")]
    private static partial Regex EndsOpen();
}

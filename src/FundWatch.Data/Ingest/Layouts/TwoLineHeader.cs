using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// A header of two lines, as merged cells leave it: a name merged downwards stands above an empty cell, one merged to the right stands before empty cells and names the group
/// of those below it (单位 over 代码 and 名称), and perhaps the unit of their amounts (资金（万元） over 金额).
/// </summary>
internal static partial class TwoLineHeader
{
    /// <summary>Both lines as one whatever the columns are of, for those who name them as the file does: 单位信息代码; null where the upper line is a title, or no header.</summary>
    public static string[]? Names(string[] above, string[] below)
    {
        if (above.Length == 0 || below.Length == 0 || IsTitle(above, below) || Array.Exists(above, RowsAbove.IsAmount))
        {
            return null;
        }

        var group = "";
        return [.. Enumerable.Range(0, Math.Max(above.Length, below.Length)).Select(i =>
        {
            var (upper, lower) = (At(above, i), At(below, i));
            group = upper.Length > 0 ? upper : group;
            return lower.Length == 0 ? upper : group.Length == 0 || group == lower ? lower : NameIn(group, lower);
        })];
    }

    /// <summary>Every two rows that may be a header of two lines, as <see cref="Names"/> joins them.</summary>
    public static IEnumerable<(int First, int Row, string[] Headers)> Pairs(IReadOnlyList<(int Row, string[] Headers)> rows)
    {
        for (var i = 1; i < rows.Count; i++)
        {
            if (Names(rows[i - 1].Headers, rows[i].Headers) is { } names)
            {
                yield return (rows[i - 1].Row, rows[i].Row, names);
            }
        }
    }

    /// <summary>True where two rows of an unknown table are rather one header than a header and what stands around it: there is a group of several columns, and the lower line alone does not tell them all.</summary>
    /// <param name="isStrict">Where the upper line could be the header by itself, all that the lower one holds must belong to such groups.</param>
    public static bool IsLikely(string[] above, string[] below, bool isStrict)
    {
        if (above.Count(c => c.Length > 0) < 2 || Array.Exists(above, c => HeaderBrackets.Without(HeaderBrackets.Folded(c)).Contains(':', StringComparison.Ordinal)))
        {
            return false; // a title, or 填报单位：某局 beside a day
        }

        var filled = Enumerable.Range(0, below.Length).Where(i => below[i].Length > 0).ToList();
        var grouped = filled.Where(i => (At(above, i).Length == 0 && above.Take(i).Any(c => c.Length > 0)) || (At(above, i).Length > 0 && At(above, i + 1).Length == 0 && At(below, i + 1).Length > 0)).ToList();
        var tellsLess = Enumerable.Range(0, above.Length).Any(i => above[i].Length > 0 && At(below, i).Length == 0) || filled.DistinctBy(i => below[i]).Count() < filled.Count;
        return tellsLess && grouped.Count > 1 && (!isStrict || grouped.Count == filled.Count);
    }

    // The unit of the group is said behind the name, unless that says its own: 资金金额（万元）.
    private static string NameIn(string group, string lower)
    {
        var name = HeaderName.Of(group).Unit is null ? group : HeaderBrackets.Without(HeaderBrackets.Folded(group)).Trim();
        return name + lower + (HeaderName.Of(lower).Stated is null or { IsYuanAlone: true } ? UnitOf(group) : "");
    }

    internal static bool IsTitle(string[] above, string[] below) => above[0].Length > 0 && above.Count(c => c.Length > 0) == 1 && below[0].Length > 0;

    // It holds for all amounts, and not only for those to the right of it. A title stands above names of columns; a name merged downwards above an empty cell.
    internal static bool IsCaption(string[] above, string[] below) => UnitCaption.In(above).Count > 0 || (above.Where(c => c.Length > 0).ToList() is [var alone] && MoneyUnit.Parse(alone) is { Factor: not null })
        || (above[0].Length > 0 && below[0].Length > 0 && UnitCaption.Above(above).Count > 0);

    internal static string UnitOf(string group)
    {
        var unit = MoneyUnit.Parse(group) ?? HeaderName.Of(group).Stated;
        return unit is not { } stated || stated.IsSmall || stated.IsYuanAlone || Total().IsMatch(group) ? "" : $"（{stated.Name}）";
    }

    // 总投资（万元）：5000 says a sum.
    [GeneratedRegex(@"[:：]\s*[0-9]")]
    private static partial Regex Total();

    internal static string At(string[] cells, int index) => index < cells.Length ? cells[index] : "";
}

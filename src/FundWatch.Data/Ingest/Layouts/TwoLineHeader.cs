using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// A header of two lines, as merged cells leave it: a name merged downwards stands above an empty cell, one merged to the right stands before empty cells and names the group
/// of those below it (单位 over 代码 and 名称), and perhaps the unit of their amounts (资金（万元） over 金额).
/// </summary>
internal static partial class TwoLineHeader
{
    /// <summary>Both lines as one for a stream; null where the upper line adds nothing.</summary>
    /// <param name="carriesUnit">True where an amount is in the unit that its group states.</param>
    public static string[]? Join(RecordStream stream, string[] above, string[] below, out bool carriesUnit)
    {
        carriesUnit = false;
        if (above.Length == 0 || below.Length == 0 || Array.Exists(above, RowsAbove.IsAmount))
        {
            return null;
        }

        var isCaption = IsCaption(above, below);
        var isTitle = above[0].Length > 0 && above.Count(c => c.Length > 0) == 1 && below[0].Length > 0;
        var joined = new string[Math.Max(above.Length, below.Length)];
        var (group, unit) = ("", "");
        var adds = false;
        for (var i = 0; i < joined.Length; i++)
        {
            var (upper, lower) = (At(above, i), At(below, i));
            if (upper.Length > 0)
            {
                (group, unit) = (upper, isCaption || isTitle || lower.Length == 0 ? "" : UnitOf(upper)); // above an empty cell it is a name, and no group's
            }

            joined[i] = lower.Length == 0 ? upper
                : HeaderRecognition.Find(stream, group + lower) is null && HeaderRecognition.Find(stream, lower) is not null ? lower : group + lower;
            if (unit.Length > 0 && HeaderRecognition.Find(stream, joined[i]) is { } found && HeaderRecognition.TakesStated(stream.Columns[found.Index], joined[i]))
            {
                joined[i] += unit;
                carriesUnit = true;
            }

            adds |= joined[i].Length > lower.Length && HeaderRecognition.Find(stream, joined[i]) is not null;
        }

        return adds ? joined : null;
    }

    // It holds for all amounts, and not only for those to the right of it. A title stands above names of columns; a name merged downwards above an empty cell.
    private static bool IsCaption(string[] above, string[] below) => UnitCaption.In(above).Count > 0 || (above.Where(c => c.Length > 0).ToList() is [var alone] && MoneyUnit.Parse(alone) is { Factor: not null })
        || (above[0].Length > 0 && below[0].Length > 0 && UnitCaption.Above(above).Count > 0);

    private static string UnitOf(string group)
    {
        var unit = MoneyUnit.Parse(group) ?? HeaderName.Of(group).Stated;
        return unit is not { } stated || stated.IsSmall || stated.IsYuanAlone || Total().IsMatch(group) ? "" : $"（{stated.Name}）";
    }

    // 总投资（万元）：5000 says a sum.
    [GeneratedRegex(@"[:：]\s*[0-9]")]
    private static partial Regex Total();

    private static string At(string[] cells, int index) => index < cells.Length ? cells[index] : "";
}

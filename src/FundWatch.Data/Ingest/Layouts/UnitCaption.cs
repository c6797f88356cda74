using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// The unit that tables of finance offices state once, above the header: 单位：万元, （金额单位：人民币万元）, 单位：户、万元. It holds for the amounts whose own
/// header names none.
/// </summary>
internal static partial class UnitCaption
{
    /// <summary>Multiples of a yuan; null where the row states no unit of money, or several.</summary>
    public static long? Factor(IEnumerable<string> row)
    {
        // Blanks are for show (单 位：万 元), or what comes next begins behind one (单位：万元 时间：2025年).
        var cells = row.Select(Folded).ToList();
        var stated = Stated(cells.Select(c => c.Replace(" ", "", StringComparison.Ordinal)));
        stated = stated.Count > 0 ? stated : Stated(cells);
        return stated.Count == 1 ? stated[0] : null;
    }

    private static List<long> Stated(IEnumerable<string> cells) =>
        [.. cells.SelectMany(cell => StatedIn().Matches(cell)).SelectMany(m => m.Groups[1].Value.Split('、', ',', '/', ';', '。', ' ')).Select(Units.Factor).OfType<long>().Distinct()];

    // Full-width forms as the cells below are read.
    private static string Folded(string cell)
    {
        var bytes = Encoding.UTF8.GetBytes(cell.Length > 200 ? "" : cell);
        return Encoding.UTF8.GetString(CellText.Fold(bytes, new byte[bytes.Length]));
    }

    [GeneratedRegex(@"单位 ?[:：(]([^:：()]{1,30})")]
    private static partial Regex StatedIn();
}

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
        var stated = row.SelectMany(cell => Stated().Matches(Folded(cell)).SelectMany(m => m.Groups[1].Value.Split('、', ',', '/', '，', '；', ';')))
            .Select(Units.Factor).OfType<long>().Distinct().ToList();
        return stated.Count == 1 ? stated[0] : null;
    }

    // Full-width forms as the cells below are read; blanks are for show (单 位：万 元).
    private static string Folded(string cell)
    {
        var bytes = Encoding.UTF8.GetBytes(cell.Length > 200 ? "" : cell);
        return string.Concat(Encoding.UTF8.GetString(CellText.Fold(bytes, new byte[bytes.Length])).Where(c => !char.IsWhiteSpace(c)));
    }

    [GeneratedRegex(@"单位[:：(]([^:：()]{1,30})")]
    private static partial Regex Stated();
}

using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A number with separators of thousands that nobody quoted, in a text whose cells are parted by the same sign: 4,300.00 is two cells, and all behind it have moved.</summary>
internal static class SplitNumber
{
    /// <summary>True where a cell of one to three digits stands before one of exactly three, perhaps with decimals.</summary>
    public static bool Of(RowReader row)
    {
        for (var i = 0; i + 1 < row.Count; i++)
        {
            if (IsBeginning(CellText.Trim(row[i])) && IsRest(CellText.Trim(row[i + 1])))
            {
                return true;
            }
        }

        return false;
    }

    // 4, -12, ￥300: what stands before the digits is a sign or a currency.
    private static bool IsBeginning(ReadOnlySpan<byte> cell)
    {
        var digits = cell.Length - Digits(cell, fromEnd: true);
        return cell.Length - digits is >= 1 and <= 3 && cell[digits] != '0' && !cell[..digits].ContainsAnyInRange((byte)'0', (byte)'9') && digits <= 4;
    }

    private static bool IsRest(ReadOnlySpan<byte> cell) =>
        Digits(cell, fromEnd: false) == 3 && (cell.Length == 3 || cell[3] is (byte)')' || (cell[3] == '.' && Digits(cell[4..], fromEnd: false) is var decimals and > 0 && cell.Length - 4 - decimals <= 1));

    private static int Digits(ReadOnlySpan<byte> text, bool fromEnd)
    {
        var other = fromEnd ? text.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') : text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : fromEnd ? text.Length - 1 - other : other;
    }
}

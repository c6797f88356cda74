using System.Globalization;
using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// A day's serial that stands in a workbook of the 1904 calendar without the style of a date, moved into the calendar by which serials are read: only who knows which column
/// holds days can tell it from an amount.
/// </summary>
internal static class Serial1904
{
    /// <summary>From a serial of 1904 to that of the same day in the calendar of 1900.</summary>
    public const int DaysTo1904 = 1_462;

    private const int Digits = 5, FirstMoved = 20_000 - DaysTo1904; // what lies before 1954 is no serial to the cell parsers

    /// <summary>Changes the digits where they stand; what is no serial stays, as does one that may be a month whose point was left out.</summary>
    public static void Move(Span<byte> cell)
    {
        var rest = cell.Length > Digits ? cell[Digits..] : default;
        if (cell.Length < Digits || cell[..Digits].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (rest.Length > 0 && (rest[0] != '.' || rest[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9')))
            || DateCell.Parse(cell, out _) == CellIssue.SerialOrMonth)
        {
            return;
        }

        var moved = int.Parse(Encoding.ASCII.GetString(cell[..Digits]), CultureInfo.InvariantCulture) + DaysTo1904;
        if (moved is >= FirstMoved + DaysTo1904 and <= 99_999)
        {
            moved.TryFormat(cell, out _, "00000", CultureInfo.InvariantCulture);
        }
    }
}

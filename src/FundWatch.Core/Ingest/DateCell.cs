using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>
/// Dates as offices write them: 2025-03-02, 2025/3/2, 2025.03.02, 2025年3月2日, 20250302, an Excel serial; with blanks, a weekday or a time, or in Chinese
/// numerals (<see cref="WrittenDate"/>). A year of two digits and a month without its day are refused with codes of their own, never completed.
/// </summary>
public static class DateCell
{
    /// <summary>Earlier or later is taken for a slip of the hand.</summary>
    public const int FirstYear = 1900, LastYear = 2100;

    /// <summary>Among the formats of a mapping: serials count from 1904-01-01, as in workbooks of old Macintoshes.</summary>
    public const string Serial1904 = "excel1904";

    // Serials of 1954-10-03 to 2100-12-31: below, a number is more likely something else.
    private const int FirstSerial = 20_000, LastSerial = 73_415;

    /// <summary>Parses a trimmed, folded cell.</summary>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        if (cell.Length == 10 && cell[4] == '-' && cell[7] == '-')
        {
            return Make(Two(cell, 0) * 100 + Two(cell, 2), Two(cell, 5), Two(cell, 8), out date);
        }

        return IsSerialOrMonth(cell, out date) ? CellIssue.SerialOrMonth : TakeDay(cell, out date) == CellIssue.None ? CellIssue.None : WrittenDate.ParseDate(cell, out date);
    }

    /// <summary>True of 20251, which may be the serial of a day in 1955, or January 2025 with its point left out.</summary>
    internal static bool IsSerialOrMonth(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        date = default;
        return cell.Length is 5 or 7 && CountDigits(cell) == 5 && (cell.Length == 5 || cell[5..].SequenceEqual(".0"u8)) && Number(cell, 0, 4) is >= 1990 and <= 2099 && cell[4] != '0';
    }

    /// <summary>
    /// A date in digits, perhaps with a time behind it, which is let go, but must be a time. A moment of UTC (2025-03-01T16:00:00.000Z, as scripts write midnight
    /// of 2 March) is the day that it was in China; with any other zone the day is the writer's own.
    /// </summary>
    internal static CellIssue TakeDay(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        if (TakeDate(cell, out date, out var used) is var issue and not CellIssue.None)
        {
            return issue;
        }

        var rest = cell[used..];
        if (rest.Length == 0)
        {
            return CellIssue.None;
        }

        if (!TimestampCell.TakeTime(rest, out var time, out var zone))
        {
            return CellIssue.BadDate;
        }

        date = zone == 0 ? TimestampCell.DayInShanghai(TimestampCell.Microseconds(date, time, zone)) : date;
        return CellIssue.None;
    }

    /// <summary>Parses by the formats a mapping names: .NET custom date formats (dd/MM/yyyy), or <c>excel1904</c> for serials of that calendar.</summary>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, string[] formats, out DateOnly date)
    {
        if (CountDigits(cell) == cell.Length && cell.Length is 4 or 5 && Array.IndexOf(formats, Serial1904) >= 0)
        {
            date = new DateOnly(1904, 1, 1).AddDays(Number(cell, 0, cell.Length));
            return date.Year <= LastYear ? CellIssue.None : CellIssue.BadDate;
        }

        var text = Encoding.UTF8.GetString(cell);
        return DateOnly.TryParseExact(text, formats, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out date)
            && date.Year is >= FirstYear and <= LastYear
            ? CellIssue.None
            : CellIssue.BadDate;
    }

    /// <summary>The date at the start of the cell, and how many bytes it took.</summary>
    internal static CellIssue TakeDate(ReadOnlySpan<byte> cell, out DateOnly date, out int used)
    {
        date = default;
        used = 0;
        var digits = CountDigits(cell);
        if (digits == 4)
        {
            var position = 4;
            var year = Number(cell, 0, 4);
            if (!TakeSeparator(cell, ref position, "年"u8, out var separator) || !TakeOneOrTwo(cell, ref position, out var month)
                || !TakeSeparator(cell, ref position, "月"u8, out var second) || second != separator || !TakeOneOrTwo(cell, ref position, out var day))
            {
                return CellIssue.BadDate;
            }

            if (separator == 0 && cell[position..].StartsWith("日"u8))
            {
                position += 3;
            }

            used = position;
            return Make(year, month, day, out date);
        }

        if (digits is 8 or 14)
        {
            used = 8;
            return Make(Number(cell, 0, 4), Number(cell, 4, 2), Number(cell, 6, 2), out date);
        }

        if (digits == 5 && Number(cell, 0, 5) is >= FirstSerial and <= LastSerial and var serial)
        {
            // Day 60 of Excel's calendar is 29 February 1900, which never was; from day 61 on the epoch is 1899-12-30.
            date = new DateOnly(1899, 12, 30).AddDays(serial);
            used = cell.Length > 5 && cell[5] == '.' ? cell.Length : 5;
            return used == 5 || CountDigits(cell[6..]) == cell.Length - 6 ? CellIssue.None : CellIssue.BadDate;
        }

        return CellIssue.BadDate;
    }

    internal static int CountDigits(ReadOnlySpan<byte> cell)
    {
        var n = cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return n < 0 ? cell.Length : n;
    }

    internal static bool TakeOneOrTwo(ReadOnlySpan<byte> cell, ref int position, out int value)
    {
        var digits = position <= cell.Length ? CountDigits(cell[position..]) : 0;
        if (digits is 0 or > 2)
        {
            value = 0;
            return false;
        }

        value = Number(cell, position, digits);
        position += digits;
        return true;
    }

    internal static int Number(ReadOnlySpan<byte> cell, int start, int length)
    {
        var value = 0;
        for (var i = start; i < start + length; i++)
        {
            value = value * 10 + cell[i] - '0';
        }

        return value;
    }

    internal static CellIssue Make(int year, int month, int day, out DateOnly date)
    {
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            date = default;
            return CellIssue.BadDate;
        }

        date = new DateOnly(year, month, day);
        return CellIssue.None;
    }

    // Two digits, or something far outside any range.
    internal static int Two(ReadOnlySpan<byte> cell, int at)
    {
        uint tens = (uint)(cell[at] - '0'), ones = (uint)(cell[at + 1] - '0');
        return tens < 10 && ones < 10 ? (int)(tens * 10 + ones) : -100_000;
    }

    // separator: the byte, or 0 for the Chinese word.
    private static bool TakeSeparator(ReadOnlySpan<byte> cell, ref int position, ReadOnlySpan<byte> word, out byte separator)
    {
        separator = 0;
        var rest = cell[position..];
        if (rest.StartsWith(word))
        {
            position += word.Length;
            return true;
        }

        if (rest.Length > 0 && rest[0] is (byte)'-' or (byte)'/' or (byte)'.')
        {
            separator = rest[0];
            position++;
            return true;
        }

        return false;
    }
}

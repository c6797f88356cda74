using System.Globalization;
using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>A date with a time: the forms of <see cref="DateCell"/>, then 12:30, 12:30:05.25, 12时30分, 下午3:04, with a zone or without (+08:00).</summary>
public static class TimestampCell
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const int DaysBefore = 100 * 366; // more than lie between the first year taken and 2000, so that a division cuts as a floor
    private static readonly int _epoch = new DateOnly(2000, 1, 1).DayNumber;

    /// <summary>Parses a trimmed, folded cell.</summary>
    /// <param name="microseconds">Since 2000-01-01T00:00:00Z, as PostgreSQL counts.</param>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, out long microseconds)
    {
        if (TryPlain(cell, out microseconds))
        {
            return CellIssue.None;
        }

        if (TakeMoment(cell, out var date, out var time, out var zone) != CellIssue.None)
        {
            return WrittenDate.ParseMoment(cell, out microseconds);
        }

        if (DateCell.IsSerialOrMonth(cell, out _))
        {
            return CellIssue.SerialOrMonth;
        }

        microseconds = Microseconds(date, time, zone);
        return CellIssue.None;
    }

    /// <summary>A date in digits and the time behind it, if any. Time in microseconds of the day, zone in minutes.</summary>
    internal static CellIssue TakeMoment(ReadOnlySpan<byte> cell, out DateOnly date, out long time, out int zone)
    {
        time = 0;
        zone = 8 * 60;
        var digits = DateCell.CountDigits(cell);
        if (digits is 12 or 14 && cell.Length == digits)
        {
            return DateCell.TakeDate(cell[..8], out date, out _) == CellIssue.None
                && Clock(DateCell.Number(cell, 8, 2), DateCell.Number(cell, 10, 2), digits == 14 ? DateCell.Number(cell, 12, 2) : 0, 0, out time)
                ? CellIssue.None : CellIssue.BadTimestamp;
        }

        if (digits == 14 || DateCell.TakeDate(cell, out date, out var used) != CellIssue.None)
        {
            date = default;
            return CellIssue.BadTimestamp;
        }

        if (used == cell.Length && digits == 5 && cell.Length > 5)
        {
            time = SerialTime(cell[5..]);
            return CellIssue.None;
        }

        return used == cell.Length || TakeTime(cell[used..], out time, out zone) ? CellIssue.None : CellIssue.BadTimestamp;
    }

    internal static long Microseconds(DateOnly date, long time, int zone) => (date.DayNumber - _epoch) * MicrosecondsPerDay + time - zone * 60_000_000L;

    // 2025-03-02 12:30:05: nearly every cell of nearly every file.
    private static bool TryPlain(ReadOnlySpan<byte> cell, out long microseconds)
    {
        microseconds = 0;
        if (cell.Length != 19 || cell[4] != '-' || cell[7] != '-' || cell[10] is not ((byte)' ' or (byte)'T') || cell[13] != ':' || cell[16] != ':')
        {
            return false;
        }

        int hour = DateCell.Two(cell, 11), minute = DateCell.Two(cell, 14), second = DateCell.Two(cell, 17);
        if (hour < 0 || minute < 0 || second < 0 || !Clock(hour, minute, second, 0, out var time)
            || DateCell.Make(DateCell.Two(cell, 0) * 100 + DateCell.Two(cell, 2), DateCell.Two(cell, 5), DateCell.Two(cell, 8), out var date) != CellIssue.None)
        {
            return false;
        }

        microseconds = Microseconds(date, time, 8 * 60);
        return true;
    }

    /// <summary>Parses by the formats a mapping names; +08:00 where they hold no zone.</summary>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, string[] formats, out long microseconds)
    {
        microseconds = 0;
        if (!DateTimeOffset.TryParseExact(Encoding.UTF8.GetString(cell), formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || moment.Year is < DateCell.FirstYear or > DateCell.LastYear)
        {
            return CellIssue.BadTimestamp;
        }

        var hasZone = Array.Exists(formats, f => f.Contains('z') || f.Contains('K'));
        microseconds = (moment.UtcTicks - new DateTime(2000, 1, 1).Ticks) / 10 - (hasZone ? 0 : 8 * 3_600_000_000L);
        return CellIssue.None;
    }

    /// <summary>The day in Shanghai, for the month's partition.</summary>
    public static DateOnly DayInShanghai(long microseconds) =>
        DateOnly.FromDayNumber(_epoch - DaysBefore + (int)((microseconds + 8 * 3_600_000_000L + DaysBefore * MicrosecondsPerDay) / MicrosecondsPerDay));

    /// <summary>Reads what follows a date: a blank or T, the time, perhaps a zone. Zone in minutes; +480 where none is given.</summary>
    internal static bool TakeTime(ReadOnlySpan<byte> rest, out long time, out int zone)
    {
        time = 0;
        zone = 480;
        var position = rest[0] is (byte)'T' or (byte)'t' ? 1 : 0;
        while (position < rest.Length && rest[position] == ' ')
        {
            position++;
        }

        if (position == 0 && !rest[0].Equals((byte)'T'))
        {
            // 2025年3月2日12时30分 needs no blank; 2025-03-0212:30 is a slip.
            if (rest[0] is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        if (position > 0 && DateCell.CountDigits(rest[position..]) is var run && run is 4 or 6)
        {
            return TakeRun(rest[position..], run, out time, ref zone);
        }

        if (!DateCell.TakeOneOrTwo(rest, ref position, out var hour) || !TakeMark(rest, ref position, "时"u8)
            || !DateCell.TakeOneOrTwo(rest, ref position, out var minute))
        {
            return false;
        }

        int second = 0, micro = 0;
        if (TakeMark(rest, ref position, "分"u8) && position < rest.Length && rest[position] is >= (byte)'0' and <= (byte)'9')
        {
            if (!DateCell.TakeOneOrTwo(rest, ref position, out second))
            {
                return false;
            }

            TakeMark(rest, ref position, "秒"u8);
            micro = TakeFraction(rest, ref position);
        }

        return Clock(hour, minute, second, micro, out time) && TakeZone(rest[position..], ref zone);
    }

    // T123005, T1230: hours, minutes and seconds in one run of digits, as the basic form of ISO 8601 has them.
    private static bool TakeRun(ReadOnlySpan<byte> rest, int digits, out long time, ref int zone)
    {
        var position = digits;
        var micro = digits == 6 ? TakeFraction(rest, ref position) : 0;
        return Clock(DateCell.Number(rest, 0, 2), DateCell.Number(rest, 2, 2), digits == 6 ? DateCell.Number(rest, 4, 2) : 0, micro, out time) && TakeZone(rest[position..], ref zone);
    }

    private static int TakeFraction(ReadOnlySpan<byte> rest, ref int position)
    {
        var micro = 0;
        if (position < rest.Length && rest[position] is (byte)'.' or (byte)',')
        {
            position++;
            var digits = DateCell.CountDigits(rest[position..]);
            for (var i = 0; i < 6; i++)
            {
                micro = micro * 10 + (i < digits ? rest[position + i] - '0' : 0);
            }

            position += digits;
        }

        return micro;
    }

    private static bool TakeMark(ReadOnlySpan<byte> rest, ref int position, ReadOnlySpan<byte> word)
    {
        if (position < rest.Length && rest[position] == ':')
        {
            position++;
            return true;
        }

        if (rest[Math.Min(position, rest.Length)..].StartsWith(word))
        {
            position += word.Length;
            return true;
        }

        return false;
    }

    private static bool TakeZone(ReadOnlySpan<byte> rest, ref int zone)
    {
        while (rest.Length > 0 && rest[0] == ' ')
        {
            rest = rest[1..];
        }

        if (rest.Length == 0)
        {
            return true;
        }

        if (rest.Length == 1 && rest[0] is (byte)'Z' or (byte)'z')
        {
            zone = 0;
            return true;
        }

        if (rest[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        var sign = rest[0] == '-' ? -1 : 1;
        var digits = rest[1..];
        int hours, minutes = 0;
        if (digits.Length == 5 && digits[2] == ':' && DateCell.CountDigits(digits) == 2 && DateCell.CountDigits(digits[3..]) == 2)
        {
            (hours, minutes) = (DateCell.Number(digits, 0, 2), DateCell.Number(digits, 3, 2));
        }
        else if (digits.Length is 2 or 4 && DateCell.CountDigits(digits) == digits.Length)
        {
            (hours, minutes) = (DateCell.Number(digits, 0, 2), digits.Length == 4 ? DateCell.Number(digits, 2, 2) : 0);
        }
        else
        {
            return false;
        }

        zone = sign * (hours * 60 + minutes);
        return hours <= 14 && minutes < 60;
    }

    private static bool Clock(int hour, int minute, int second, int micro, out long time)
    {
        time = ((hour * 60L + minute) * 60 + second) * 1_000_000 + micro;
        return hour < 24 && minute < 60 && second < 60;
    }

    // ".52083" of a day, to the second: Excel's fraction carries no more.
    private static long SerialTime(ReadOnlySpan<byte> fraction)
    {
        var digits = Math.Min(fraction.Length - 1, 15);
        decimal value = 0, scale = 1;
        for (var i = 1; i <= digits; i++)
        {
            scale /= 10;
            value += (fraction[i] - '0') * scale;
        }

        return (long)Math.Round(value * 86_400m, MidpointRounding.AwayFromZero) * 1_000_000;
    }
}

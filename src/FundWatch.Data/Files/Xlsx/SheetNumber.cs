using System.Buffers.Text;
using System.Globalization;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>A number of a sheet as the text that the cell parsers read.</summary>
internal static class SheetNumber
{
    /// <summary>Of a date with its time.</summary>
    public const int Longest = ValueText.Longest;

    private const int LastSerial = 2_958_465, EpochSerial = 25_569; // 9999-12-31; 1970-01-01

    private static readonly Int128 _exact = 1L << 53; // below it each whole number is a double of its own

    /// <summary>Writes the number as the sheet shows it; what is none is written as it is. Returns the length.</summary>
    /// <param name="to">May begin where the value lies.</param>
    public static int Write(ReadOnlySpan<byte> value, NumberLook look, bool is1904, Span<byte> to)
    {
        var length = look switch
        {
            NumberLook.Date => Date(value, is1904, to),
            NumberLook.Time => Time(value, to) is > 0 and var time ? time : Date(value, is1904, to), // a moment of which only the time is shown has its day
            NumberLook.Elapsed => Elapsed(value, to),
            NumberLook.Percent when Percent(value, to) is > 0 and var written => written,
            _ => Plain(value, to),
        };
        if (length > 0)
        {
            return length;
        }

        value.CopyTo(to);
        return value.Length;
    }

    /// <summary>True where the sheet shows the number as it is written; some programs write 1234.0, and 1.2345678E7 in the same column.</summary>
    public static bool IsAsShown(ReadOnlySpan<byte> value) => value.Length is > 0 and <= 15 && !value.ContainsAny((byte)'e', (byte)'E')
        && (value[^1] is not ((byte)'0' or (byte)'.') || !value.Contains((byte)'.'));

    // As Excel would show it: 0.30000000000000004 is 0.3. One of 16 digits or more lost its end when it was typed; it stays in the E+ form, by which the cell
    // parsers know it as damaged. Where its digits are no double's, neither all that it has nor the fewest that tell it with zeros behind, or where the sixteenth, which
    // Excel makes a zero, is another, another program wrote them, and all are there.
    private static int Plain(ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (IsAsShown(value)
            || !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return 0;
        }

        int length;
        if (Math.Abs(number) >= 1e15)
        {
            if (Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && ((whole != (Int128)number && whole != Shortest(number)) || (whole % 10 != 0 && Int128.Abs(whole) < _exact)))
            {
                return 0;
            }

            number.TryFormat(to, out length, "0.##############E+0", CultureInfo.InvariantCulture);
            return length;
        }

        Span<byte> digits = stackalloc byte[32];
        number.TryFormat(digits, out length, "G15", CultureInfo.InvariantCulture);
        decimal.Parse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture).TryFormat(to, out length, default, CultureInfo.InvariantCulture);
        return length;
    }

    // As JavaScript writes a number: 62220012345678900, though the double is 62220012345678904.
    private static Int128 Shortest(double number)
    {
        Span<byte> digits = stackalloc byte[32];
        number.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture);
        return Int128.TryParse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var whole) ? whole : (Int128)number;
    }

    // 0.455 in a cell that shows percentages is 45.5%; nothing for what is no number of that size.
    private static int Percent(ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) || Math.Abs(share) >= 1_000_000)
        {
            return 0;
        }

        Math.Round(share * 100, 10).TryFormat(to, out var length, "0.##########", CultureInfo.InvariantCulture);
        to[length] = (byte)'%';
        return length + 1;
    }

    // A serial as 2025-03-02 or 2025-03-02 12:30:00; what is no date in either calendar stays a number.
    private static int Date(ReadOnlySpan<byte> value, bool is1904, Span<byte> to)
    {
        if (!Utf8Parser.TryParse(value, out double serial, out var used) || used != value.Length || !(serial is >= 0 and <= LastSerial))
        {
            return 0;
        }

        var days = serial + (is1904 ? Serial1904.DaysTo1904 : 0);
        // Excel's calendar holds a 29 February 1900; serials before it are a day off.
        days += days < 60 ? 1 : 0;
        return ValueText.WriteMoment((long)Math.Round((days - EpochSerial) * 86_400) * 1_000_000, to);
    }

    // 0.5208333 is 12:30:00; nothing for a day and more, which are a moment.
    private static int Time(ReadOnlySpan<byte> value, Span<byte> to) =>
        Utf8Parser.TryParse(value, out double share, out var used) && used == value.Length && share is >= 0 and < 1 ? ValueText.WriteTime((long)Math.Round(share * 86_400) % 86_400 * 1_000_000, to) : 0;

    // 1.5 is 36:00:00; whatever unit the format counts in, hours, minutes and seconds say it all.
    private static int Elapsed(ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (!Utf8Parser.TryParse(value, out double days, out var used) || used != value.Length || Math.Abs(days) > LastSerial)
        {
            return 0;
        }

        var seconds = (long)Math.Round(Math.Abs(days) * 86_400);
        System.Text.Unicode.Utf8.TryWrite(to, CultureInfo.InvariantCulture, $"{(days < 0 ? "-" : "")}{seconds / 3_600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}", out var length);
        return length;
    }
}

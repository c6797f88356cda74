using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FundWatch.Data.Files.Columnar;

/// <summary>
/// Typed values as the UTF-8 text that the cell parsers read, without a string in between. A moment of UTC is written as the clock in China showed
/// it, because that is what a cell without a zone means; a timestamp at midnight is written as its date.
/// </summary>
internal static class ValueText
{
    /// <summary>No value but a text is longer.</summary>
    public const int Longest = 128;

    private const long PerDay = 86_400_000_000;
    private const long China = 8 * 3_600_000_000L;

    /// <summary>Writes the value; returns how many bytes it took.</summary>
    /// <param name="raw">The value as the file holds it; of <see cref="CellType.Width"/> bytes.</param>
    /// <param name="to">At least <see cref="Longest"/> bytes.</param>
    public static int Write(in CellType type, ReadOnlySpan<byte> raw, Span<byte> to)
    {
        int length;
        switch (type.Kind)
        {
            case ValueKind.Boolean:
                ReadOnlySpan<byte> word = raw[0] != 0 ? "TRUE"u8 : "FALSE"u8;
                word.CopyTo(to);
                return word.Length;
            case ValueKind.Integer:
                Utf8Formatter.TryFormat(Integer(raw), to, out length);
                return length;
            case ValueKind.Unsigned:
                Utf8Formatter.TryFormat(Unsigned(raw), to, out length);
                return length;
            case ValueKind.Half:
                BinaryPrimitives.ReadHalfLittleEndian(raw).TryFormat(to, out length, provider: CultureInfo.InvariantCulture);
                return length;
            case ValueKind.Single:
                BinaryPrimitives.ReadSingleLittleEndian(raw).TryFormat(to, out length, provider: CultureInfo.InvariantCulture);
                return length;
            case ValueKind.Double:
                BinaryPrimitives.ReadDoubleLittleEndian(raw).TryFormat(to, out length, provider: CultureInfo.InvariantCulture);
                return length;
            case ValueKind.Decimal:
                return WriteDecimal(raw, type, to);
            case ValueKind.Date:
                return WriteMoment(Integer(raw) is var day && Math.Abs(day) < 10_000_000 ? day * PerDay : long.MaxValue, to);
            case ValueKind.DateMilliseconds:
                return WriteMoment(Micros(Integer(raw), 1_000), to);
            case ValueKind.Time:
                return WriteTime(Micros(Integer(raw), type.PerSecond), to);
            case ValueKind.Timestamp:
                var moment = Micros(Integer(raw), type.PerSecond);
                return WriteMoment(type.IsInstant && moment < long.MaxValue - China ? moment + China : moment, to);
            case ValueKind.JulianTimestamp:
                var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(raw);
                var days = BinaryPrimitives.ReadInt32LittleEndian(raw[8..]) - 2_440_588L;
                return WriteMoment(days * PerDay + nanoseconds / 1_000, to);
            default:
                throw new ArgumentException($"Values of kind {type.Kind} are no text.", nameof(type));
        }
    }

    /// <summary>A little-endian two's complement number of 1 to 8 bytes.</summary>
    public static long Integer(ReadOnlySpan<byte> raw) => raw.Length switch
    {
        4 => BinaryPrimitives.ReadInt32LittleEndian(raw),
        8 => BinaryPrimitives.ReadInt64LittleEndian(raw),
        2 => BinaryPrimitives.ReadInt16LittleEndian(raw),
        _ => (sbyte)raw[0],
    };

    /// <summary>A little-endian number of 1 to 8 bytes without a sign.</summary>
    public static ulong Unsigned(ReadOnlySpan<byte> raw) => raw.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32LittleEndian(raw),
        8 => BinaryPrimitives.ReadUInt64LittleEndian(raw),
        2 => BinaryPrimitives.ReadUInt16LittleEndian(raw),
        _ => raw[0],
    };

    // Microseconds; the largest number where they do not fit.
    internal static long Micros(long value, long perSecond)
    {
        if (perSecond >= 1_000_000)
        {
            var (whole, rest) = Math.DivRem(value, perSecond / 1_000_000);
            return rest < 0 ? whole - 1 : whole;
        }

        var factor = 1_000_000 / perSecond;
        return Math.Abs(value / 2) < long.MaxValue / 2 / factor ? value * factor : long.MaxValue;
    }

    private static int WriteDecimal(ReadOnlySpan<byte> raw, in CellType type, Span<byte> to)
    {
        if (raw.Length > 64 || type.Scale is < -Longest or > Longest)
        {
            return Encoding.ASCII.GetBytes("1E99", to); // more than anything can hold: refused as too large
        }

        if (raw.Length is > 16 or 0)
        {
            return WriteBig(new BigInteger(raw, isUnsigned: false, type.IsBigEndian), type.Scale, to);
        }

        Int128 value = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[type.IsBigEndian ? i : raw.Length - 1 - i];
            value = i == 0 ? (sbyte)b : value << 8 | b;
        }

        if (value < -999_999_999_999_999_999 || value > 999_999_999_999_999_999 || type.Scale is < 0 or > 18)
        {
            return WriteBig((BigInteger)value, type.Scale, to);
        }

        var small = (long)value;
        var length = 0;
        if (small < 0)
        {
            to[length++] = (byte)'-';
            small = -small;
        }

        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat((ulong)small, digits, out var count);
        return length + Point(digits[..count], type.Scale, to[length..]);
    }

    private static int WriteBig(BigInteger value, int scale, Span<byte> to)
    {
        var digits = Encoding.ASCII.GetBytes(BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture));
        if (digits.Length + Math.Abs(scale) > Longest - 4)
        {
            return Encoding.ASCII.GetBytes("1E99", to); // more than anything can hold: refused as too large
        }

        var length = value.Sign < 0 ? 1 : 0;
        to[0] = (byte)'-';
        return length + Point(digits, scale, to[length..]);
    }

    // Zeros behind the second decimal say nothing.
    private static int Point(ReadOnlySpan<byte> digits, int scale, Span<byte> to)
    {
        if (scale <= 0)
        {
            digits.CopyTo(to);
            to.Slice(digits.Length, -scale).Fill((byte)'0');
            return digits.Length - scale;
        }

        var whole = Math.Max(digits.Length - scale, 0);
        var length = Math.Max(whole, 1);
        to[0] = (byte)'0';
        digits[..whole].CopyTo(to);
        to[length++] = (byte)'.';
        to.Slice(length, Math.Max(0, scale - digits.Length)).Fill((byte)'0');
        length += Math.Max(0, scale - digits.Length);
        digits[whole..].CopyTo(to[length..]);
        length += digits.Length - whole;
        for (var decimals = scale; decimals > 2 && to[length - 1] == '0'; decimals--)
        {
            length--;
        }

        return length;
    }

    /// <summary>Microseconds since 1970 as a date, with its time where that is not midnight.</summary>
    public static int WriteMoment(long micros, Span<byte> to)
    {
        var day = Math.DivRem(micros, PerDay, out var time);
        if (time < 0)
        {
            (day, time) = (day - 1, time + PerDay);
        }

        day += 719_162; // from 0001-01-01 to 1970-01-01
        if (day is < 0 or > 3_652_058)
        {
            return Encoding.ASCII.GetBytes("out of range", to);
        }

        DateOnly.FromDayNumber((int)day).Deconstruct(out var year, out var month, out var dayOfMonth);
        Two(to, 0, year / 100);
        Two(to, 2, year % 100);
        to[4] = to[7] = (byte)'-';
        Two(to, 5, month);
        Two(to, 8, dayOfMonth);
        if (time == 0)
        {
            return 10;
        }

        to[10] = (byte)' ';
        return 11 + WriteTime(time, to[11..]);
    }

    /// <summary>As 12:30:00, with a fraction where there is one.</summary>
    public static int WriteTime(long micros, Span<byte> to)
    {
        if (micros is < 0 or >= PerDay)
        {
            return Encoding.ASCII.GetBytes("out of range", to);
        }

        var seconds = (int)Math.DivRem(micros, 1_000_000, out var fraction);
        Two(to, 0, seconds / 3600);
        Two(to, 3, seconds / 60 % 60);
        Two(to, 6, seconds % 60);
        to[2] = to[5] = (byte)':';
        if (fraction == 0)
        {
            return 8;
        }

        to[8] = (byte)'.';
        for (var i = 14; i > 8; i--)
        {
            to[i] = (byte)('0' + fraction % 10);
            fraction /= 10;
        }

        var length = 15;
        while (to[length - 1] == '0')
        {
            length--;
        }

        return length;
    }

    private static void Two(Span<byte> to, int at, int value)
    {
        to[at] = (byte)('0' + value / 10);
        to[at + 1] = (byte)('0' + value % 10);
    }
}

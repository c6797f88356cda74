using System.Buffers.Binary;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Writes typed values whose meaning is beyond doubt: amounts and counts within their limits and decimals, dates and moments of the years that are taken.
/// What it leaves is written as text and judged as text, so that a value means the same, and is refused for the same reason, in every format.
/// </summary>
internal sealed class TypedField
{
    private const long MicrosADay = 86_400_000_000, China = 8 * 3_600_000_000L;
    private const long Limit = 1_000_000_000_000_000_000; // numeric(18, scale)
    private static readonly int _pgEpoch = new DateOnly(2000, 1, 1).DayNumber, _unixEpoch = new DateOnly(1970, 1, 1).DayNumber;
    private static readonly int _firstDay = new DateOnly(DateCell.FirstYear, 1, 1).DayNumber, _lastDay = new DateOnly(DateCell.LastYear, 12, 31).DayNumber;
    private static readonly long[] _powers = [.. Enumerable.Range(0, 19).Select(i => (long)Math.Pow(10, i))];

    private readonly CellKind _kind;
    private readonly int _scale;
    private readonly long _factor, _smallest, _limit;

    private TypedField(CellKind kind, long factor)
    {
        _kind = kind;
        _scale = kind switch { CellKind.Money => 2, CellKind.Decimal or CellKind.Percent => 4, _ => 0 };
        _factor = kind is CellKind.Money or CellKind.Decimal ? factor : 1;
        (_smallest, _limit) = kind switch { CellKind.Percent => (0, 1_000_001), CellKind.Count => (0, 1_000_000_000), _ => (1 - Limit, Limit) };
    }

    /// <summary>Null for kinds of columns that hold texts.</summary>
    /// <param name="factor">What the header's unit multiplies by.</param>
    public static TypedField? Of(CellKind kind, long factor) =>
        kind is CellKind.Money or CellKind.Decimal or CellKind.Percent or CellKind.Count or CellKind.Date or CellKind.Timestamp ? new TypedField(kind, factor) : null;

    /// <summary>Writes the field; false, and nothing written, where the value must be judged as text.</summary>
    /// <param name="raw">The value as the file holds it.</param>
    public bool TryWrite(in CellType type, ReadOnlySpan<byte> raw, PgBlock row) => _kind switch
    {
        CellKind.Date => TryWriteDay(type, raw, row),
        CellKind.Timestamp => TryWriteMoment(type, raw, row),
        _ => TryWriteNumber(type, raw, row),
    };

    private bool TryWriteNumber(in CellType type, ReadOnlySpan<byte> raw, PgBlock row)
    {
        long value;
        switch (type.Kind)
        {
            case ValueKind.Integer:
                value = ValueText.Integer(raw);
                if (!TryScale(ref value, 0))
                {
                    return false;
                }

                break;
            case ValueKind.Decimal:
                if (!TryDecimal(type, raw, out value) || !TryScale(ref value, type.Scale))
                {
                    return false;
                }

                break;
            case ValueKind.Double:
                if (!TryDouble(BinaryPrimitives.ReadDoubleLittleEndian(raw), out value))
                {
                    return false;
                }

                break;
            default:
                return false;
        }

        if (value < _smallest || value >= _limit)
        {
            return false;
        }

        if (_kind == CellKind.Count)
        {
            row.Int32((int)value);
        }
        else
        {
            row.Numeric(value, _scale);
        }

        return true;
    }

    // To units of the column's smallest decimal, exactly.
    private bool TryScale(ref long value, int scale)
    {
        if (scale < 0 || scale > _scale + 4 || value is <= -Limit or >= Limit)
        {
            return false;
        }

        if (scale > _scale)
        {
            var (units, rest) = Math.DivRem(value, _powers[scale - _scale]);
            value = units;
            return rest == 0 && _factor == 1;
        }

        var times = _powers[_scale - scale] * _factor;
        if (times == 1)
        {
            return true;
        }

        if (Math.Abs(value) > (Limit - 1) / times)
        {
            return false;
        }

        value *= times;
        return true;
    }

    private static bool TryDecimal(in CellType type, ReadOnlySpan<byte> raw, out long value)
    {
        value = 0;
        if (raw.Length == 16 && !type.IsBigEndian)
        {
            value = BinaryPrimitives.ReadInt64LittleEndian(raw);
            return BinaryPrimitives.ReadInt64LittleEndian(raw[8..]) == value >> 63;
        }

        if (raw.Length == 8)
        {
            value = type.IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(raw) : BinaryPrimitives.ReadInt64LittleEndian(raw);
            return true;
        }

        if (raw.Length == 16)
        {
            value = BinaryPrimitives.ReadInt64BigEndian(raw[8..]);
            return BinaryPrimitives.ReadInt64BigEndian(raw) == value >> 63;
        }

        if (raw.Length is 0 or > 16)
        {
            return false;
        }

        // The highest eight bytes must be nothing but the sign.
        var sign = (sbyte)raw[type.IsBigEndian ? 0 : raw.Length - 1] < 0 ? (byte)0xFF : (byte)0;
        value = sign == 0 ? 0 : -1;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[type.IsBigEndian ? i : raw.Length - 1 - i];
            if (i < raw.Length - 8 && b != sign)
            {
                return false;
            }

            value = value << 8 | b;
        }

        return value < 0 == (sign != 0);
    }

    // A number of at most 15 digits is the shortest text of the double it becomes: where a rounded value gives the same double, it is what the text would say.
    private bool TryDouble(double number, out long value)
    {
        value = 0;
        var power = (double)_powers[_scale];
        var units = Math.Round(number * power);
        if (!(Math.Abs(units) < 1e15) || units / power != number)
        {
            return false;
        }

        value = (long)units;
        return _factor == 1;
    }

    private static bool TryWriteDay(in CellType type, ReadOnlySpan<byte> raw, PgBlock row)
    {
        long day;
        if (type.Kind == ValueKind.Date)
        {
            day = ValueText.Integer(raw) + _unixEpoch;
        }
        else if (TryLocal(type, raw, out var local))
        {
            day = local / MicrosADay;
        }
        else
        {
            return false;
        }

        if (day < _firstDay || day > _lastDay)
        {
            return false;
        }

        row.Int32((int)day - _pgEpoch);
        return true;
    }

    private static bool TryWriteMoment(in CellType type, ReadOnlySpan<byte> raw, PgBlock row)
    {
        long local;
        if (type.Kind == ValueKind.Date)
        {
            local = (ValueText.Integer(raw) + _unixEpoch) * MicrosADay;
        }
        else if (!TryLocal(type, raw, out local))
        {
            return false;
        }

        if (local < _firstDay * MicrosADay || local >= (_lastDay + 1) * MicrosADay)
        {
            return false;
        }

        row.Int64(local - China - _pgEpoch * MicrosADay);
        return true;
    }

    // What the clock in China showed, in microseconds since 0001-01-01, where that is a moment of the years that are taken.
    private static bool TryLocal(in CellType type, ReadOnlySpan<byte> raw, out long local)
    {
        local = 0;
        if (type.Kind is not (ValueKind.Timestamp or ValueKind.DateMilliseconds))
        {
            return false;
        }

        var perSecond = type.Kind == ValueKind.DateMilliseconds ? 1_000 : type.PerSecond;
        var value = ValueText.Integer(raw);
        if (value / perSecond is < -10_000_000_000 or > 10_000_000_000)
        {
            return false;
        }

        local = ValueText.Micros(value, perSecond) + (type.IsInstant ? China : 0) + _unixEpoch * MicrosADay;
        return local >= 0;
    }
}

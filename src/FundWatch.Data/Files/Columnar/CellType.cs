namespace FundWatch.Data.Files.Columnar;

/// <summary>What the bytes of a typed column mean.</summary>
internal enum ValueKind
{
    /// <summary>UTF-8, copied as it is.</summary>
    Text,
    Boolean, Integer, Unsigned, Half, Single, Double,
    /// <summary>Two's complement of any width, divided by ten to the scale.</summary>
    Decimal,
    /// <summary>Days since 1970-01-01.</summary>
    Date,
    /// <summary>Milliseconds since 1970-01-01, of a date.</summary>
    DateMilliseconds,
    /// <summary>Time of day.</summary>
    Time,
    /// <summary>Since 1970-01-01T00:00.</summary>
    Timestamp,
    /// <summary>Nanoseconds of the day and a Julian day: timestamps of old Parquet writers.</summary>
    JulianTimestamp,
    /// <summary>Nothing but nulls.</summary>
    Nothing,
}

/// <summary>The type of a column as far as it decides how its values are written as text.</summary>
/// <param name="Width">Bytes of a value; 0 for texts and booleans.</param>
/// <param name="PerSecond">Units of a time in a second.</param>
/// <param name="IsInstant">True for a moment of UTC; false for what a clock showed.</param>
internal readonly record struct CellType(ValueKind Kind, int Width = 0, int Scale = 0, bool IsBigEndian = false, long PerSecond = 1, bool IsInstant = false);

using System.Buffers.Binary;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>Reads the encoded fields back as numbers. A double is near enough for a range and a median; money itself stays decimal.</summary>
internal static class PgNumber
{
    private static readonly double[] _powers = [1, 1e4, 1e8, 1e12, 1e16, 1e20, 1e24];

    /// <summary>A field of type numeric.</summary>
    public static double Numeric(ReadOnlySpan<byte> field)
    {
        var digits = BinaryPrimitives.ReadInt16BigEndian(field);
        var value = 0.0;
        for (var i = 0; i < digits; i++)
        {
            value = value * 10_000 + BinaryPrimitives.ReadUInt16BigEndian(field[(8 + 2 * i)..]);
        }

        var exponent = BinaryPrimitives.ReadInt16BigEndian(field[2..]) - digits + 1;
        value = exponent >= 0 ? value * _powers[exponent] : value / _powers[-exponent];
        return BinaryPrimitives.ReadInt16BigEndian(field[4..]) == 0 ? value : -value;
    }
}

namespace FundWatch.Core.Ingest;

/// <summary>What is left of a long number that a spreadsheet took for a quantity: it keeps 15 digits and shows 6 in a narrow or unformatted column.</summary>
public static class ExcelDamage
{
    /// <summary>3.30106E+17 where an identifier should be. With the plus any such form, without it only one with a decimal point and an exponent of a long number.</summary>
    public static bool IsScientific(ReadOnlySpan<byte> cell)
    {
        var e = cell.IndexOfAny((byte)'E', (byte)'e');
        if (e <= 0 || e + 1 >= cell.Length || cell[..e].IndexOfAnyExcept("0123456789."u8) >= 0)
        {
            return false;
        }

        var exponent = cell[(e + 1)..];
        var plus = exponent[0] == '+';
        exponent = plus ? exponent[1..] : exponent;
        return exponent.Length > 0 && DateCell.CountDigits(exponent) == exponent.Length
            && (plus || (cell[..e].Contains((byte)'.') && exponent.Length == 2 && exponent[0] is (byte)'1' or (byte)'2'));
    }

    /// <summary>18 digits or more of which all from the 16th on are zero: what a spreadsheet leaves of a long number. One true number in a thousand looks like it too.</summary>
    public static bool HasLostDigits(ReadOnlySpan<byte> cell) =>
        cell.Length is >= 18 and <= 40 && cell[^1] == '0' && cell[15..].IndexOfAnyExcept((byte)'0') < 0 && DateCell.CountDigits(cell) == cell.Length;

    /// <summary>
    /// An amount shown in six digits because it has twelve or more (1.23457E+11): the rest is lost. 1.2E+05 is not: somebody wrote it so, or it is exact.
    /// </summary>
    internal static bool LostPrecision(ReadOnlySpan<char> number)
    {
        var e = number.IndexOfAny('E', 'e');
        var point = number.IndexOf('.');
        return e > 0 && point == 1 && e - point - 1 >= 5 && int.TryParse(number[(e + 1)..], out var exponent) && exponent is >= 11 and <= 40 && exponent > e - point - 1;
    }
}

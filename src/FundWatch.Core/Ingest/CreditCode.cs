namespace FundWatch.Core.Ingest;

/// <summary>
/// Unified social credit code, GB 32100-2015: 18 characters of digits and capitals without I, O, S, V, Z; the last is a check
/// character, 31 - (Σ value·3^i mod 31). Some codes of the pilot years belong to real firms and fail: a warning, never a refusal.
/// </summary>
public static class CreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] _weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly sbyte[] _values = MakeValues();

    /// <summary>True where the code has the right form and check character. Expects ASCII capitals.</summary>
    public static bool IsValid(ReadOnlySpan<byte> code) =>
        HasForm(code) && Alphabet[CheckIndex(code)] == code[17];

    /// <summary>18 characters of the alphabet, six digits of a division in places 3 to 8.</summary>
    public static bool HasForm(ReadOnlySpan<byte> code)
    {
        if (code.Length != 18)
        {
            return false;
        }

        foreach (var b in code)
        {
            if (b > 127 || _values[b] < 0)
            {
                return false;
            }
        }

        return DateCell.CountDigits(code[2..8]) == 6;
    }

    /// <summary>
    /// True where the code can only be meant as an organisation's though its check character is wrong: codes of market
    /// registration start with 9 and later issuers with a letter, and no resident identity number does either.
    /// </summary>
    public static bool LooksMeant(ReadOnlySpan<byte> code) => HasForm(code) && code[0] is (byte)'9' or >= (byte)'A';

    /// <summary>The check character of the first 17 characters.</summary>
    public static char CheckCharacter(ReadOnlySpan<byte> first17) => Alphabet[CheckIndex(first17)];

    private static int CheckIndex(ReadOnlySpan<byte> code)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += _values[code[i]] * _weights[i];
        }

        return (31 - sum % 31) % 31;
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[128];
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (sbyte)i;
        }

        return values;
    }
}

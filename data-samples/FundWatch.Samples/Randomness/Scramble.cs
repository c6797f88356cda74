namespace FundWatch.Samples.Randomness;

/// <summary>Turns 0, 1, 2 … into numbers that look drawn at random and never repeat (a bijection on [0, modulus)).</summary>
public static class Scramble
{
    /// <summary>Nine digits; the multipliers share no factor with 10, so every number comes once.</summary>
    public static long NineDigits(long index, long salt = 0)
    {
        const long modulus = 1_000_000_000;
        var x = (index + (salt * 7_368_787)) % modulus;
        x = (long)((UInt128)x * 387_420_489 % modulus);
        x = (x + 123_456_791 + salt) % modulus;
        return (long)((UInt128)x * 618_033_989 % modulus);
    }

    public static long EightDigits(long index)
    {
        const long modulus = 100_000_000;
        return ((index % modulus * 38_742_049 % modulus) + 27_182_819) % modulus * 61_803_399 % modulus;
    }
}

namespace FundWatch.Samples.Randomness;

/// <summary>Rounding of money; always to a step, never through binary fractions.</summary>
public static class Amounts
{
    public static decimal Round(decimal amount, decimal step) => Math.Max(step, Math.Round(amount / step, MidpointRounding.AwayFromZero) * step);

    public static decimal Down(decimal amount, decimal step) => Math.Floor(amount / step) * step;

    public static decimal Fen(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

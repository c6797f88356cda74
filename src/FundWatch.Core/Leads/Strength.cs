namespace FundWatch.Core.Leads;

/// <summary>
/// How far a value lies beyond its limit, as a number from 0 (at the limit) to 1 (four times, or a quarter of it, and further).
/// A ratio, because rules measure in yuan, heads, days and shares, above their limit or below it.
/// </summary>
public static class Strength
{
    private static readonly double _full = Math.Log(4);

    public static double Of(decimal? value, decimal? threshold)
    {
        if (value is not { } v || threshold is not { } t || t == 0)
        {
            return 0; // nothing to measure by: the rule's own weight stands
        }

        var ratio = (double)(v / t);
        return ratio <= 0 ? 1 : Math.Min(1, Math.Abs(Math.Log(ratio)) / _full);
    }
}

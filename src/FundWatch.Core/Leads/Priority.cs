namespace FundWatch.Core.Leads;

/// <summary>
/// What the queue is ordered by: chance x log of the money x severity x freshness.
/// Freshness doubles every three years of the newest event's date instead of decaying with today's: the order between two leads
/// is the same on every day, so a priority need not be rewritten because time has passed.
/// </summary>
public static class Priority
{
    private const double HalfLifeDays = 3 * 365.25;
    private static readonly DateOnly _epoch = new(2020, 1, 1);

    /// <param name="riskScore">0 to 100.</param>
    /// <param name="amount">At stake, yuan; money sorts like with like and must not bury small frauds under large contracts: 1 at nothing, 1.5 at 100 million.</param>
    /// <param name="severity">1 to 4, the gravest signal's.</param>
    /// <param name="newestEvent">Never later than the day it was flagged; null where nothing is dated.</param>
    public static decimal Of(decimal riskScore, decimal amount, int severity, DateOnly? newestEvent)
    {
        var chance = (double)riskScore / 100;
        var money = 1 + Math.Log10(1 + Math.Max(0, (double)amount) / 1000) / 10;
        var gravity = 0.5 + Math.Clamp(severity, 1, 4) / 8.0;
        var age = ((newestEvent ?? _epoch).DayNumber - _epoch.DayNumber) / HalfLifeDays;
        return Math.Round((decimal)(100 * chance * money * gravity * double.Exp2(Math.Clamp(age, -8, 12))), 4);
    }
}

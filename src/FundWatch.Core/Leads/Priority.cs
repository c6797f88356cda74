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
    /// <param name="stakes">In each currency, together what they are about worth in yuan; money sorts like with like and must not bury small frauds under large contracts: 1 at nothing, 1.5 at 100 million.</param>
    /// <param name="severity">1 to 4, the gravest signal's.</param>
    /// <param name="newestEvent">Never later than the day it was flagged; null where nothing is dated.</param>
    public static decimal Of(decimal riskScore, IReadOnlyList<Stake> stakes, int severity, DateOnly? newestEvent)
    {
        var (chance, money, gravity) = (Chance(riskScore), Money(stakes), Gravity(severity));
        var age = ((newestEvent ?? _epoch).DayNumber - _epoch.DayNumber) / HalfLifeDays;
        return Math.Round((decimal)(100 * chance * money * gravity * double.Exp2(Math.Clamp(age, -8, 12))), 4);
    }

    /// <summary>What a stored priority was made of; the freshness is what the others leave.</summary>
    public static PriorityParts PartsOf(decimal priority, decimal riskScore, IReadOnlyList<Stake> stakes, int severity)
    {
        var (chance, money, gravity) = (Chance(riskScore), Money(stakes), Gravity(severity));
        var others = 100 * chance * money * gravity;
        return new PriorityParts(chance, money, gravity, others == 0 ? 1 : (double)priority / others);
    }

    private static double Chance(decimal riskScore) => (double)riskScore / 100;

    private static double Money(IReadOnlyList<Stake> stakes) => 1 + Math.Log10(1 + stakes.Sum(s => Math.Max(0, (double)s.Amount) * Currencies.RoughYuan(s.Currency) / 1000)) / 10;

    private static double Gravity(int severity) => 0.5 + Math.Clamp(severity, 1, 4) / 8.0;
}

/// <summary>The factors of a priority: their product times 100 is the priority.</summary>
/// <param name="Chance">Risk score as a share.</param>
/// <param name="Money">1 at nothing, 1.5 at 100 million yuan.</param>
/// <param name="Gravity">0.625 to 1 by the gravest signal's severity.</param>
/// <param name="Freshness">1 for an event on 1 January 2020, doubling every three years.</param>
public sealed record PriorityParts(double Chance, double Money, double Gravity, double Freshness);

using System.Globalization;

namespace FundWatch.Core.Leads.Words;

/// <summary>The factors of a priority with as many digits as give it back: who multiplies what stands there gets what stands before it.</summary>
public static class PriorityFactors
{
    private const int Fewest = 4, Most = 9; // chance and gravity are exact with four

    /// <returns>The priority as it is shown, then its factors: chance, money, gravity, freshness.</returns>
    public static IReadOnlyList<string> Of(PriorityParts parts, decimal priority)
    {
        decimal[] factors = [(decimal)parts.Chance, (decimal)parts.Money, (decimal)parts.Gravity, (decimal)parts.Freshness];
        var shown = Math.Round(priority, MidpointRounding.AwayFromZero);
        var digits = Fewest;
        while (digits < Most && Math.Round(factors.Aggregate(100m, (product, f) => product * Math.Round(f, digits)), MidpointRounding.AwayFromZero) != shown)
        {
            digits++;
        }

        return [shown.ToString("0", CultureInfo.InvariantCulture), .. factors.Select(f => Math.Round(f, digits).ToString("0.#########", CultureInfo.InvariantCulture))];
    }
}

using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.Streams;

/// <summary>Prices of competitors who do not talk to each other: scattered below the ceiling, and never in an even row.</summary>
public static class BidPrices
{
    public static decimal[] Draw(Dice dice, decimal ceiling, int count)
    {
        while (true)
        {
            var discount = dice.Between(0.04, 0.09);
            var spread = dice.Between(0.03, 0.06);
            var prices = new decimal[count];
            for (var i = 0; i < count; i++)
            {
                var off = Math.Clamp(discount + (spread * dice.Normal()), 0.002, 0.28);
                prices[i] = Amounts.Fen(ceiling * (decimal)(1 - off) * (1 + (dice.Whole(-99, 99) / 1_000_000m)));
                prices[i] = Math.Min(prices[i], ceiling);
            }

            if (Variation(prices) > 0.022 && Evenness(prices) < 0.993 && prices.Distinct().Count() == count)
            {
                return prices;
            }
        }
    }

    /// <summary>Standard deviation over mean.</summary>
    public static double Variation(IReadOnlyList<decimal> prices)
    {
        var mean = (double)prices.Average();
        return Math.Sqrt(prices.Sum(p => Math.Pow((double)p - mean, 2)) / Math.Max(1, prices.Count - 1)) / mean;
    }

    /// <summary>R² of the sorted prices on their rank: 1 for an arithmetic series.</summary>
    public static double Evenness(IReadOnlyList<decimal> prices)
    {
        if (prices.Count < 4)
        {
            return 0;
        }

        var sorted = prices.Select(p => (double)p).Order().ToArray();
        var meanX = (sorted.Length - 1) / 2.0;
        var meanY = sorted.Average();
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            xy += (i - meanX) * (sorted[i] - meanY);
            xx += (i - meanX) * (i - meanX);
            yy += (sorted[i] - meanY) * (sorted[i] - meanY);
        }

        return yy == 0 ? 1 : xy * xy / (xx * yy);
    }
}

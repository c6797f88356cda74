namespace FundWatch.Core.Leads;

/// <summary>Splits a total into shares of two decimals that add up to it exactly (largest remainder, Hamilton's method).</summary>
public static class Shares
{
    /// <param name="total">Zero or more, at most two decimals.</param>
    /// <param name="weights">Zero or more each; all zero gives the first everything.</param>
    public static decimal[] Split(decimal total, IReadOnlyList<double> weights)
    {
        if (weights.Count == 0)
        {
            return [];
        }

        var cents = (long)(total * 100);
        var sum = weights.Sum();
        var exact = weights.Select((w, i) => sum > 0 ? cents * (w / sum) : i == 0 ? cents : 0).ToArray();
        var shares = exact.Select(e => (long)Math.Floor(e)).ToArray();
        var left = cents - shares.Sum();
        foreach (var i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - shares[i]).ThenBy(i => i).Take((int)left))
        {
            shares[i]++;
        }

        return shares.Select(s => s / 100m).ToArray();
    }
}

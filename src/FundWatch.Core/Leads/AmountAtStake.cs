namespace FundWatch.Core.Leads;

/// <summary>The money of a lead, each row counted once: three rules on one bill do not make it three bills.</summary>
public static class AmountAtStake
{
    /// <returns>Yuan: flags by falling amount, each counted for the share of its rows that no larger one has counted.</returns>
    public static decimal Of(IEnumerable<Flag> flags)
    {
        var counted = new HashSet<string>(StringComparer.Ordinal);
        var total = 0m;
        foreach (var flag in flags.Where(f => f.Amount > 0).OrderByDescending(f => f.Amount).ThenBy(f => f.RuleId, StringComparer.Ordinal).ThenBy(f => f.ItemKey, StringComparer.Ordinal))
        {
            var rows = flag.AmountRows.Count == 0 ? [$"{flag.RuleId}:{flag.ItemKey}"] : flag.AmountRows;
            var fresh = rows.Count(counted.Add);
            total += Math.Round(flag.Amount!.Value * fresh / rows.Count, 2);
        }

        return total;
    }
}

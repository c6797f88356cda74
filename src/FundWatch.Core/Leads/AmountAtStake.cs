namespace FundWatch.Core.Leads;

/// <summary>The money of a lead, each row counted once: three rules on one bill do not make it three bills.</summary>
public static class AmountAtStake
{
    /// <returns>In the currency of the flags, which is the same for all: flags by falling amount, each counted for the share of its rows that no larger one has counted.</returns>
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

    /// <returns>Of each currency in which flags have an amount, yuan first. Where none has, nothing, in the currencies of their records.</returns>
    public static IReadOnlyList<Stake> ByCurrency(IReadOnlyCollection<Flag> flags)
    {
        var stakes = flags.Where(f => f.Amount > 0).GroupBy(f => f.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Stake(Of(g), g.Key)).ToList();
        return stakes.Count > 0 ? stakes : [new Stake(0, Currencies.Join(flags.Select(f => f.Currency)))];
    }
}

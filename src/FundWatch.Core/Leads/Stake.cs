namespace FundWatch.Core.Leads;

/// <summary>Money at stake in one currency.</summary>
/// <param name="Currency">ISO 4217; null: yuan.</param>
public sealed record Stake(decimal Amount, string? Currency)
{
    /// <summary>The money of a lead as it is stored.</summary>
    /// <param name="currency">Of the lead: one, or several (<see cref="Currencies.Join"/>).</param>
    /// <param name="amounts">In each of several, in their order; null where there is one, or nothing to say in any.</param>
    public static IReadOnlyList<Stake> Of(decimal amount, string? currency, IReadOnlyList<decimal>? amounts) => amounts is null
        ? [new Stake(amount, currency)]
        : [.. Currencies.Of(currency).Zip(amounts, (c, a) => new Stake(a, c))];
}

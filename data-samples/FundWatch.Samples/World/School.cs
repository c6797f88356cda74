namespace FundWatch.Samples.World;

/// <summary>A school with a canteen.</summary>
public sealed class School
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required Region Region { get; init; }

    public required int Pupils { get; init; }

    /// <summary>Its supplier for each kind of food.</summary>
    public required Dictionary<string, Company> Suppliers { get; init; }

    /// <summary>What it pays against the market, 1.0 on average; a remote school pays transport.</summary>
    public double PriceLevel { get; set; } = 1;

    /// <summary>Food in kg per diner and week: a habit of the house.</summary>
    public double Appetite { get; set; } = 2.2;

    /// <summary>Changes that schemes and look-alikes make to purchases.</summary>
    public List<MealChange> Changes { get; } = [];
}

/// <summary>Alters the purchases of a school between two days; returns false where it leaves a purchase alone.</summary>
public sealed record MealChange(DateOnly From, DateOnly Until, Func<Rows.MealPurchase, bool> Apply);

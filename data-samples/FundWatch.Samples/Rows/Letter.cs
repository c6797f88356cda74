using FundWatch.Samples.World;

namespace FundWatch.Samples.Rows;

/// <summary>An official letter (公函). Its number is given when its day comes, so that an issuer's numbers follow its calendar.</summary>
public sealed class Letter(Organisation issuer, DateOnly date)
{
    public Organisation Issuer { get; } = issuer;

    public DateOnly Date { get; } = date;

    /// <summary>Null until the first row that carries the letter is written.</summary>
    public string? Number { get; set; }
}

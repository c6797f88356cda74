namespace FundWatch.Samples.World;

public enum Trade
{
    Works,
    Goods,
    Services,
    Food,
    Industry,
    Cooperative,
}

/// <summary>A company of the register, with what its papers carry: telephone, account, the one who writes its bids.</summary>
public sealed class Company
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required Region Region { get; init; }

    public required Trade Trade { get; init; }

    public required DateOnly EstablishedOn { get; set; }

    public required string LegalRep { get; set; }

    public required string[] Shareholders { get; set; }

    public required string Address { get; set; }

    public required string Phone { get; set; }

    public required string Account { get; set; }

    public required string BidWriter { get; init; }

    /// <summary>Whom its bids name as contact.</summary>
    public required string Contact { get; init; }

    public required string Device { get; init; }

    public required string IndustryCode { get; init; }

    public decimal Capital { get; set; }

    public int Insured { get; set; }

    public string Status { get; set; } = "存续";

    /// <summary>Kept out of the ordinary draw: it belongs to a scheme, a look-alike or a barred list.</summary>
    public bool Reserved { get; set; }
}

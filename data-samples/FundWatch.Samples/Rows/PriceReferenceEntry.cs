using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>A monthly market price. Properties are the columns of stream price_reference.</summary>
public sealed class PriceReferenceEntry : Row
{
    public override string Stream => "price_reference";

    public override string Key { get; set; } = "";

    public string ItemName { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public DateOnly Month { get; set; }

    public decimal PricePerKg { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(ItemName);
        to.Text(RegionCode);
        to.Month(Month);
        to.Money(PricePerKg);
    }
}

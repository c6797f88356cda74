using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>One purchase of a school canteen. Properties are the columns of stream meal_purchase.</summary>
public sealed class MealPurchase : Row
{
    public override string Stream => "meal_purchase";

    public override string Key { get; set; } = "";

    public string SchoolCode { get; set; } = "";

    public string SchoolName { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public string? SupplierCode { get; set; }

    public string? SupplierName { get; set; }

    public string ItemName { get; set; } = "";

    public string? ItemKind { get; set; }

    public decimal Quantity { get; set; }

    public string Unit { get; set; } = "";

    public decimal UnitPrice { get; set; }

    public decimal Amount { get; set; }

    public DateOnly PurchasedOn { get; set; }

    public int? Diners { get; set; }

    public string? Channel { get; set; }

    public decimal? ReferencePrice { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(SchoolCode);
        to.Text(SchoolName);
        to.Text(RegionCode);
        to.Text(SupplierCode);
        to.Text(SupplierName);
        to.Text(ItemName);
        to.Text(ItemKind);
        to.Number(Quantity);
        to.Text(Unit);
        to.Money(UnitPrice);
        to.Money(Amount);
        to.Date(PurchasedOn);
        to.Count(Diners);
        to.Text(Channel);
        to.Money(ReferencePrice);
    }
}

using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>One payment at a canteen on the platform. Properties are the columns of stream canteen_payment.</summary>
public sealed class CanteenPayment : Row
{
    public override string Stream => "canteen_payment";

    public override string Key { get; set; } = "";

    public string CanteenCode { get; set; } = "";

    public string? CanteenRegionCode { get; set; }

    public DateTime PaidAt { get; set; }

    public decimal Amount { get; set; }

    public string? PayerId { get; set; }

    public string? PayerOrgName { get; set; }

    public string? PayerKind { get; set; }

    public Letter? Letter { get; set; }

    public string? MealType { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(CanteenCode);
        to.Text(CanteenRegionCode);
        to.Time(PaidAt);
        to.Money(Amount);
        to.Text(PayerId);
        to.Text(PayerOrgName);
        to.Text(PayerKind);
        to.Text(Letter?.Number);
        to.Text(MealType);
    }
}

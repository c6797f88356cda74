using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>A reception (公务接待). Properties are the columns of stream reception.</summary>
public sealed class Reception : Row
{
    public override string Stream => "reception";

    public override string Key { get; set; } = "";

    public string OrgCode { get; set; } = "";

    public string OrgName { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public string? OrgLevel { get; set; }

    public string? Sector { get; set; }

    public DateOnly ReceptionDate { get; set; }

    public Letter? Letter { get; set; }

    public string? GuestOrgName { get; set; }

    public string? GuestOrgCode { get; set; }

    public string? GuestRegionCode { get; set; }

    public string? Purpose { get; set; }

    public int GuestCount { get; set; }

    public int? AccompanyCount { get; set; }

    public int? MealCount { get; set; }

    public string? MealType { get; set; }

    public string? VenueName { get; set; }

    public string? VenueType { get; set; }

    public decimal? StandardPerHead { get; set; }

    public decimal MealAmount { get; set; }

    public decimal? LodgingAmount { get; set; }

    public decimal? AlcoholAmount { get; set; }

    public decimal? OtherAmount { get; set; }

    public decimal TotalAmount { get; set; }

    public string? PaymentMethod { get; set; }

    public string? PayeeName { get; set; }

    public string? PayeeAccount { get; set; }

    public DateOnly? ReimbursedOn { get; set; }

    public string? Handler { get; set; }

    public string? Approver { get; set; }

    public string? VoucherNo { get; set; }

    public string? InvoiceNo { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(OrgCode);
        to.Text(OrgName);
        to.Text(RegionCode);
        to.Text(OrgLevel);
        to.Text(Sector);
        to.Date(ReceptionDate);
        to.Text(Letter?.Number);
        to.Date(Letter?.Date);
        to.Text(GuestOrgName);
        to.Text(GuestOrgCode);
        to.Text(GuestRegionCode);
        to.Text(Purpose);
        to.Count(GuestCount);
        to.Count(AccompanyCount);
        to.Count(MealCount);
        to.Text(MealType);
        to.Text(VenueName);
        to.Text(VenueType);
        to.Money(StandardPerHead);
        to.Money(MealAmount);
        to.Money(LodgingAmount);
        to.Money(AlcoholAmount);
        to.Money(OtherAmount);
        to.Money(TotalAmount);
        to.Text(PaymentMethod);
        to.Text(PayeeName);
        to.Text(PayeeAccount);
        to.Date(ReimbursedOn);
        to.Text(Handler);
        to.Text(Approver);
        to.Text(VoucherNo);
        to.Text(InvoiceNo);
    }
}

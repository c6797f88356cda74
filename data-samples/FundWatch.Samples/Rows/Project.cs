using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>A government project. Properties are the columns of stream project.</summary>
public sealed class Project : Row
{
    public override string Stream => "project";

    public override string Key { get; set; } = "";

    public string ProjectName { get; set; } = "";

    public string? OwnerCode { get; set; }

    public string OwnerName { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public string? Sector { get; set; }

    public string? ProjectKind { get; set; }

    public string? Location { get; set; }

    public decimal? AreaMu { get; set; }

    public DateOnly? ApprovedOn { get; set; }

    public decimal? BudgetAmount { get; set; }

    public string? TenderMethod { get; set; }

    public decimal? ControlPrice { get; set; }

    public DateOnly? TenderNoticeOn { get; set; }

    public DateTime? BidDeadline { get; set; }

    public DateTime? BidOpenedAt { get; set; }

    public string? AgencyName { get; set; }

    public DateOnly? AwardedOn { get; set; }

    public decimal? AwardAmount { get; set; }

    public string? SupplierCode { get; set; }

    public string? SupplierName { get; set; }

    public DateOnly? ContractSignedOn { get; set; }

    public decimal? ContractAmount { get; set; }

    public DateOnly? StartedOn { get; set; }

    public DateOnly? CompletedOn { get; set; }

    public DateOnly? AcceptedOn { get; set; }

    public decimal? SettlementSubmitted { get; set; }

    public decimal? SettlementAudited { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(ProjectName);
        to.Text(OwnerCode);
        to.Text(OwnerName);
        to.Text(RegionCode);
        to.Text(Sector);
        to.Text(ProjectKind);
        to.Text(Location);
        to.Number(AreaMu);
        to.Date(ApprovedOn);
        to.Money(BudgetAmount);
        to.Text(TenderMethod);
        to.Money(ControlPrice);
        to.Date(TenderNoticeOn);
        to.Time(BidDeadline);
        to.Time(BidOpenedAt);
        to.Text(AgencyName);
        to.Date(AwardedOn);
        to.Money(AwardAmount);
        to.Text(SupplierCode);
        to.Text(SupplierName);
        to.Date(ContractSignedOn);
        to.Money(ContractAmount);
        to.Date(StartedOn);
        to.Date(CompletedOn);
        to.Date(AcceptedOn);
        to.Money(SettlementSubmitted);
        to.Money(SettlementAudited);
    }
}

using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>An application for a subsidy with its way to the money. Properties are the columns of stream subsidy.</summary>
public sealed class Subsidy : Row
{
    public override string Stream => "subsidy";

    public override string Key { get; set; } = "";

    public string? ProgrammeCode { get; set; }

    public string ProgrammeName { get; set; } = "";

    public string? ProgrammeKind { get; set; }

    public string? FundingLevel { get; set; }

    public string? DepartmentCode { get; set; }

    public string DepartmentName { get; set; } = "";

    public string ApplicantCode { get; set; } = "";

    public string ApplicantName { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public string? IndustryCode { get; set; }

    public DateOnly? EstablishedOn { get; set; }

    public decimal? RegisteredCapital { get; set; }

    public int? InsuredCount { get; set; }

    public string? LegalRep { get; set; }

    public string? Phone { get; set; }

    public string? Address { get; set; }

    public string? BankAccount { get; set; }

    public string? IntermediaryName { get; set; }

    public string? ProjectTitle { get; set; }

    public string? ProjectSummary { get; set; }

    public DateOnly AppliedOn { get; set; }

    public decimal AppliedAmount { get; set; }

    public DateOnly? AcceptedOn { get; set; }

    public DateOnly? ReviewedOn { get; set; }

    public DateOnly? PublicisedOn { get; set; }

    public DateOnly? ApprovedOn { get; set; }

    public string? Approver { get; set; }

    public string? Reviewer { get; set; }

    public decimal? ApprovedAmount { get; set; }

    public DateOnly? DisburseDueOn { get; set; }

    public DateOnly? DisbursedOn { get; set; }

    public decimal? DisbursedAmount { get; set; }

    public string? PayeeName { get; set; }

    public string? PayeeAccount { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(ProgrammeCode);
        to.Text(ProgrammeName);
        to.Text(ProgrammeKind);
        to.Text(FundingLevel);
        to.Text(DepartmentCode);
        to.Text(DepartmentName);
        to.Text(ApplicantCode);
        to.Text(ApplicantName);
        to.Text(RegionCode);
        to.Text(IndustryCode);
        to.Date(EstablishedOn);
        to.Money(RegisteredCapital);
        to.Count(InsuredCount);
        to.Text(LegalRep);
        to.Text(Phone);
        to.Text(Address);
        to.Text(BankAccount);
        to.Text(IntermediaryName);
        to.Text(ProjectTitle);
        to.Text(ProjectSummary);
        to.Date(AppliedOn);
        to.Money(AppliedAmount);
        to.Date(AcceptedOn);
        to.Date(ReviewedOn);
        to.Date(PublicisedOn);
        to.Date(ApprovedOn);
        to.Text(Approver);
        to.Text(Reviewer);
        to.Money(ApprovedAmount);
        to.Date(DisburseDueOn);
        to.Date(DisbursedOn);
        to.Money(DisbursedAmount);
        to.Text(PayeeName);
        to.Text(PayeeAccount);
    }
}

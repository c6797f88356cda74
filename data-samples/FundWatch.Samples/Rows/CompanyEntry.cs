using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>An entry of the company register. Properties are the columns of stream company.</summary>
public sealed class CompanyEntry : Row
{
    public override string Stream => "company";

    public override string Key { get; set; } = "";

    public string CompanyName { get; set; } = "";

    public DateOnly? EstablishedOn { get; set; }

    public string? Status { get; set; }

    public string? LegalRep { get; set; }

    public string? Shareholders { get; set; }

    public string? Address { get; set; }

    public string? Phone { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(CompanyName);
        to.Date(EstablishedOn);
        to.Text(Status);
        to.Text(LegalRep);
        to.Text(Shareholders);
        to.Text(Address);
        to.Text(Phone);
    }
}

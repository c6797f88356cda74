using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>One bid. Properties are the columns of stream bid.</summary>
public sealed class Bid : Row
{
    public override string Stream => "bid";

    public override string Key { get; set; } = "";

    public string ProjectId { get; set; } = "";

    public string BidderCode { get; set; } = "";

    public string BidderName { get; set; } = "";

    public decimal BidAmount { get; set; }

    public DateTime? SubmittedAt { get; set; }

    public string? Status { get; set; }

    public string? RejectionReason { get; set; }

    public string? LegalRep { get; set; }

    public string? Phone { get; set; }

    public string? Address { get; set; }

    public string? DepositAccount { get; set; }

    public string? Contact { get; set; }

    public string? DeviceId { get; set; }

    public string? DocumentAuthor { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(ProjectId);
        to.Text(BidderCode);
        to.Text(BidderName);
        to.Money(BidAmount);
        to.Time(SubmittedAt);
        to.Text(Status);
        to.Text(RejectionReason);
        to.Text(LegalRep);
        to.Text(Phone);
        to.Text(Address);
        to.Text(DepositAccount);
        to.Text(Contact);
        to.Text(DeviceId);
        to.Text(DocumentAuthor);
    }
}

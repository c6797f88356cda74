using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>One use of a subsidy paid out. Properties are the columns of stream fund_use.</summary>
public sealed class FundUse : Row
{
    public override string Stream => "fund_use";

    public override string Key { get; set; } = "";

    public string ApplicationId { get; set; } = "";

    public DateOnly UsedOn { get; set; }

    public decimal Amount { get; set; }

    public string? Category { get; set; }

    public string? Purpose { get; set; }

    public string? PayeeName { get; set; }

    public string? PayeeAccount { get; set; }

    public string? InvoiceNo { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(ApplicationId);
        to.Date(UsedOn);
        to.Money(Amount);
        to.Text(Category);
        to.Text(Purpose);
        to.Text(PayeeName);
        to.Text(PayeeAccount);
        to.Text(InvoiceNo);
    }
}

using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>A change, a site visa, a payment or the settlement of a project. Properties are the columns of stream project_event.</summary>
public sealed class ProjectEvent : Row
{
    public override string Stream => "project_event";

    public override string Key { get; set; } = "";

    public string ProjectId { get; set; } = "";

    public string EventKind { get; set; } = "";

    public DateOnly EventOn { get; set; }

    public decimal Amount { get; set; }

    public string? Reason { get; set; }

    public string? PayeeName { get; set; }

    public string? PayeeAccount { get; set; }

    public decimal? ProgressPct { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(ProjectId);
        to.Text(EventKind);
        to.Date(EventOn);
        to.Money(Amount);
        to.Text(Reason);
        to.Text(PayeeName);
        to.Text(PayeeAccount);
        to.Number(ProgressPct);
    }
}

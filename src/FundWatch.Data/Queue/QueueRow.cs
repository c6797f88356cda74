using System.Text.Json.Serialization;
using FundWatch.Core.Leads;

namespace FundWatch.Data.Queue;

/// <summary>One lead as the queue shows it.</summary>
/// <param name="TopReasonZh">The reason with the largest contribution.</param>
/// <param name="Reasons">How many reasons the lead has.</param>
/// <param name="Currency">Of its amounts (ISO 4217); null: yuan. Of amounts in several, their codes: CNY+HKD.</param>
/// <param name="Severity">Of the gravest signal, 1 to 4.</param>
/// <param name="Amounts">In each of several currencies, in the order of the codes; <paramref name="AmountAtStake"/> is then 0.</param>
public sealed record QueueRow(
    long LeadId, string Stream, string Scheme, string SubjectKind, string SubjectCode, string SubjectName, string? RegionCode, string? Sector,
    decimal RiskScore, decimal Priority, decimal AmountAtStake, string TopReasonZh, string TopReasonEn, int Reasons,
    string Status, string? Outcome, string? Assignee, DateOnly? DueOn, string? Currency = null, int Severity = 1, IReadOnlyList<decimal>? Amounts = null)
{
    /// <summary>The money at stake in each currency.</summary>
    [JsonIgnore]
    public IReadOnlyList<Stake> Stakes => Stake.Of(AmountAtStake, Currency, Amounts);
}

/// <summary>A page of the queue, best first.</summary>
/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, QueueCursor? Next);

/// <summary>How many leads a filter finds, their money, and how many there are without it.</summary>
/// <param name="Amount">Yuan.</param>
/// <param name="Others">Sums in other currencies (ISO 4217); nothing is converted.</param>
public sealed record QueueTotals(long Leads, decimal Amount, long All, IReadOnlyList<Stake> Others);

/// <summary>A value that leads have in one of the columns one can filter by: stream, scheme, status or region.</summary>
public sealed record QueueFacet(string Column, string Value, long Leads);

/// <summary>Another lead of the same subject.</summary>
public sealed record RelatedLead(long LeadId, string Scheme, decimal RiskScore, string Status);

/// <summary>Another lead, of whatever subject, that rests on some of the same records.</summary>
/// <param name="Rows">How many evidence rows the two have in common.</param>
public sealed record SharingLead(long LeadId, string Scheme, string SubjectName, decimal RiskScore, string Status, int Rows);

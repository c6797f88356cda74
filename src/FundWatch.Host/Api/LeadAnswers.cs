using FundWatch.Core.Leads;
using FundWatch.Data.Leads;
using FundWatch.Data.Queue;

namespace FundWatch.Host.Api;

/// <param name="Next">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Total">Leads that match, on all pages.</param>
/// <param name="AmountAtStake">Of all that match, yuan.</param>
/// <param name="OtherCurrencies">Of all that match, in each other currency; nothing is converted.</param>
public sealed record LeadList(IReadOnlyList<QueueRow> Leads, string? Next, long Total, decimal AmountAtStake, IReadOnlyList<Stake> OtherCurrencies);

/// <param name="Sharing">Other leads that rest on some of the same records, most rows first, at most five.</param>
public sealed record LeadAnswer(
    LeadRow Lead, int Version, DateOnly? ParkedUntil, string? DismissReason, IReadOnlyList<PartAnswer> Parts, IReadOnlyList<EvidenceRow> Evidence, IReadOnlyList<EventAnswer> History,
    IReadOnlyList<SharingLead> Sharing);

/// <param name="Contribution">Points of the risk score; those of all parts add up to it.</param>
/// <param name="Currency">Of its amount and of figures that are money (ISO 4217); of records in several, their codes: CNY+HKD.</param>
public sealed record PartAnswer(
    string Origin, string Code, decimal Contribution, decimal? Value, decimal? Threshold, string? Unit, string ReasonZh, string ReasonEn, decimal? Amount, string Currency, IReadOnlyList<string> Evidence);

public sealed record EventAnswer(int Ordinal, string Event, string Actor, DateTimeOffset At, string? FromStatus, string? ToStatus, string? Note);

/// <summary>What a move brings; which of these it needs is in the transition table.</summary>
public sealed record MoveBody(
    string Action, string? Note = null, string? Outcome = null, string? Assignee = null, DateOnly? DueOn = null, DateOnly? ParkedUntil = null, string? DismissReason = null);

public sealed record MoveAnswer(long LeadId, string Status, int Version);

using System.Text.Json.Serialization;
using FundWatch.Core.Leads;
using FundWatch.Data.Regions;

namespace FundWatch.Data.Leads;

/// <summary>A lead with the columns of the data contract, in its order. Personal data is masked or a token.</summary>
/// <param name="Currency">Of its amounts (ISO 4217); null: yuan. Of amounts in several, their codes: CNY+HKD.</param>
/// <param name="LegalBasisZh">The law behind each reason of a rule, in the order of the codes, a line each: "REC-001 …"; with what has to be known about it
/// (<see cref="Queue.RuleBasis.Cited"/>). A model's reason has none.</param>
/// <param name="Amounts">In each of several currencies, in the order of the codes; nothing is added up, and <paramref name="AmountAtStake"/> is 0.</param>
/// <param name="Priority">What the queue is ordered by, the highest first.</param>
public sealed record LeadRow(
    long LeadId, string Fingerprint, string Stream, string Scheme, string SubjectKind, string SubjectCode, string SubjectName, string? RegionCode, string? Sector,
    decimal RiskScore, double? PValue, double? QValue, decimal AmountAtStake, IReadOnlyList<string> ReasonCodes, string ReasonsZh, string ReasonsEn,
    IReadOnlyList<string> EvidenceKeys, IReadOnlyList<string> ModelVersions, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, string Status,
    string? Assignee, DateOnly? DueOn, string? Outcome, string? Currency = null, string LegalBasisZh = "", string LegalBasisEn = "", decimal Priority = 0, IReadOnlyList<decimal>? Amounts = null)
{
    /// <summary>True where its records are from abroad: Chinese law does not hold there.</summary>
    public bool IsAbroad => !Currencies.Of(Currency).Contains(null) || RegionCode == RegionNames.Abroad;

    /// <summary>The money at stake in each currency.</summary>
    [JsonIgnore]
    public IReadOnlyList<Stake> Stakes => Stake.Of(AmountAtStake, Currency, Amounts);
}

/// <summary>Which leads. Null means any.</summary>
/// <param name="Status">A status, or <c>open</c> for every lead whose work is not done.</param>
/// <param name="Region">A division code or the beginning of one.</param>
/// <param name="Text">In the name, the code or the reasons.</param>
public sealed record LeadFilter(
    string? Stream = null, string? Scheme = null, string? Status = null, string? Region = null, string? Assignee = null, string? Text = null, decimal? MinScore = null);

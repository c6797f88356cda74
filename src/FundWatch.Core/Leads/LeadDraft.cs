using System.Globalization;
using System.Text.Json;
using FundWatch.Core.Trail;

namespace FundWatch.Core.Leads;

/// <summary>Who a lead is about. <paramref name="Name"/> is masked where it is a person's.</summary>
public sealed record Subject(string Kind, string Code, string Name, string? RegionCode, string? Sector);

/// <summary>One voice in a lead: a rule, or the models of a feature set.</summary>
/// <param name="Origin">rule or model.</param>
/// <param name="Contribution">Its share of the risk score, in points.</param>
/// <param name="Detail">JSON: what the words were made of.</param>
public sealed record LeadPart(
    string Origin, string Code, decimal Contribution, decimal? Value, decimal? Threshold, string? Unit,
    string ReasonZh, string ReasonEn, decimal? Amount, IReadOnlyList<string> Evidence, string Detail)
{
    /// <summary>Of its figures and amount (<see cref="Currencies"/>); null: yuan.</summary>
    /// <param name="ofLead">The lead's, which the part has unless it says another one.</param>
    public string? CurrencyIn(string? ofLead)
    {
        using var detail = JsonDocument.Parse(Detail);
        return detail.RootElement.TryGetProperty("currency", out var own) ? Currencies.Join([own.GetString()]) : ofLead;
    }
}

/// <summary>All that a scoring run computes of a lead. The same inputs give the same draft, to the last character.</summary>
/// <param name="Stakes">The money in each currency, never added up; at least one.</param>
public sealed record LeadDraft(
    Scheme Scheme, Subject Subject, decimal RiskScore, decimal Priority, double? PValue, double? QValue, IReadOnlyList<Stake> Stakes,
    IReadOnlyList<string> ReasonCodes, string ReasonsZh, string ReasonsEn, IReadOnlyList<string> EvidenceKeys,
    IReadOnlyList<string> ModelVersions, IReadOnlyList<LeadPart> Parts)
{
    public string Fingerprint { get; } = Leads.Fingerprint.Of(Scheme.Name, Subject.Kind, Subject.Code);

    /// <summary>In its currency; 0 where there are several.</summary>
    public decimal AmountAtStake => Stakes.Count == 1 ? Stakes[0].Amount : 0;

    /// <summary>Of its amounts (<see cref="Currencies"/>); null: yuan.</summary>
    public string? Currency { get; } = Currencies.Join(Stakes.Select(s => s.Currency));

    /// <summary>Equal hashes: nothing to write.</summary>
    public string ContentSha256() => Canonical.Sha256Hex(
    [
        "content/1", Scheme.Stream, Scheme.Name, Subject.Kind, Subject.Code, Subject.Name, Subject.RegionCode, Subject.Sector,
        Text(RiskScore), Text(Priority), Text(PValue), Text(QValue), Text(AmountAtStake), List(ReasonCodes), ReasonsZh, ReasonsEn, List(EvidenceKeys), List(ModelVersions),
        .. Currency is { } currency ? [currency] : Array.Empty<string>(),
        .. Stakes.Count > 1 ? Stakes.Select(s => Text(s.Amount)) : [],
        .. Parts.SelectMany(p => new[]
        {
            p.Origin, p.Code, Text(p.Contribution), Text(p.Value), Text(p.Threshold), p.Unit, p.ReasonZh, p.ReasonEn, Text(p.Amount), List(p.Evidence), p.Detail,
        }),
    ]);

    // 1.50 and 1.5 are the same amount: the store may give back either.
    private static string? Text(decimal? number) => number?.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string? Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<string> items) => string.Join('\n', items);
}

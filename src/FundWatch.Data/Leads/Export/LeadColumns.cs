using System.Globalization;
using FundWatch.Core.Leads;

namespace FundWatch.Data.Leads.Export;

/// <summary>The export columns of the data contract, in order (later ones at the end), with a lead's value in each: text, a number or nothing.</summary>
public static class LeadColumns
{
    public static IReadOnlyList<(string Name, Func<LeadRow, object?> Value)> All { get; } =
    [
        ("lead_id", l => l.LeadId),
        ("fingerprint", l => l.Fingerprint),
        ("stream", l => l.Stream),
        ("scheme", l => l.Scheme),
        ("subject_kind", l => l.SubjectKind),
        ("subject_code", l => l.SubjectCode),
        ("subject_name", l => l.SubjectName),
        ("region_code", l => l.RegionCode),
        ("sector", l => l.Sector),
        ("risk_score", l => l.RiskScore),
        ("p_value", l => l.PValue),
        ("q_value", l => l.QValue),
        ("amount_at_stake", l => Currencies.AreSeveral(l.Currency) ? null : l.AmountAtStake), // of several, the reasons say each
        ("reason_codes", l => string.Join(';', l.ReasonCodes)),
        ("reasons_zh", l => l.ReasonsZh),
        ("reasons_en", l => l.ReasonsEn),
        ("evidence_keys", l => string.Join(';', l.EvidenceKeys)),
        ("model_versions", l => string.Join(';', l.ModelVersions)),
        ("first_seen", l => Moment(l.FirstSeen)),
        ("last_seen", l => Moment(l.LastSeen)),
        ("status", l => l.Status),
        ("assignee", l => l.Assignee),
        ("due_on", l => l.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("outcome", l => l.Outcome),
        ("currency", l => l.Currency ?? Currencies.Yuan),
        ("legal_basis_zh", l => l.LegalBasisZh),
        ("legal_basis_en", l => l.LegalBasisEn),
    ];

    /// <summary>The lead as an object whose members are the columns.</summary>
    public static IReadOnlyDictionary<string, object?> Members(LeadRow lead) => All.ToDictionary(c => c.Name, c => c.Value(lead));

    // As the clock in China showed it, with its offset: sorts as text and says what it means.
    private static string Moment(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}

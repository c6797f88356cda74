using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Review;

namespace FundWatch.Data.Leads;

/// <summary>What a draft changes in a stored lead.</summary>
/// <param name="Event">evidence_changed where rows or reasons differ, rescored where only figures do.</param>
/// <param name="Payload">JSON for the trail.</param>
internal sealed record LeadChange(string Event, bool Reopens, string Payload)
{
    private const int Named = 50;
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static LeadChange Of(KnownLead lead, LeadDraft draft)
    {
        var before = lead.EvidenceKeys.ToHashSet(StringComparer.Ordinal);
        var after = draft.EvidenceKeys.ToHashSet(StringComparer.Ordinal);
        var added = draft.EvidenceKeys.Where(k => !before.Contains(k)).ToList();
        var removed = lead.EvidenceKeys.Where(k => !after.Contains(k)).ToList();
        var sameReasons = lead.ReasonCodes.ToHashSet().SetEquals(draft.ReasonCodes);
        // A model that was trained anew points at other rows of the same doing; only what a rule found, or a lead of models alone, counts as new.
        var newRows = draft.Scheme.IsAnomaly ? added.Count > 0 : draft.Parts.Where(p => p.Origin == "rule").SelectMany(p => p.Evidence).Any(k => !before.Contains(k));
        var payload = JsonSerializer.Serialize(new
        {
            risk_score = draft.RiskScore, risk_score_before = lead.RiskScore, reason_codes = draft.ReasonCodes, reason_codes_before = lead.ReasonCodes,
            evidence_added = added.Take(Named), evidence_added_count = added.Count, evidence_removed = removed.Take(Named), evidence_removed_count = removed.Count,
        }, _json);
        return new LeadChange(
            added.Count + removed.Count > 0 || !sameReasons ? "evidence_changed" : "rescored",
            LeadStatus.IsClosed(lead.Status) && (newRows || lead.DismissReason == DismissReasons.EvidenceGone),
            payload);
    }

    public static string Created(LeadDraft draft) => JsonSerializer.Serialize(new
    {
        fingerprint = draft.Fingerprint, scheme = draft.Scheme.Name, risk_score = draft.RiskScore, reason_codes = draft.ReasonCodes,
        evidence_count = draft.EvidenceKeys.Count, evidence = draft.EvidenceKeys.Take(Named), model_versions = draft.ModelVersions,
    }, _json);
}

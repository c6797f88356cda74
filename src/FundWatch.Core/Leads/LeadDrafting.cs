using System.Text.Json;
using FundWatch.Core.Leads.Words;

namespace FundWatch.Core.Leads;

/// <summary>Signals of one subject in one scheme into a lead: score, parts, money, words.</summary>
public static class LeadDrafting
{
    private const int QuotedItems = 20;

    public static LeadDraft Draft(Scheme scheme, Subject subject, IReadOnlyList<RuleSignal> rules, ModelSignal? model)
    {
        var fused = LeadFusion.Fuse(rules, model);
        var parts = rules.Select((rule, i) => RulePart(rule, subject, fused.RuleParts[i])).ToList();
        if (model is not null && fused.ModelPart is { } share)
        {
            parts.Add(ModelPart(model, subject, share));
        }

        parts = parts.OrderByDescending(p => p.Contribution).ThenBy(p => p.Code, StringComparer.Ordinal).ToList();
        var flags = rules.SelectMany(r => r.Flags).ToList();
        var amount = flags.Count > 0 ? AmountAtStake.Of(flags) : model?.Amount ?? 0;
        var severity = rules.Select(r => r.Severity).DefaultIfEmpty(1).Max();
        var newest = flags.Max(f => f.EventOn);
        return new LeadDraft(
            scheme, subject, fused.RiskScore, Priority.Of(fused.RiskScore, amount, severity, newest, subject.Currency), model?.PValue, model?.QValue, amount,
            parts.Select(p => p.Code).ToList(), Join(parts, p => p.ReasonZh), Join(parts, p => p.ReasonEn),
            parts.SelectMany(p => p.Evidence).Distinct(StringComparer.Ordinal).ToList(),
            model?.Versions ?? [], parts);
    }

    private static LeadPart RulePart(RuleSignal rule, Subject subject, decimal share)
    {
        var ranked = RuleReason.Ranked(rule.Flags).ToList();
        var gravest = ranked[0];
        return new LeadPart("rule", rule.RuleId, share, gravest.Value, gravest.Threshold, rule.Words.Unit,
            RuleReason.Write(rule, subject.Name, chinese: true, subject.Currency), RuleReason.Write(rule, subject.Name, chinese: false, subject.Currency),
            rule.Flags.Any(f => f.Amount is not null) ? AmountAtStake.Of(rule.Flags) : null,
            ranked.SelectMany(f => f.Evidence).Distinct(StringComparer.Ordinal).ToList(),
            JsonSerializer.Serialize(new
            {
                version = gravest.RuleVersion,
                kind = rule.IsDeterministic ? "deterministic" : "analytic",
                severity = rule.Severity,
                count = rule.Flags.Count,
                items = ranked.Take(QuotedItems).Select(f => new
                {
                    item = f.ItemKey, value = f.Value, threshold = f.Threshold, amount = f.Amount, event_on = f.EventOn, evidence = f.Evidence, detail = f.Detail,
                }),
            }, _json));
    }

    private static LeadPart ModelPart(ModelSignal model, Subject subject, decimal share)
    {
        var leading = model.Parts.OrderByDescending(p => p.Contribution).ThenBy(p => p.Feature, StringComparer.Ordinal).FirstOrDefault();
        return new LeadPart("model", model.FeatureSet, share, Number(leading?.Value), Number(leading?.Median), leading?.Unit,
            ModelReason.Write(model, subject.Kind, chinese: true, subject.Currency), ModelReason.Write(model, subject.Kind, chinese: false, subject.Currency), model.Amount, model.Evidence,
            JsonSerializer.Serialize(new
            {
                score = model.Score, p_value = model.PValue, q_value = model.QValue, peer_group = model.PeerGroup, peer_count = model.PeerCount,
                features = model.Parts.Select(p => new { feature = p.Feature, title_zh = p.TitleZh, title_en = p.TitleEn, unit = p.Unit, value = p.Value, median = p.Median, contribution = p.Contribution }),
            }, _json));
    }

    private static readonly JsonSerializerOptions _json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static decimal? Number(double? value) => value is { } v && Math.Abs(v) < 1e15 ? Math.Round((decimal)v, 6) : null;

    private static string Join(IEnumerable<LeadPart> parts, Func<LeadPart, string> reason) => string.Join('\n', parts.Select(reason));
}

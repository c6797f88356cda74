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
        var flags = rules.SelectMany(r => r.Flags).ToList();
        IReadOnlyList<Stake> stakes = flags.Count > 0 ? AmountAtStake.ByCurrency(flags) : [new Stake(model?.Amount ?? 0, model?.Currency)];
        var currency = Currencies.Join(stakes.Select(s => s.Currency));
        var parts = rules.Select((rule, i) => RulePart(rule, subject, fused.RuleParts[i], currency)).ToList();
        if (model is not null && fused.ModelPart is { } share)
        {
            parts.Add(ModelPart(model, subject, share, currency));
        }

        parts = parts.OrderByDescending(p => p.Contribution).ThenBy(p => p.Code, StringComparer.Ordinal).ToList();
        var severity = rules.Select(r => r.Severity).DefaultIfEmpty(1).Max();
        var newest = flags.Max(f => f.EventOn);
        return new LeadDraft(
            scheme, subject, fused.RiskScore, Priority.Of(fused.RiskScore, stakes, severity, newest), model?.PValue, model?.QValue, stakes,
            parts.Select(p => p.Code).Distinct().ToList(), Join(parts, p => p.ReasonZh) + InEach(stakes, chinese: true), Join(parts, p => p.ReasonEn) + InEach(stakes, chinese: false),
            parts.SelectMany(p => p.Evidence).Distinct(StringComparer.Ordinal).ToList(),
            model?.Versions ?? [], parts);
    }

    private static LeadPart RulePart(RuleSignal rule, Subject subject, decimal share, string? ofLead)
    {
        var ranked = RuleReason.Ranked(rule.Flags).ToList();
        var gravest = ranked[0];
        return new LeadPart("rule", rule.RuleId, share, gravest.Value, gravest.Threshold, rule.Words.Unit,
            RuleReason.Write(rule, subject.Name, chinese: true), RuleReason.Write(rule, subject.Name, chinese: false),
            rule.Flags.Any(f => f.Amount is not null) ? AmountAtStake.Of(rule.Flags) : null,
            ranked.SelectMany(f => f.Evidence).Distinct(StringComparer.Ordinal).ToList(),
            Detail(rule.Currency, ofLead, new
            {
                version = gravest.RuleVersion,
                kind = rule.IsDeterministic ? "deterministic" : "analytic",
                severity = rule.Severity,
                count = rule.Flags.Count,
                items = ranked.Take(QuotedItems).Select(f => new
                {
                    item = f.ItemKey, value = f.Value, threshold = f.Threshold, amount = f.Amount, event_on = f.EventOn, evidence = f.Evidence, detail = f.Detail,
                }),
            }));
    }

    private static LeadPart ModelPart(ModelSignal model, Subject subject, decimal share, string? ofLead)
    {
        var leading = ModelReason.Sayable(model).OrderByDescending(p => p.Contribution).ThenBy(p => p.Feature, StringComparer.Ordinal).FirstOrDefault();
        return new LeadPart("model", model.FeatureSet, share, Number(leading?.Value), Number(leading?.Median), leading?.Unit,
            ModelReason.Write(model, subject.Kind, chinese: true), ModelReason.Write(model, subject.Kind, chinese: false), model.Amount, model.Evidence,
            Detail(model.Currency, ofLead, new
            {
                score = model.Score, p_value = model.PValue, q_value = model.QValue, peer_group = model.PeerGroup, peer_count = model.PeerCount,
                features = ModelReason.Sayable(model).Select(p => new { feature = p.Feature, title_zh = p.TitleZh, title_en = p.TitleEn, unit = p.Unit, value = p.Value, median = p.Median, contribution = p.Contribution }),
            }));
    }

    // A part says its currency where the lead's is another one.
    private static string Detail(string? currency, string? ofLead, object said)
    {
        if (currency == ofLead)
        {
            return JsonSerializer.Serialize(said, _json);
        }

        var detail = JsonSerializer.SerializeToNode(said, _json)!;
        detail["currency"] = currency ?? Currencies.Yuan;
        return detail.ToJsonString(_json);
    }

    // An export has one amount for a lead; where there are several, its reasons say them.
    private static string InEach(IReadOnlyList<Stake> stakes, bool chinese) => stakes.Count == 1 ? ""
        : (chinese ? "\n涉及金额 " : "\nAt stake: ") + string.Join(chinese ? "、" : ", ", stakes.Select(s => $"{PeopleFormat.Money(s.Amount)} {s.Currency ?? (chinese ? "元" : "yuan")}"))
            + (chinese ? "，币种不同，未相加" : "; in different currencies, not added up");

    private static readonly JsonSerializerOptions _json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static decimal? Number(double? value) => value is { } v && Math.Abs(v) < 1e15 ? Math.Round((decimal)v, 6) : null;

    private static string Join(IEnumerable<LeadPart> parts, Func<LeadPart, string> reason) => string.Join('\n', parts.Select(reason));
}

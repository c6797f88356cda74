namespace FundWatch.Core.Leads;

/// <summary>A fused score and each signal's share of it, in the order the signals were given: rules, then the model.</summary>
/// <param name="RiskScore">0 to 99.99: a lead is never a certainty.</param>
/// <param name="RuleParts">One share per rule signal.</param>
/// <param name="ModelPart">The model's share; null where no model spoke.</param>
public sealed record Fused(decimal RiskScore, IReadOnlyList<decimal> RuleParts, decimal? ModelPart);

/// <summary>
/// Rules and models into one risk score. Noisy-or in log space: every signal has evidence e = -ln(1 - chance), evidence adds up,
/// score = 100 (1 - exp(-sum e)); a signal's part is its share of the evidence. Adding a flag, raising a severity or a strength never lowers the score.
/// </summary>
public static class LeadFusion
{
    public static Fused Fuse(IReadOnlyList<RuleSignal> rules, ModelSignal? model)
    {
        var evidence = Evidence(rules);
        var ofModel = model is null ? 0 : Evidence(model);
        var weights = ofModel > 0 ? [.. evidence, ofModel] : evidence;
        var score = Math.Min(99.99m, Math.Round((decimal)(100 * -double.ExpM1(-weights.Sum())), 2, MidpointRounding.ToZero));
        var parts = Shares.Split(score, weights);
        return new Fused(score, parts[..rules.Count], ofModel > 0 ? parts[^1] : null);
    }

    /// <summary>Evidence of each rule after rules that see the same fact have been counted once.</summary>
    public static double[] Evidence(IReadOnlyList<RuleSignal> rules)
    {
        var own = rules.Select(Evidence).ToArray();
        foreach (var fact in Enumerable.Range(0, rules.Count).GroupBy(i => FusionWeights.FactOf(rules[i].RuleId)))
        {
            foreach (var i in fact.OrderByDescending(i => own[i]).ThenBy(i => rules[i].RuleId, StringComparer.Ordinal).Skip(1).ToList())
            {
                own[i] *= FusionWeights.SameFact;
            }
        }

        return own;
    }

    /// <summary>Evidence of one rule: its items, strongest first, each counting less than the one before; an item counts as often as it was observed.</summary>
    public static double Evidence(RuleSignal rule)
    {
        var items = rule.Flags
            .SelectMany(f => Enumerable.Repeat(FusionWeights.Item(f.IsDeterministic, f.Severity) * (1 + (FusionWeights.FullStrength - 1) * Strength.Of(f.Value, f.Threshold)), f.Observations))
            .OrderDescending();
        return items.Select((e, k) => e * Math.Pow(k + 1, -FusionWeights.ItemDecay)).Sum();
    }

    public static double Evidence(ModelSignal model) => model.PValue >= FusionWeights.ModelSpeaksAt
        ? 0
        : Math.Min(FusionWeights.ModelCeiling, FusionWeights.ModelSlope * Math.Log(FusionWeights.ModelSpeaksAt / Math.Max(model.PValue, 1e-12)));
}

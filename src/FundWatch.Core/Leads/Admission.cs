namespace FundWatch.Core.Leads;

/// <summary>
/// Which signals are enough for a lead. A deterministic hit is, alone (severity 1 is context and counts as analytic). Analytic ones
/// need company: a second independent one, a model's strong p-value, or a deterministic hit of the same subject in the same business;
/// or they are very strong by themselves, or the rule bounds its own false alarms, which is what models alone are held to.
/// </summary>
public static class Admission
{
    /// <param name="rules">The subject's signals in one scheme.</param>
    /// <param name="model">What models say of the subject in the same business.</param>
    /// <param name="deterministicElsewhere">The subject has a deterministic hit in another scheme of the same business.</param>
    public static bool IsLead(IReadOnlyList<RuleSignal> rules, ModelSignal? model, bool deterministicElsewhere)
    {
        if (rules.Any(IsSufficient))
        {
            return true;
        }

        var signals = rules.Select(r => FusionWeights.FactOf(r.RuleId)).Distinct().Count();
        var strongModel = model is { PValue: <= FusionWeights.ModelSpeaksAt };
        return rules.Count > 0
            && (signals + (strongModel ? 1 : 0) + (deterministicElsewhere ? 1 : 0) >= 2
                || rules.Any(r => LeadFusion.Evidence(r) >= FusionWeights.VeryStrong || (r.Severity >= 2 && r.IsWithinFalseShare)));
    }

    /// <summary>A deterministic hit that may create a lead without company.</summary>
    public static bool IsSufficient(RuleSignal rule) => rule.IsDeterministic && rule.Severity >= 2;
}

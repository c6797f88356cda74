namespace FundWatch.Core.Leads;

/// <summary>
/// Everything known about one subject, and the leads that follow from it. A model belongs to the subject's strongest lead of its business,
/// or, where rules are silent and the false-discovery rate allows it, files a lead of its own.
/// </summary>
/// <param name="Rules">Signals with the scheme they feed.</param>
/// <param name="Models">Signals with the stream they are about.</param>
public sealed record SubjectCase(
    string Kind, string Code, IReadOnlyList<(Scheme Scheme, RuleSignal Signal)> Rules, IReadOnlyList<(string Stream, ModelSignal Signal)> Models)
{
    /// <summary>The signals of each lead, before words are found for them.</summary>
    public IEnumerable<LeadSignals> Leads(double q = FusionWeights.DefaultQ)
    {
        foreach (var business in Rules.Select(r => Schemes.BusinessOf(r.Scheme.Stream)).Concat(Models.Select(m => Schemes.BusinessOf(m.Stream))).Distinct().Order(StringComparer.Ordinal).ToList())
        {
            var model = Models.Where(m => Schemes.BusinessOf(m.Stream) == business).OrderBy(m => m.Signal.PValue).ThenBy(m => m.Signal.FeatureSet, StringComparer.Ordinal).FirstOrDefault();
            var schemes = Rules.Where(r => Schemes.BusinessOf(r.Scheme.Stream) == business)
                .GroupBy(r => r.Scheme)
                .Select(g => (Scheme: g.Key, Rules: (IReadOnlyList<RuleSignal>)g.Select(r => r.Signal).OrderBy(r => r.RuleId, StringComparer.Ordinal).ToList()))
                .ToList();
            var admitted = schemes
                .Where(s => Admission.IsLead(s.Rules, model.Signal, schemes.Any(other => other.Scheme != s.Scheme && other.Rules.Any(Admission.IsSufficient))))
                .OrderByDescending(s => LeadFusion.Evidence(s.Rules).Sum()).ThenBy(s => s.Scheme.Name, StringComparer.Ordinal)
                .ToList();

            if (admitted.Count == 0)
            {
                if (model.Signal is { } alone && alone.QValue <= q && LeadFusion.Evidence(alone) > 0)
                {
                    yield return new LeadSignals(Schemes.AnomalyOf(model.Stream), [], alone);
                }

                continue;
            }

            for (var i = 0; i < admitted.Count; i++)
            {
                yield return new LeadSignals(admitted[i].Scheme, admitted[i].Rules, i == 0 && model.Signal is { PValue: < FusionWeights.ModelSpeaksAt } ? model.Signal : null);
            }
        }
    }
}

/// <summary>The signals that make one lead.</summary>
public sealed record LeadSignals(Scheme Scheme, IReadOnlyList<RuleSignal> Rules, ModelSignal? Model);

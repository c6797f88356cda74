using FundWatch.Data.Leads;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Modelling;

namespace FundWatch.Jobs.Scoring;

/// <summary>What a scoring run did.</summary>
/// <param name="Rules">The rules that had something to judge, by id.</param>
public sealed record ScoreReport(IReadOnlyList<RuleRun> Rules, IReadOnlyList<ScoredFeatureSet> Models, LeadCounts Leads, double Seconds)
{
    /// <summary>Rules whose file or SQL failed; the others were judged all the same.</summary>
    public IEnumerable<RuleRun> FailedRules => Rules.Where(r => r.Failed);

    /// <summary>Feature sets whose query or stored model failed; the others were scored all the same.</summary>
    public IEnumerable<ScoredFeatureSet> FailedSets => Models.Where(m => m.Failed);
}

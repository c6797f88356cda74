using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Modelling;

namespace FundWatch.Jobs.Scoring;

/// <summary>What replaying a lead found.</summary>
/// <param name="Rules">Rules judged again on the records as they were when the lead was last scored.</param>
/// <param name="Models">Model versions that scored the stored features again.</param>
/// <param name="Differences">Empty: the lead is what its inputs make it.</param>
public sealed record ReplayReport(long LeadId, IReadOnlyList<string> Rules, IReadOnlyList<string> Models, IReadOnlyList<string> Differences)
{
    public bool Equal => Differences.Count == 0;
}

/// <summary>Makes a lead again, from the bottom: its rules on the records of that moment, its models on the stored features, its score and words from both.</summary>
public sealed class LeadReplay(FundWatchDatabase db, RuleCatalogue rules, TimeProvider clock)
{
    /// <returns>Null where there is no such lead.</returns>
    public async Task<ReplayReport?> ReplayAsync(long leadId, CancellationToken ct = default)
    {
        if (await new LeadStore(db).ShowAsync(leadId, evidence: 0, ct) is not { } page)
        {
            return null;
        }

        var differences = new List<string>();
        var judged = await RulesAsync(page, differences, ct);
        var models = new List<string>();
        if (page.Parts.Any(p => p.Origin == "model"))
        {
            foreach (var part in page.Parts.Where(p => p.Origin == "model"))
            {
                foreach (var replay in (await ReplayModelsAsync(part.Code, page.Lead.SubjectCode, ct)).Where(r => r.FeatureSet == part.Code))
                {
                    models.Add(replay.Model);
                    differences.AddRange(replay.Differences);
                }
            }
        }

        await LeadAsync(page, differences, ct);
        return new ReplayReport(leadId, judged, models, differences);
    }

    private async Task<IReadOnlyList<ModelReplay>> ReplayModelsAsync(string featureSet, string subject, CancellationToken ct) =>
        await StreamOfAsync(featureSet, subject, ct) is { } stream ? await new ModelReplayService(db, clock).ReplayAsync(stream, subject, ct) : [];

    private async Task<string?> StreamOfAsync(string featureSet, string subject, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select stream from model.score where feature_set = $1 and subject_code = $2");
        command.Parameters.Add(new() { Value = featureSet });
        command.Parameters.Add(new() { Value = subject });
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    private async Task<IReadOnlyList<string>> RulesAsync(LeadPage page, List<string> differences, CancellationToken ct)
    {
        var stored = await StoredFlags.ReadAsync(db, page.Lead.SubjectKind, page.Lead.SubjectCode, ct);
        var judged = new List<string>();
        foreach (var part in page.Parts.Where(p => p.Origin == "rule").DistinctBy(p => p.Code))
        {
            if (rules.Find(part.Code) is null)
            {
                differences.Add($"{part.Code}: the rule's file is not installed here");
                continue;
            }

            var flags = stored.Where(f => f.RuleId == part.Code).ToDictionary(f => f.ItemKey);
            var items = (await new RuleEngine(db, rules, clock).ItemsAsync(part.Code, [page.Lead.SubjectCode], await StoredFlags.ScoredThroughAsync(db, part.Code, ct), ct))
                .Where(i => i.State == "triggered" && i.SubjectCode == page.Lead.SubjectCode).ToList();
            foreach (var item in items)
            {
                var flag = flags.GetValueOrDefault(item.ItemKey);
                if (flag is null)
                {
                    differences.Add($"{part.Code} {item.ItemKey}: triggers now, was not stored");
                }
                else
                {
                    Compare($"{part.Code} {item.ItemKey} value", flag.Value, item.Value);
                    Compare($"{part.Code} {item.ItemKey} threshold", flag.Threshold, item.Threshold);
                    Compare($"{part.Code} {item.ItemKey} amount", flag.Amount, item.Amount is { } a ? Math.Round(a, 2, MidpointRounding.AwayFromZero) : null);
                }
            }

            differences.AddRange(flags.Keys.Except(items.Select(i => i.ItemKey)).Select(key => $"{part.Code} {key}: stored, does not trigger now"));
            judged.Add(part.Code);
        }

        return judged;

        void Compare(string what, decimal? was, decimal? now)
        {
            if (was != now)
            {
                differences.Add($"{what}: {(was is { } w ? PeopleFormat.Number(w) : "-")} -> {(now is { } n ? PeopleFormat.Number(n) : "-")}");
            }
        }
    }

    private async Task LeadAsync(LeadPage page, List<string> differences, CancellationToken ct)
    {
        var lead = page.Lead;
        var draft = await new LeadBuilder(db, clock).DraftAsync(lead.Scheme, lead.SubjectKind, lead.SubjectCode, ct);
        if (draft is null)
        {
            if (page.Content.Length > 0)
            {
                differences.Add("lead: its stored flags and scores no longer make a lead");
            }
        }
        else if (draft.ContentSha256() != page.Content)
        {
            differences.AddRange(Fields(lead, draft));
        }
    }

    private static IEnumerable<string> Fields(LeadRow lead, LeadDraft draft)
    {
        var found = new (string Name, object? Was, object? Now)[]
        {
            ("risk_score", lead.RiskScore, draft.RiskScore), ("p_value", lead.PValue, draft.PValue), ("q_value", lead.QValue, draft.QValue),
            ("amount_at_stake", lead.AmountAtStake, draft.AmountAtStake), ("currency", lead.Currency, draft.Currency), ("reason_codes", string.Join(';', lead.ReasonCodes), string.Join(';', draft.ReasonCodes)),
            ("subject_name", lead.SubjectName, draft.Subject.Name), ("region_code", lead.RegionCode, draft.Subject.RegionCode), ("sector", lead.Sector, draft.Subject.Sector),
            ("evidence_keys", string.Join(';', lead.EvidenceKeys), string.Join(';', draft.EvidenceKeys)),
            ("model_versions", string.Join(';', lead.ModelVersions), string.Join(';', draft.ModelVersions)), ("reasons_zh", lead.ReasonsZh, draft.ReasonsZh),
        }.Where(f => !Equals(f.Was, f.Now)).Select(f => $"lead {f.Name}: {f.Was} -> {f.Now}").ToList();
        return found.Count > 0 ? found : ["lead: its parts or priority differ"];
    }
}

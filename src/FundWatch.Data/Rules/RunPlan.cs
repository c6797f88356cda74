using System.Security.Cryptography;
using System.Text;
using FundWatch.Core.Rules;
using FundWatch.Data.Batches;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>One rule's work in a run.</summary>
/// <param name="Since">Judge the subjects of records recorded after this; null: judge all.</param>
/// <param name="Definition">Hash of the rule's file, its parameters and the columns it lacks, to be remembered once judged.</param>
/// <param name="Remember">False where the run learns nothing new about how far the rule has come.</param>
internal sealed record RuleTask(RuleFile Rule, DateTimeOffset? Since, string Definition, bool Remember);

/// <summary>Decides what each rule has to do: asks the store what is new under the rule's present file and parameters.</summary>
internal sealed class RunPlan(NpgsqlConnection app)
{
    private readonly ChangedColumns _changes = new(app);

    /// <summary>The moment up to which all records are to be seen.</summary>
    public Task<DateTimeOffset> WatermarkAsync(DateTimeOffset now, CancellationToken ct) => Watermark.ReadAsync(app, now, ct);

    /// <param name="missing">Required columns that hold nothing at all, by rule: with the first value in one of them everybody can be judged.</param>
    /// <returns>The rules that have something to judge.</returns>
    public async Task<IReadOnlyList<RuleTask>> TasksAsync(
        IEnumerable<RuleFile> rules, IReadOnlyDictionary<string, IReadOnlyList<string>> missing, bool full, CancellationToken ct)
    {
        var state = await StateAsync(ct);
        var tasks = new List<RuleTask>();
        foreach (var rule in rules)
        {
            var (parameters, enabled, definition, through) = state[rule.Header.Id];
            if (!enabled)
            {
                continue;
            }

            var now = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule.Sha256}\n{parameters}\n{string.Join(' ', missing[rule.Header.Id])}")));
            if (now != definition || through is null)
            {
                tasks.Add(new RuleTask(rule, null, now, Remember: true));
                continue;
            }

            var changed = new List<string>();
            var words = ChangedColumns.WordsOf(string.Join('\n', rule.Header.Groups.SelectMany(g => g.Expressions).Prepend(rule.Sql)));
            var any = false;
            foreach (var stream in rule.Reads)
            {
                if (await _changes.SinceAsync(stream, through.Value, ct) is { } change)
                {
                    any = true;
                    if (change.Touches(words))
                    {
                        changed.Add(stream);
                    }
                }
            }

            var all = full || rule.Header.Rescore == RuleRescore.All || changed.Any(s => !SubjectMap.For(rule.Header.Subject, s).Any());
            if (full || changed.Count > 0)
            {
                tasks.Add(new RuleTask(rule, all ? null : through, now, Remember: any));
            }
        }

        return tasks;
    }

    private async Task<Dictionary<string, (string Parameters, bool Enabled, string? Definition, DateTimeOffset? Through)>> StateAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select c.rule_id, coalesce(p.parameters, ''), c.enabled, g.definition_sha256, g.scored_through
            from rule.catalogue c
            left join (select rule_id, string_agg(concat_ws(' ', name, region_prefix, valid_from, coalesce(valid_to, 'infinity'), trim_scale(value)), E'\n'
                              order by name, region_prefix, valid_from) as parameters
                       from rule.parameter group by rule_id) p using (rule_id)
            left join rule.progress g using (rule_id)
            """, app);
        var state = new Dictionary<string, (string, bool, string?, DateTimeOffset?)>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            state.Add(reader.GetString(0), (reader.GetString(1), reader.GetBoolean(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return state;
    }
}

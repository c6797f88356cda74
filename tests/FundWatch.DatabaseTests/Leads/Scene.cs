using System.Text.Json;
using FundWatch.Data.Leads;
using FundWatch.Testing;
using Microsoft.Extensions.Time.Testing;
using NpgsqlTypes;

namespace FundWatch.DatabaseTests.Leads;

/// <summary>Puts rules, flags, scores and records where the stages before leads would have put them.</summary>
internal sealed class Scene(TestDatabase database)
{
    public const string Bureau = "11450100007565025K";

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public Task<LeadCounts> BuildAsync() => new LeadBuilder(database.Store, Clock).BuildAsync();

    public LeadStore Leads => new(database.Store);

    public async Task RuleAsync(string id, string scheme = "reception.standard", string kind = "deterministic", int severity = 3, string subject = "organisation",
        string reasonZh = "{item}：来宾 {guests} 人、陪餐 {value} 人，疑似超过标准 {threshold} 人，需核实", string reasonEn = "{item}: {value} escorts against {threshold}; to be verified")
    {
        var header = JsonSerializer.Serialize(new { reason_zh = reasonZh, reason_en = reasonEn });
        await ExecuteAsync("""
            insert into rule.catalogue (rule_id, version, title_zh, title_en, stream, scheme, subject_kind, kind, severity, basis_zh, basis_en, basis_checked, sha256, header)
            values ($1, 1, '陪餐人数超比例', 'More escorts than the guests allow', split_part($2, '.', 1), $2, $5, $3, $4, '', '', false, '', $6::jsonb)
            """, id, scheme, kind, (short)severity, subject, header);
    }

    /// <summary>A flag of a rule that <see cref="RuleAsync"/> has registered.</summary>
    public Task FlagAsync(string rule, string item, string subject = Bureau, decimal? value = 9, decimal? threshold = 3, decimal? amount = 1200.5m,
        string detail = """{"guests": 8}""", string[]? evidence = null, DateOnly? on = null) => ExecuteAsync("""
            insert into rule.flag (rule_id, rule_version, stream, scheme, subject_kind, subject_code, item_key, kind, severity, value, threshold, amount, event_on, evidence, detail, raised_at)
            select rule_id, version, stream, scheme, subject_kind, $2, $3, kind, severity, $4, $5, $6, $7, $8, $9::jsonb, '2026-03-01' from rule.catalogue where rule_id = $1
            """, rule, subject, item, Nullable(value), Nullable(threshold), Nullable(amount), on ?? new DateOnly(2025, 6, 1), evidence ?? [$"reception:{item}"], detail);

    public Task ClearAsync(string rule, string item) => ExecuteAsync("update rule.flag set cleared_at = now() where rule_id = $1 and item_key = $2", rule, item);

    /// <summary>Scores of one feature set: the given subjects at their p-values among 200 ordinary ones.</summary>
    public async Task ScoresAsync(string set, string stream, string kind, params (string Code, double P)[] strange)
    {
        foreach (var (code, p) in strange.Concat(Enumerable.Range(0, 200).Select(i => ($"ordinary-{i}", 0.06 + 0.9 * i / 200))))
        {
            await ExecuteAsync("""
                insert into model.score (feature_set, stream, subject_kind, subject_code, subject_name, region_code, peer_group, peer_count, amount, score, p_value, versions, parts, features, evidence)
                values ($1, $2, $3, $4, '名' || $4, '450103', '县级', 41, 50000, $5, $6, array[$1 || '/isolation-forest@1'],
                    jsonb_build_array(jsonb_build_object('feature', 'meal_per_head', 'title_zh', '人均餐费', 'title_en', 'meal cost per head', 'unit', 'yuan',
                        'value', 128, 'median', 40, 'contribution', 0.4, 'peer_count', 41)),
                    jsonb_build_object('meal_per_head', 128 * $5), array['reception:M-' || $4])
                """, set, stream, kind, code, 1 - p, p);
        }
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = database.Owner.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Numeric } : new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = database.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static object Nullable(decimal? value) => value is { } v ? v : DBNull.Value;
}

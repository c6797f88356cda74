using FundWatch.Core.Rules;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Rules;

/// <summary>
/// Writes what a rule found: set-based, and only where something differs, so that a second run over the same records writes nothing. A flag that
/// is no longer found is marked cleared and stays; found again, the same row lives on.
/// </summary>
/// <param name="app">A connection with an open transaction of the rule.</param>
internal sealed class ResultWriter(NpgsqlConnection app, DateTimeOffset now)
{
    /// <summary>The receiving table of the rows of <see cref="ResultQuery.Crossing"/>.</summary>
    public const string Receive = """
        create temporary table if not exists incoming (
            subject_code text not null, item_key text, value numeric, threshold numeric, amount numeric, event_on date, evidence text[], detail jsonb,
            triggered integer, not_triggered integer, insufficient_data integer, not_applicable integer, error integer, missing text[]
        ) on commit delete rows;
        create temporary table if not exists judged (subject_code text primary key) on commit delete rows
        """;

    /// <summary>Checks what came in: a flag without a key cannot be found again, one without evidence cannot be shown to anybody.</summary>
    /// <returns>The problem, or null.</returns>
    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        await using var check = new NpgsqlCommand("""
            select case when item_key is null then format('an item of %s has no item_key', subject_code)
                        else format('item %s of %s has no evidence', item_key, subject_code) end
            from incoming where triggered is null and (item_key is null or coalesce(cardinality(evidence), 0) = 0)
            limit 1
            """, app);
        return (string?)await check.ExecuteScalarAsync(ct);
    }

    /// <param name="all">True where every subject was judged, false where only those in the table `judged` were.</param>
    /// <returns>Flags raised (new or again), changed, cleared.</returns>
    public async Task<(int Raised, int Changed, int Cleared)> WriteFlagsAsync(RuleFile rule, bool all, CancellationToken ct)
    {
        var again = await ExecuteAsync(Update("f.cleared_at is not null"), rule, all, ct);
        var changed = await ExecuteAsync(Update("""
            (f.rule_version, f.stream, f.scheme, f.subject_kind, f.kind, f.severity, f.value, f.threshold, f.amount, f.event_on, f.evidence, f.detail)
            is distinct from ($2, $3, $4, fw_kind.kind, $6, $7, i.value, i.threshold, i.amount, i.event_on, i.evidence, i.detail)
            """), rule, all, ct);
        var raised = await ExecuteAsync($"""
            insert into rule.flag (rule_id, rule_version, stream, scheme, subject_kind, subject_code, item_key, kind, severity,
                                   value, threshold, amount, event_on, evidence, detail, raised_at, changed_at)
            select $1, $2, $3, $4, fw_kind.kind, i.subject_code, i.item_key, $6, $7,
                   i.value, i.threshold, i.amount, i.event_on, i.evidence, i.detail, $8, $8
            from incoming i, {KindOf("i")}
            where i.triggered is null
              and not exists (select from rule.flag f where f.rule_id = $1 and f.subject_code = i.subject_code and f.item_key = i.item_key)
            """, rule, all, ct);
        var cleared = await ExecuteAsync("""
            update rule.flag f set cleared_at = $8, changed_at = $8
            where f.rule_id = $1 and f.cleared_at is null
              and ($9 or exists (select from judged j where j.subject_code = f.subject_code))
              and not exists (select from incoming i where i.triggered is null and i.subject_code = f.subject_code and i.item_key = f.item_key)
            """, rule, all, ct);
        return (raised + again, changed, cleared);
    }

    /// <summary>Writes the counts of the five states per subject and takes away those of subjects that no longer occur.</summary>
    /// <param name="message">Why the rule could not run, or null.</param>
    public async Task WriteStatesAsync(RuleFile rule, bool all, string? message, CancellationToken ct)
    {
        await ExecuteAsync("""
            delete from rule.state s
            where s.rule_id = $1 and ($9 or exists (select from judged j where j.subject_code = s.subject_code))
              and not exists (select from incoming i where i.triggered is not null and i.subject_code = s.subject_code)
            """, rule, all, ct);
        var counts = $"""
            (select i.subject_code, fw_kind.kind as subject_kind,
                    case when i.triggered > 0 then 'triggered' when i.error > 0 then 'error' when i.insufficient_data > 0 then 'insufficient_data'
                         when i.not_triggered > 0 then 'not_triggered' else 'not_applicable' end as state,
                    i.triggered, i.not_triggered, i.insufficient_data, i.not_applicable, i.error, i.missing, $10::text as message
             from incoming i, {KindOf("i")} where i.triggered is not null)
            """;
        const string columns = "subject_kind, state, triggered, not_triggered, insufficient_data, not_applicable, error, missing, message";
        await ExecuteAsync($"""
            update rule.state s set ({columns}) = ({string.Join(", ", columns.Split(", ").Select(c => $"c.{c}"))})
            from {counts} c
            where s.rule_id = $1 and s.subject_code = c.subject_code
              and row(s.subject_kind, s.state, s.triggered, s.not_triggered, s.insufficient_data, s.not_applicable, s.error, s.missing, s.message)
                  is distinct from row(c.subject_kind, c.state, c.triggered, c.not_triggered, c.insufficient_data, c.not_applicable, c.error, c.missing, c.message)
            """, rule, all, ct, message);
        await ExecuteAsync($"""
            insert into rule.state (rule_id, subject_code, {columns})
            select $1, c.subject_code, {columns} from {counts} c
            where not exists (select from rule.state s where s.rule_id = $1 and s.subject_code = c.subject_code)
            """, rule, all, ct, message);
    }

    private static string Update(string where) => $"""
        update rule.flag f set rule_version = $2, stream = $3, scheme = $4, subject_kind = fw_kind.kind, kind = $6, severity = $7,
            value = i.value, threshold = i.threshold, amount = i.amount, event_on = i.event_on, evidence = i.evidence, detail = i.detail,
            cleared_at = null,
            -- A new wording or version of the rule alone is no news about the subject.
            changed_at = case when f.cleared_at is not null or (f.value, f.threshold, f.amount, f.event_on, f.evidence, f.detail)
                is distinct from (i.value, i.threshold, i.amount, i.event_on, i.evidence, i.detail) then $8 else f.changed_at end
        from incoming i, {KindOf("i")}
        where i.triggered is null and f.rule_id = $1 and f.subject_code = i.subject_code and f.item_key = i.item_key and {where}
        """;

    // A person who applies where companies do carries a token in place of a credit code: the lead is about a person.
    private static string KindOf(string row) =>
        $"lateral (select case when $5 = 'company' and starts_with({row}.subject_code, 'p_') then 'person' else $5 end as kind) fw_kind";

    private async Task<int> ExecuteAsync(string sql, RuleFile rule, bool all, CancellationToken ct, string? message = null)
    {
        var header = rule.Header;
        await using var command = new NpgsqlCommand(sql, app);
        object[] values =
        [
            header.Id, header.Version, header.Stream, header.Scheme, header.Subject, header.Kind == RuleKind.Analytic ? "analytic" : "deterministic",
            (short)header.Severity, now.ToUniversalTime(), all,
        ];
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        command.Parameters.Add(new NpgsqlParameter { Value = (object?)message ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return await command.ExecuteNonQueryAsync(ct);
    }
}

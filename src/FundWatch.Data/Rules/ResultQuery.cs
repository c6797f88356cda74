using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>
/// Wraps a rule's query so that one pass yields all that the engine keeps: a row per triggered item, and a row per subject with its counts of the
/// five states and the columns it lacked. Only these cross to the writing connection.
/// </summary>
internal static class ResultQuery
{
    // The rule's query comes first, so that a place in it is found by counting from here.
    private const string Head = "with rule_query as (\n";

    private static string Wrap(RuleFile rule, Reach reach) => $"""
        {Head}{rule.Sql}
        ),
        result as materialized (
            select subject_code::text, item_key::text, {reach.State()} as state, value::numeric, threshold::numeric, round(amount::numeric, 2) as amount,
                   event_on::date, evidence::text[], detail::jsonb
            from rule_query)
        """;

    /// <summary>Columns of the crossing rows, in order; the receiving table has the same.</summary>
    public static string Crossing(RuleFile rule, Reach reach) => $"""
        {Wrap(rule, reach)},
        lacking as (
            select subject_code, array_agg(distinct name order by name) as missing
            from result, jsonb_array_elements_text(case jsonb_typeof(detail -> 'missing') when 'array' then detail -> 'missing' else '[]' end) name
            where state = 'insufficient_data'
            group by subject_code)
        select * from (
            -- The same record may come from two sources under one key: one flag, and always the same one.
            select distinct on (subject_code, item_key)
                   subject_code, item_key, value, threshold, amount, event_on, evidence, coalesce(detail, '{"{}"}') as detail,
                   null::integer as triggered, null::integer as not_triggered, null::integer as insufficient_data,
                   null::integer as not_applicable, null::integer as error, null::text[] as missing
            from result where state = 'triggered'
            order by subject_code, item_key, amount desc nulls last, value desc nulls last, evidence) flags
        union all
        select subject_code, null, null, null, null, null, null, null,
               count(*) filter (where state = 'triggered')::integer,
               count(*) filter (where state = 'not_triggered')::integer,
               count(*) filter (where state = 'insufficient_data')::integer,
               count(*) filter (where state = 'not_applicable')::integer,
               count(*) filter (where state is null or state not in ('triggered', 'not_triggered', 'insufficient_data', 'not_applicable'))::integer,
               missing
        from result left join lacking using (subject_code)
        group by subject_code, missing
        """;

    /// <summary>Every judged item with all its columns.</summary>
    public static string Items(RuleFile rule, Reach reach) => $"{Wrap(rule, reach)} select * from result order by subject_code, item_key";

    /// <summary>The five counts over all items, in their order.</summary>
    public static string Counts(RuleFile rule, Reach reach) => $"""
        {Wrap(rule, reach)}
        select count(*) filter (where state = 'triggered'), count(*) filter (where state = 'not_triggered'),
               count(*) filter (where state = 'insufficient_data'), count(*) filter (where state = 'not_applicable'),
               count(*) filter (where state is null or state not in ('triggered', 'not_triggered', 'insufficient_data', 'not_applicable'))
        from result
        """;

    /// <summary>The server's words on what is wrong with a rule, with the line of its file where the server names a place.</summary>
    /// <param name="command">The statement with the rule's query in it; null where another failed, such as that of its groups.</param>
    public static string Describe(RuleFile rule, string? command, PostgresException error)
    {
        var line = "";
        if (command is not null && error.Position > 0)
        {
            var start = command.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
            var offset = error.Position - 1 - start;
            if (offset >= 0 && offset < rule.Sql.Length)
            {
                line = $" ({Path.GetFileName(rule.Path)}:{rule.QueryLine + rule.Sql[..offset].Count(c => c == '\n')})";
            }
        }

        var hint = error.SqlState == PostgresErrorCodes.QueryCanceled ? "the rule took longer than it may: " : "";
        return $"{hint}{error.MessageText}{line}";
    }
}

using FundWatch.Core.Rules;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Rules;

/// <summary>
/// Where and when a rule's limits hold. Outside of it the rule is about nobody: the engine says not applicable, whatever the query makes of a
/// limit without a value.
/// </summary>
/// <param name="Abroad">True where the rule can also be asked of records from abroad (region 000000).</param>
/// <param name="Since">Events before this day were under no such limit; null: no bound.</param>
/// <param name="Until">The first day on which the limits no longer hold; null: no bound.</param>
internal sealed record Reach(bool Abroad, DateOnly? Since, DateOnly? Until)
{
    public static Reach Everywhere { get; } = new(true, null, null);

    /// <summary>Reads it from the parameters as they stand, a person's changes among them.</summary>
    public static async Task<Reach> OfAsync(NpgsqlConnection connection, RuleFile rule, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select abroad, since, until from rule.reach($1, $2)
            """, connection);
        command.Parameters.Add(new() { Value = rule.Header.Id });
        command.Parameters.Add(new() { Value = rule.Header.Kind == RuleKind.Deterministic, NpgsqlDbType = NpgsqlDbType.Boolean });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Reach(reader.GetBoolean(0), Day(1), Day(2));

        // The first and the last day there are stand for no bound: Npgsql's names for the two infinities.
        DateOnly? Day(int at) => reader.IsDBNull(at) || reader.GetFieldValue<DateOnly>(at) is var day && (day == DateOnly.MinValue || day == DateOnly.MaxValue) ? null : day;
    }

    /// <summary>The state of an item of `rule_query` within this reach.</summary>
    public string State()
    {
        var outside = new[]
        {
            Since is { } since ? $"event_on::date < date '{since:yyyy-MM-dd}'" : null,
            Until is { } until ? $"event_on::date >= date '{until:yyyy-MM-dd}'" : null,
        }.OfType<string>().ToList();
        var cases = new[]
        {
            Abroad ? null : "when subject_code::text in (select subject_code from beyond) then 'not_applicable'",
            outside.Count == 0 ? null : $"when state = 'not_triggered' and ({string.Join(" or ", outside)}) then 'not_applicable'",
        }.OfType<string>().ToList();
        return cases.Count == 0 ? "state::text" : $"case {string.Join(" ", cases)} else state::text end";
    }
}

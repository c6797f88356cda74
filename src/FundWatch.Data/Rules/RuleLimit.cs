using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>A limit of a rule as it stands in the store, a person's changes among them.</summary>
/// <param name="RegionPrefix">Prefix of the division code; empty is everywhere.</param>
/// <param name="ValidTo">First day on which it no longer holds.</param>
public sealed record RuleLimit(
    string Name, string RegionPrefix, DateOnly? ValidFrom, DateOnly? ValidTo, decimal Value, string Unit, string? Source, string? Article, bool Checked, string SetBy)
{
    /// <summary>The limits of a rule; those of its header where the rule has not been run yet.</summary>
    public static async Task<IReadOnlyList<RuleLimit>> ReadAsync(NpgsqlDataSource app, RuleHeader header, CancellationToken ct)
    {
        await using var command = app.CreateCommand("""
            select name, region_prefix, nullif(valid_from, '-infinity'), valid_to, value, unit, source_doc, article, checked, set_by
            from rule.parameter where rule_id = $1 and valid_to is distinct from valid_from order by name, region_prefix, valid_from
            """);
        command.Parameters.Add(new() { Value = header.Id });
        var limits = new List<RuleLimit>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            limits.Add(new RuleLimit(
                reader.GetString(0), reader.GetString(1), Date(2), Date(3), reader.GetDecimal(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetBoolean(8), reader.GetString(9)));
        }

        return limits.Count > 0 ? limits : [.. header.Parameters.Select(p => new RuleLimit(
            p.Name, p.RegionPrefix, p.From, p.To, p.Value, p.Unit, p.Source, p.Article, p.Checked, CatalogueStore.FromFile))];

        DateOnly? Date(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
    }
}

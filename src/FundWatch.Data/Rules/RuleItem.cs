using System.Text.Json;
using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>One item that a rule judged: a reception, a letter, a lot, a pair of bureaus.</summary>
/// <param name="State">triggered, not_triggered, insufficient_data or not_applicable.</param>
/// <param name="Amount">Money at stake, yuan.</param>
/// <param name="Evidence">stream:natural_key.</param>
/// <param name="Detail">Figures and names that the reason's words use.</param>
public sealed record RuleItem(
    string SubjectCode, string ItemKey, string State, decimal? Value, decimal? Threshold, decimal? Amount, DateOnly? EventOn,
    IReadOnlyList<string> Evidence, JsonElement Detail)
{
    /// <summary>The server's words on a rule whose items could not be read, with the line of its file.</summary>
    public static string Explain(RuleFile rule, PostgresException error) => ResultQuery.Describe(rule, ResultQuery.Items(rule, Reach.Everywhere), error);

    internal static async Task<IReadOnlyList<RuleItem>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<RuleItem>();
        while (await reader.ReadAsync(ct))
        {
            items.Add(new RuleItem(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), Get<decimal>(3), Get<decimal>(4), Get<decimal>(5), Get<DateOnly>(6),
                reader.IsDBNull(7) ? [] : reader.GetFieldValue<string[]>(7),
                reader.IsDBNull(8) ? default : JsonDocument.Parse(reader.GetString(8)).RootElement.Clone()));
        }

        return items;

        T? Get<T>(int column) where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
    }
}

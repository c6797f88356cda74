using System.Text.Json;
using FundWatch.Data.Postgres;
using NpgsqlTypes;

namespace FundWatch.Data.Queue;

/// <summary>A rule's title and the law behind it. <paramref name="IsChecked"/> false: shown as 依据待核实.</summary>
/// <param name="Columns">The columns (stream.column) that the rule's query reads.</param>
/// <param name="Figure">The model figure (feature_set.feature) that shows what the rule is about; null where there is none.</param>
/// <param name="Sources">Limits that come from a document, with its name and article.</param>
public sealed record RuleBasis(
    string TitleZh, string TitleEn, string BasisZh, string BasisEn, bool IsChecked, IReadOnlySet<string> Columns, string? Figure,
    IReadOnlyList<(decimal Limit, string Source, string? Article)> Sources)
{
    /// <summary>The law as a text without a page cites it: that nobody has held it against the official text, and that it does not hold abroad, stand beside it.</summary>
    /// <param name="abroad">Whether the lead is about records from abroad: the test is one of figures and holds anywhere; the law it is named after does not.</param>
    public (string Zh, string En) Cited(bool abroad) => (
        $"{(abroad ? "仅为数据比较，下列中国法规不适用于境外：" : "")}{BasisZh}{(IsChecked ? "" : "【依据待核实】")}",
        $"{(abroad ? "a test of figures, the Chinese law does not hold abroad: " : "")}{BasisEn}{(IsChecked ? "" : " [basis to be verified]")}");

    /// <summary>By rule id; a rule that is no longer in the catalogue is left out.</summary>
    /// <param name="ruleIds">Null: all rules.</param>
    public static async Task<IReadOnlyDictionary<string, RuleBasis>> ReadAsync(FundWatchDatabase database, IEnumerable<string>? ruleIds, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            "select rule_id, title_zh, title_en, basis_zh, basis_en, basis_checked, header from rule.catalogue where $1::text[] is null or rule_id = any ($1)");
        command.Parameters.Add(new() { Value = (object?)ruleIds?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var found = new Dictionary<string, RuleBasis>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            using var header = JsonDocument.Parse(row.GetString(6));
            found[row.GetString(0)] = new RuleBasis(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5),
                Items(header, "columns").Select(c => c.GetString()!).ToHashSet(),
                Text(header.RootElement, "figure"),
                Items(header, "parameters").Where(p => Text(p, "source") is not null).Select(p => (p.GetProperty("value").GetDecimal(), Text(p, "source")!, Text(p, "article"))).ToList());
        }

        return found;
    }

    private static IEnumerable<JsonElement> Items(JsonDocument header, string name) => header.RootElement.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

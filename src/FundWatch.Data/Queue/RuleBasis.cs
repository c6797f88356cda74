using FundWatch.Data.Postgres;

namespace FundWatch.Data.Queue;

/// <summary>A rule's title and the law behind it. <paramref name="IsChecked"/> false: shown as 依据待核实.</summary>
public sealed record RuleBasis(string TitleZh, string TitleEn, string BasisZh, string BasisEn, bool IsChecked)
{
    /// <summary>By rule id; a rule that is no longer in the catalogue is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, RuleBasis>> ReadAsync(FundWatchDatabase database, IEnumerable<string> ruleIds, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            "select rule_id, title_zh, title_en, basis_zh, basis_en, basis_checked from rule.catalogue where rule_id = any ($1)");
        command.Parameters.AddWithValue(ruleIds.ToArray());
        var found = new Dictionary<string, RuleBasis>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            found[row.GetString(0)] = new RuleBasis(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5));
        }

        return found;
    }
}

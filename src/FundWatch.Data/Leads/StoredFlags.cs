using FundWatch.Data.Postgres;

namespace FundWatch.Data.Leads;

/// <summary>A flag as it is stored, for replay.</summary>
public sealed record StoredFlag(string RuleId, string ItemKey, decimal? Value, decimal? Threshold, decimal? Amount);

/// <summary>Reads what rules have stored of one subject.</summary>
public static class StoredFlags
{
    public static async Task<IReadOnlyList<StoredFlag>> ReadAsync(FundWatchDatabase db, string subjectKind, string subjectCode, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand(
            "select rule_id, item_key, value, threshold, amount from rule.flag where subject_kind = $1 and subject_code = $2 and cleared_at is null order by 1, 2");
        command.Parameters.AddText(subjectKind);
        command.Parameters.AddText(subjectCode);
        var flags = new List<StoredFlag>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            flags.Add(new StoredFlag(reader.GetString(0), reader.GetString(1), reader.Nullable<decimal>(2), reader.Nullable<decimal>(3), reader.Nullable<decimal>(4)));
        }

        return flags;
    }

    /// <summary>The moment up to which a rule has judged the records; null where it has not.</summary>
    public static async Task<DateTimeOffset?> ScoredThroughAsync(FundWatchDatabase db, string ruleId, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select scored_through from rule.progress where rule_id = $1");
        command.Parameters.AddText(ruleId);
        return await command.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at) : null;
    }
}

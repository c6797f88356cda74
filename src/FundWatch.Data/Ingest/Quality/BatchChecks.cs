using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality.Profile;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>
/// Questions about a batch's rows that need the store: what they refer to, and whether they are there already under another key. Each is one pass over the
/// batch's rows (found by the time they were recorded), for large batches over a sample of their blocks.
/// </summary>
internal sealed class BatchChecks(NpgsqlConnection connection, RecordStream stream, long batch, DateTimeOffset since, long rows)
{
    private const int Examples = 5;

    /// <summary>Rows of the table that a look for twins hashes at most; a larger span of dates is not searched.</summary>
    private const long MostHashed = 12_000_000;

    // What tells rows apart roughly: the day narrows the search to the months that the batch speaks of.
    private static readonly Dictionary<string, string> _day = new()
    {
        ["reception"] = "reception_date", ["canteen_payment"] = "paid_at", ["subsidy"] = "applied_on", ["fund_use"] = "used_on", ["project_event"] = "event_on", ["meal_purchase"] = "purchased_on",
    };

    private bool IsSample => rows > Thresholds.SampledAbove;

    public async Task<IReadOnlyList<ReferenceCheck>> ReferencesAsync(CancellationToken ct)
    {
        var checks = new List<ReferenceCheck>();
        foreach (var reference in RecordReference.From(stream))
        {
            checks.Add(await ReferenceAsync(reference, ct));
        }

        return checks;
    }

    /// <param name="inFile">What was counted while the file was read.</param>
    /// <returns>Null for streams that describe the world: two companies that look alike are no doubt.</returns>
    public async Task<TwinCheck?> TwinsAsync(TwinCount? inFile, CancellationToken ct)
    {
        if (stream.IsReference)
        {
            return null;
        }

        var alone = new TwinCheck(inFile?.Rows ?? 0, inFile?.Twins ?? 0, inFile?.IsSample ?? false, 0, 0, false, false);
        if (!await HasOthersAsync(ct))
        {
            return alone;
        }

        var content = string.Join(", ", stream.Columns.Except(stream.Key).Select(c => c.Name));
        var hash = $"hash_record_extended(row({content}), 0)";
        var others = "batch_id <> $1";
        if (_day.TryGetValue(stream.Name, out var day))
        {
            await using var span = Command($"select min({day}), max({day}) from record.{stream.Name} where batch_id = $1 and recorded_from >= $2");
            await using var range = await span.ExecuteReaderAsync(ct);
            await range.ReadAsync(ct);
            others += range.IsDBNull(0) ? " and false" : $" and {day} between '{Literal(range.GetValue(0))}' and '{Literal(range.GetValue(1))}'";
        }

        if (await EstimateAsync($"select from record.{stream.Name} where {others.Replace("$1", "-1", StringComparison.Ordinal)}", ct) > MostHashed)
        {
            return alone with { IsStoreSkipped = true };
        }

        await using var command = Command($"""
            with mine as materialized (select {hash} as h from record.{stream.Name}{Sample} where batch_id = $1 and recorded_from >= $2),
            met as (select distinct h from (select {hash} as h from record.{stream.Name} where {others}) r where h in (select h from mine))
            select count(*), count(met.h) from mine left join met using (h)
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return alone with { StoreRows = reader.GetInt64(0), InStore = reader.GetInt64(1), IsStoreSample = IsSample };
    }

    private async Task<bool> HasOthersAsync(CancellationToken ct)
    {
        await using var others = new NpgsqlCommand("select exists (select from ingest.batch where stream = $1 and batch_id <> $2 and loaded + updated > 0 and status <> 'withdrawn')", connection);
        others.Parameters.Add(new() { Value = stream.Name });
        others.Parameters.Add(new() { Value = batch });
        return (bool)(await others.ExecuteScalarAsync(ct))!;
    }

    private async Task<ReferenceCheck> ReferenceAsync(RecordReference reference, CancellationToken ct)
    {
        var (column, to, toColumn) = (reference.Column.Name, reference.To.Name, reference.ToColumn.Name);
        await using (var any = new NpgsqlCommand($"select exists (select from record.{to})", connection))
        {
            if (!(bool)(await any.ExecuteScalarAsync(ct))!)
            {
                return new ReferenceCheck(column, to, toColumn, 0, 0, [], false, IsTargetEmpty: true);
            }
        }

        await using var command = Command($"""
            with named as (
                select {column} as value, count(*) as n from record.{stream.Name}{Sample}
                where batch_id = $1 and recorded_from >= $2 and {column} is not null group by 1),
            broken as (select value, n from named where not exists (select from record.{to} t where t.{toColumn} = named.value))
            select coalesce((select sum(n) from named), 0)::bigint, coalesce((select sum(n) from broken), 0)::bigint,
                   coalesce((select array_agg(value order by n desc, value) from (select value, n from broken order by n desc, value limit {Examples}) b), array[]::text[])
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new ReferenceCheck(column, to, toColumn, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<string[]>(2), IsSample, IsTargetEmpty: false);
    }

    // The share of blocks that holds about as many rows of the batch as are looked at whole. Seeded: the report of a batch is the same however often it is made.
    private string Sample => IsSample ? string.Create(null, $" tablesample system ({Math.Max(0.01, 100.0 * Thresholds.SampledAbove / 2 / rows):0.###}) repeatable (1949)") : "";

    private async Task<long> EstimateAsync(string query, CancellationToken ct)
    {
        await using var explain = new NpgsqlCommand($"explain (format json) {query}", connection);
        using var plan = System.Text.Json.JsonDocument.Parse((string)(await explain.ExecuteScalarAsync(ct))!);
        return (long)plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }

    private static string Literal(object value) => value switch
    {
        DateTime { Kind: DateTimeKind.Utc } moment => $"{moment:yyyy-MM-dd HH:mm:ss.ffffff}+00",
        DateTime day => $"{day:yyyy-MM-dd}",
        DateOnly day => $"{day:yyyy-MM-dd}",
        _ => throw new ArgumentException($"{value.GetType().Name} is no date.", nameof(value)),
    };

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = batch });
        command.Parameters.Add(new() { Value = since.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;
    }
}

using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>
/// Whether numbers of a batch's rows are those of other records: offices and months that count from 1 go over each other's rows in one source, and in two sources stand side by side under one number.
/// Asked of some rows: where numbers are given anew it is nearly all of them.
/// </summary>
internal sealed class KeyChecks(NpgsqlConnection connection, RecordStream stream, long batch, DateTimeOffset since)
{
    private const int RowsAsked = 300, FewestRows = 5;

    // Nearly all: some of them may be the same record after all, or have the same day by chance.
    private const double Nearly = 0.8;

    // Whom a row is about.
    private static readonly Dictionary<string, string> _whom = new()
    {
        ["reception"] = "org_code", ["canteen_payment"] = "canteen_code", ["subsidy"] = "applicant_code", ["fund_use"] = "application_id", ["project"] = "owner_name",
        ["bid"] = "project_id", ["project_event"] = "project_id", ["meal_purchase"] = "school_code",
    };

    private string Key => string.Join(", ", stream.Key.Select(k => $"now.{k.Name}"));

    /// <returns>Null where the rows that the batch went over are the same records, or too few to tell.</returns>
    public async Task<OthersReplaced?> ReplacedAsync(CancellationToken ct)
    {
        if (!_whom.TryGetValue(stream.Name, out var whom))
        {
            return null;
        }

        var day = BatchChecks.DayOf(stream) is { } of ? $"was.{of}::date is distinct from now.{of}::date" : "false";
        await using var command = Command($"""
            with was as (
                select * from history.{stream.Name} where recorded_to >= $2 and batch_id <> $1 and source_id = (select source_id from ingest.batch where batch_id = $1)
                order by recorded_to desc limit {RowsAsked})
            select count(*), count(*) filter (where was.{whom} is distinct from now.{whom}), count(*) filter (where {day}), min(concat_ws(' / ', {Key})),
                (select array_agg(distinct b.file_name) from ingest.batch b where b.batch_id = any(array_agg(was.batch_id)))
            from was join record.{stream.Name} now on {SameRecord.Of(stream, "was", "now")} and now.recorded_from = was.recorded_to where now.batch_id = $1
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (rows, others, days) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        if (rows < FewestRows || Math.Max(others, days) < Nearly * rows)
        {
            return null;
        }

        var (key, files) = (reader.GetString(3), reader.GetFieldValue<string[]>(4));
        await reader.CloseAsync();
        return new OthersReplaced(rows, others >= Nearly * rows ? whom : null, days >= Nearly * rows ? BatchChecks.DayOf(stream) : null, files, await MaskAsync(key, ct));
    }

    /// <returns>Null where no other source has these numbers with other values.</returns>
    public async Task<KeysShared?> SharedAsync(CancellationToken ct)
    {
        if (!_whom.ContainsKey(stream.Name) || !await HasOtherSourcesAsync(ct))
        {
            return null;
        }

        await using var command = Command($"""
            with now as (select * from record.{stream.Name} where batch_id = $1 and recorded_from >= $2 limit {RowsAsked}),
            met as (select now.*, s.name as other from now join record.{stream.Name} o on {SameRecord.Key(stream, "o", "now")} and o.source_id <> now.source_id and o.row_hash <> now.row_hash
                    join ingest.source s on s.source_id = o.source_id)
            select (select count(*) from now), count(distinct ({Key})), coalesce(array_agg(distinct now.other), array[]::text[]), min(concat_ws(' / ', {Key})) from met now
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (rows, shared) = (reader.GetInt64(0), reader.GetInt64(1));
        if (shared == 0)
        {
            return null;
        }

        var (sources, key) = (reader.GetFieldValue<string[]>(2), reader.GetString(3));
        await reader.CloseAsync();
        return new KeysShared(rows, shared, sources, await MaskAsync(key, ct));
    }

    private async Task<bool> HasOtherSourcesAsync(CancellationToken ct)
    {
        await using var others = connection.Command("""
            select exists (select from ingest.batch o join ingest.batch b on b.batch_id = $1 and o.source_id <> b.source_id and o.stream = b.stream where o.loaded + o.updated > 0 and o.status <> 'withdrawn')
            """, batch);
        return (bool)(await others.ExecuteScalarAsync(ct))!;
    }

    private async Task<string> MaskAsync(string key, CancellationToken ct) => (await Personal.OfAsync(connection, [key], ct)).Mask(key);

    private NpgsqlCommand Command(string sql) => connection.Command(sql, batch, since.UtcDateTime);
}

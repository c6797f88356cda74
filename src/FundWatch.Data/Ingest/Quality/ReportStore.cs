using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Rows of ingest.batch_report, and what earlier ones say.</summary>
internal sealed class ReportStore(NpgsqlConnection connection)
{
    /// <summary>Loads that a median is compared with, at most.</summary>
    private const int Earlier = 20;

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a batch held, as it is kept.</summary>
    public static string Json(LoadSummary summary) => JsonSerializer.Serialize(summary, _json);

    /// <summary>Keeps what a batch held, before the batch is marked done: a batch that is done has its profile.</summary>
    /// <param name="summary">As of <see cref="Json"/>.</param>
    public async Task KeepAsync(long batch, string summary, CancellationToken ct)
    {
        await using var keep = connection.Command("""
            insert into ingest.batch_report (batch_id, profile) values ($1, $2)
            on conflict (batch_id) do update set profile = excluded.profile, findings = null, made_at = clock_timestamp()
            """, batch);
        keep.Parameters.Add(new() { Value = summary, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await keep.ExecuteNonQueryAsync(ct);
    }

    public async Task KeepAsync(long batch, Findings findings, CancellationToken ct)
    {
        await using var keep = connection.Command("update ingest.batch_report set findings = $2, made_at = clock_timestamp() where batch_id = $1", batch);
        keep.Parameters.Add(new() { Value = JsonSerializer.Serialize(findings, _json), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await keep.ExecuteNonQueryAsync(ct);
    }

    /// <returns>Null where the batch has no report: loaded before reports were kept, a correction, or refused whole.</returns>
    public async Task<(LoadSummary Load, Findings? Findings)?> ReadAsync(long batch, CancellationToken ct)
    {
        await using var read = connection.Command("select profile::text, findings::text from ingest.batch_report where batch_id = $1", batch);
        await using var reader = await read.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? (Load(reader.GetString(0)), reader.IsDBNull(1) ? null : JsonSerializer.Deserialize<Findings>(reader.GetString(1), _json))
            : null;
    }

    /// <summary>Earlier loads of the same source and stream (or, with <paramref name="others"/>, of other sources), newest first.</summary>
    public async Task<IReadOnlyList<(PreviousLoad About, LoadSummary Load)>> EarlierAsync(long batch, bool others, CancellationToken ct)
    {
        await using var read = connection.Command($"""
            select b.batch_id, b.file_name, b.started_at, b.rows, r.profile::text
            from ingest.batch now join ingest.batch b on b.stream = now.stream and (b.source_id = now.source_id) = $2 and b.batch_id < now.batch_id
            join ingest.batch_report r on r.batch_id = b.batch_id
            where now.batch_id = $1 and b.status = 'done' and b.rows > 0 order by b.batch_id desc limit {Earlier}
            """, batch, !others);
        return await LoadsAsync(read, ct);
    }

    /// <summary>The same for a file that is no batch: all loads are earlier ones.</summary>
    public async Task<IReadOnlyList<(PreviousLoad About, LoadSummary Load)>> EarlierAsync(string stream, int source, bool others, CancellationToken ct)
    {
        await using var read = connection.Command($"""
            select b.batch_id, b.file_name, b.started_at, b.rows, r.profile::text from ingest.batch b join ingest.batch_report r using (batch_id)
            where b.stream = $1 and (b.source_id = $2) = $3 and b.status = 'done' and b.rows > 0 order by b.batch_id desc limit {Earlier}
            """, stream, source, !others);
        return await LoadsAsync(read, ct);
    }

    private static async Task<IReadOnlyList<(PreviousLoad About, LoadSummary Load)>> LoadsAsync(NpgsqlCommand read, CancellationToken ct)
    {
        var loads = new List<(PreviousLoad, LoadSummary)>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            loads.Add((new PreviousLoad(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3)), Load(reader.GetString(4))));
        }

        return loads;
    }

    /// <summary>The streams that hold anything, each with the columns that any of its reports saw filled.</summary>
    public async Task<IReadOnlyDictionary<string, StreamFill>> FillAsync(CancellationToken ct)
    {
        await using var read = connection.Command("""
            select b.stream, count(r.batch_id) = count(*), coalesce(array_agg(distinct c."column") filter (where c.filled > 0), array[]::text[])
            from ingest.batch b
            left join ingest.batch_report r using (batch_id)
            left join lateral jsonb_to_recordset(r.profile -> 'columns') c ("column" text, filled bigint) on true
            where b.loaded + b.updated + b.unchanged > 0 and b.status in ('done', 'loading', 'failed') and b.format <> 'correction'
            group by 1
            """);
        var streams = new Dictionary<string, StreamFill>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            streams[reader.GetString(0)] = new StreamFill(reader.GetBoolean(1), reader.GetFieldValue<string[]>(2).ToHashSet(StringComparer.Ordinal));
        }

        return streams;
    }

    private static LoadSummary Load(string json) => JsonSerializer.Deserialize<LoadSummary>(json, _json)!;
}

using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Ingest.Quality.Profile;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Rows of ingest.batch_report.</summary>
internal sealed class ReportStore(NpgsqlConnection connection)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Keeps what a batch held, before the batch is marked done: a batch that is done has its profile.</summary>
    public async Task KeepAsync(long batch, LoadSummary summary, CancellationToken ct)
    {
        await using var keep = new NpgsqlCommand("""
            insert into ingest.batch_report (batch_id, profile) values ($1, $2)
            on conflict (batch_id) do update set profile = excluded.profile, findings = null, made_at = clock_timestamp()
            """, connection);
        keep.Parameters.Add(new() { Value = batch });
        keep.Parameters.Add(new() { Value = JsonSerializer.Serialize(summary, _json), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await keep.ExecuteNonQueryAsync(ct);
    }
}

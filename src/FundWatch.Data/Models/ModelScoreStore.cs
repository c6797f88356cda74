using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Features;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Models;

/// <param name="Written">New or changed.</param>
/// <param name="Removed">Subjects that are no longer there.</param>
public sealed record ScoreWrite(int Rows, int Written, int Removed);

/// <summary>
/// Keeps model.score equal to the last run of a feature set: rows that are as before are not touched, subjects that vanished are removed.
/// One transaction, so readers see the old scores or the new ones.
/// </summary>
public sealed class ModelScoreStore(FundWatchDatabase database, TimeProvider clock)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string Columns = """
        feature_set, stream, subject_kind, subject_code, subject_name, region_code, sector, peer_group, peer_count, amount,
        score, p_value, versions, parts, features, evidence
        """;

    /// <summary>The hashes of the figures from which the stored scores follow, by subject.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]?>> FiguresAsync(string featureSet, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select subject_code, figures_hash from model.score where feature_set = $1");
        command.Parameters.Add(new() { Value = featureSet });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var hashes = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            hashes.Add(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1));
        }

        return hashes;
    }

    /// <param name="batches">Scores of the subjects that are news to <paramref name="figures"/>, read along.</param>
    public async Task<ScoreWrite> ReplaceAsync(string featureSet, IAsyncEnumerable<IReadOnlyList<ModelScore>> batches, KnownFigures figures, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var prepare = new NpgsqlCommand(
            "create temporary table new_score (like model.score including defaults) on commit drop", connection);
        await prepare.ExecuteNonQueryAsync(ct);

        await foreach (var batch in batches.WithCancellation(ct))
        {
            await CopyAsync(connection, batch, figures, ct);
        }

        await using var merge = new NpgsqlCommand($"""
            with gone as (
                delete from model.score where feature_set = $1 and subject_code = any($3) returning 1),
            written as (
                insert into model.score as old ({Columns}, figures_hash, scored_at)
                select {Columns}, figures_hash, $2 from new_score
                on conflict (feature_set, subject_code) do update set
                    (stream, subject_kind, subject_name, region_code, sector, peer_group, peer_count, amount, score, p_value, versions, parts, features, evidence, figures_hash, scored_at) =
                    (excluded.stream, excluded.subject_kind, excluded.subject_name, excluded.region_code, excluded.sector, excluded.peer_group, excluded.peer_count,
                     excluded.amount, excluded.score, excluded.p_value, excluded.versions, excluded.parts, excluded.features, excluded.evidence, excluded.figures_hash, excluded.scored_at)
                where (old.stream, old.subject_kind, old.subject_name, old.region_code, old.sector, old.peer_group, old.peer_count,
                       old.amount, old.score, old.p_value, old.versions, old.parts, old.features, old.evidence, old.figures_hash)
                    is distinct from
                      (excluded.stream, excluded.subject_kind, excluded.subject_name, excluded.region_code, excluded.sector, excluded.peer_group, excluded.peer_count,
                       excluded.amount, excluded.score, excluded.p_value, excluded.versions, excluded.parts, excluded.features, excluded.evidence, excluded.figures_hash)
                returning 1)
            select (select count(*) from written)::int, (select count(*) from gone)::int
            """, connection) { CommandTimeout = 0 };
        merge.Parameters.Add(new() { Value = featureSet });
        merge.Parameters.Add(new() { Value = clock.GetUtcNow() });
        merge.Parameters.Add(new() { Value = figures.Gone.ToArray() });
        ScoreWrite result;
        await using (var reader = await merge.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            result = new ScoreWrite(figures.Count, reader.GetInt32(0), reader.GetInt32(1));
        }

        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>The scores of one subject that feed a stream.</summary>
    public async Task<IReadOnlyList<ModelScore>> OfSubjectAsync(string stream, string subjectCode, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand($"select {Columns} from model.score where stream = $1 and subject_code = $2 order by feature_set");
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = subjectCode });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var scores = new List<ModelScore>();
        while (await reader.ReadAsync(ct))
        {
            scores.Add(new ModelScore(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Text(4), Text(5), Text(6), reader.GetString(7), reader.GetInt32(8),
                reader.IsDBNull(9) ? null : reader.GetDecimal(9), reader.GetDouble(10), reader.GetDouble(11), reader.GetFieldValue<string[]>(12),
                JsonSerializer.Deserialize<List<ScorePart>>(reader.GetString(13), Json)!,
                JsonSerializer.Deserialize<Dictionary<string, float?>>(reader.GetString(14), Json)!, reader.GetFieldValue<string[]>(15)));
        }

        return scores;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<ModelScore> scores, KnownFigures figures, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy new_score ({Columns}, figures_hash) from stdin (format binary)", ct);
        foreach (var score in scores)
        {
            await copy.StartRowAsync(ct);
            foreach (var text in new[]
            {
                score.FeatureSet, score.Stream, score.SubjectKind, score.SubjectCode, score.SubjectName, score.RegionCode, score.Sector, score.PeerGroup,
            })
            {
                await WriteAsync(copy, text, NpgsqlDbType.Text, ct);
            }

            await copy.WriteAsync(score.PeerCount, NpgsqlDbType.Integer, ct);
            await WriteAsync(copy, score.Amount, NpgsqlDbType.Numeric, ct);
            await copy.WriteAsync(score.Score, NpgsqlDbType.Double, ct);
            await copy.WriteAsync(score.PValue, NpgsqlDbType.Double, ct);
            await copy.WriteAsync(score.Versions.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
            await copy.WriteAsync(JsonSerializer.Serialize(score.Parts, Json), NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(JsonSerializer.Serialize(score.Features, Json), NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(score.Evidence.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
            await copy.WriteAsync(figures.HashOf(score.SubjectCode), NpgsqlDbType.Bytea, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken ct)
    {
        if (value is null)
        {
            await copy.WriteNullAsync(ct);
        }
        else
        {
            await copy.WriteAsync(value, type, ct);
        }
    }
}

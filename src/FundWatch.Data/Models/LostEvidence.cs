using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Models;

/// <summary>
/// Scores that a run cannot make anew (their model does not fit, their query fails, their feature file is gone) stay as they are, yet nobody is to be held
/// against records that have been withdrawn: those leave the evidence, and a score goes when it has none left.
/// </summary>
public sealed class LostEvidence(FundWatchDatabase database)
{
    /// <returns>How many scores of each feature set went.</returns>
    /// <param name="stream">Only scores that feed this stream, or all.</param>
    /// <param name="scored">Feature sets whose scores are as the records are.</param>
    public async Task<IReadOnlyDictionary<string, int>> DropAsync(string? stream, IReadOnlyCollection<string> scored, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var gone = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var shown in await ShownAsync(connection, stream, scored, ct))
        {
            await using var drop = Command(connection, Sql(shown), stream, scored);
            await using var reader = await drop.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                gone[reader.GetString(0)] = gone.GetValueOrDefault(reader.GetString(0)) + reader.GetInt32(1);
            }
        }

        await transaction.CommitAsync(ct);
        return gone;
    }

    private static async Task<IReadOnlyList<RecordStream>> ShownAsync(NpgsqlConnection connection, string? stream, IReadOnlyCollection<string> scored, CancellationToken ct)
    {
        await using var command = Command(connection, $"select distinct split_part(key, ':', 1) from ({Shown}) s", stream, scored);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var streams = new List<RecordStream>();
        while (await reader.ReadAsync(ct))
        {
            if (RecordStreams.Find(reader.GetString(0)) is { } known)
            {
                streams.Add(known);
            }
        }

        return streams;
    }

    private const string Shown = """
        select s.feature_set, s.subject_kind, s.subject_code, e.key from model.score s cross join unnest(s.evidence) e (key)
        where s.feature_set <> all($1) and ($2 is null or s.stream = $2)
        """;

    // The figures' hash and what the set remembers of its last run go with the record: should it come again as it was, figures and records are as they were and the evidence is not. Names come from the contract.
    internal static string Sql(RecordStream stream) => $"""
        with shown as materialized (
            select * from ({Shown} and starts_with(e.key, '{stream.Name}:')) k
        ), lost as materialized (
            select feature_set, subject_code, array_agg(key) as keys from shown k
            where not exists (select from record.{stream.Name} where {Is(stream, "k.key")}){string.Concat(SubjectKind.All.Select(kind => OrAnothers(stream, kind)))}
            group by feature_set, subject_code
        ), fewer as (
            update model.score s set evidence = array(select e.key from unnest(s.evidence) with ordinality e (key, nth) where e.key <> all(l.keys) order by nth), figures_hash = null
            from lost l where s.feature_set = l.feature_set and s.subject_code = l.subject_code and not s.evidence <@ l.keys
        ), gone as (
            delete from model.score s using lost l where s.feature_set = l.feature_set and s.subject_code = l.subject_code and s.evidence <@ l.keys returning s.feature_set
        ), forgotten as (
            update model.progress set definition_sha256 = '' where feature_set in (select feature_set from lost)
        )
        select feature_set, count(*)::int from gone group by 1
        """;

    // Another source may use the number for a record of somebody else, which is no evidence in the place of one that is gone. That it was the subject's, its history says.
    private static string OrAnothers(RecordStream stream, string kind) => !RecordCurrencies.HasOwners(kind, stream) ? "" : $"""

                or (k.subject_kind = '{kind}' and not exists (select from record.{stream.Name} where {Is(stream, "k.key")} and k.subject_code = any({RecordCurrencies.CodesOf(kind, stream.Name)}))
                    and exists (select from history.{stream.Name} where {Is(stream, "k.key")} and k.subject_code = any({RecordCurrencies.CodesOf(kind, stream.Name)})))
        """;

    private static string Is(RecordStream stream, string key) => $"{EvidenceReader.KeyOf(stream)} = substr({key}, {stream.Name.Length + 2})";

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string? stream, IReadOnlyCollection<string> scored)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = scored.ToArray() });
        command.Parameters.AddNullable(stream, NpgsqlDbType.Text);
        return command;
    }
}

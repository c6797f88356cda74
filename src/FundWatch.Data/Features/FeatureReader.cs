using System.Runtime.CompilerServices;
using Apache.Arrow;
using FundWatch.Core;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Features;

/// <summary>
/// Runs a feature file and streams its rows as Arrow batches, ordered by subject code, one row per subject. Columns: text subject_code,
/// subject_name, region_code, sector, peer_group; decimal amount; list of text evidence; then the features as float32, NaN where the query
/// gives null. Memory is one batch. The query runs read-only, as the rules role, with the streams' tables (or their as-of views) by bare name.
/// </summary>
public sealed class FeatureReader(FundWatchDatabase database)
{
    private const string TimeLimit = "10min";

    /// <param name="known">Rows that are no news to it are passed over.</param>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        FeatureSet set, DateTimeOffset? asOf = null, int rowsPerBatch = 8192, KnownFigures? known = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var connection = await database.Rules.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await PrepareAsync(connection, asOf, ct);
        await using var command = new NpgsqlCommand(Query(set), connection) { CommandTimeout = 0 }; // the server's time limit holds
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new FeatureRowBuilder(set);
        string? previous = null;
        while (await reader.ReadAsync(ct))
        {
            var subject = reader.GetString(0);
            if (subject == previous)
            {
                throw new ProblemException(
                    $"特征集 {set.Name} 对主体 {subject} 给出了两行；每个主体只能有一行。",
                    $"Feature set {set.Name} gives two rows for subject {subject}; there must be one per subject.");
            }

            previous = subject;
            if (known?.IsNews(reader) == false)
            {
                continue;
            }

            rows.Append(reader);
            if (rows.Count == rowsPerBatch)
            {
                yield return rows.Build();
            }
        }

        if (rows.Count > 0)
        {
            yield return rows.Build();
        }
    }

    private static async Task PrepareAsync(NpgsqlConnection connection, DateTimeOffset? asOf, CancellationToken ct)
    {
        await using var settings = new NpgsqlCommand("""
            select set_config('search_path', $1, true), set_config('transaction_read_only', 'on', true),
                   set_config('statement_timeout', $2, true), set_config('fundwatch.as_of', $3, true)
            """, connection);
        settings.Parameters.Add(new() { Value = asOf is null ? "record, fw" : "asof, fw" });
        settings.Parameters.Add(new() { Value = TimeLimit });
        settings.Parameters.Add(new() { Value = asOf?.ToString("O") ?? "" });
        await settings.ExecuteNonQueryAsync(ct);
    }

    // The names are identifiers by the header's grammar; the query is the file's own.
    private static string Query(FeatureSet set) => $"""
        select subject_code::text, subject_name::text, region_code::text, sector::text, coalesce(peer_group::text, ''),
               amount::numeric(18, 2), coalesce(evidence::text[], array[]::text[]), {string.Join(", ", set.Features.Select(f => $"{f.Name}::real"))}
        from (
        {set.Sql}
        ) feature_row
        order by subject_code::text collate "C"
        """;
}

using System.Text.RegularExpressions;
using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Features;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Models;

/// <summary>
/// Remembers up to which records a feature set has been scored, and tells whether a record it reads has come, changed or gone since.
/// </summary>
public sealed partial class ScoreProgress(FundWatchDatabase database)
{
    /// <summary>The moment up to which everything can be seen now; asked before the figures are read.</summary>
    public async Task<DateTimeOffset> WatermarkAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        return await Watermark.ReadAsync(connection, now, ct);
    }

    /// <returns>How many subjects the stored scores have; null where the set must be scored.</returns>
    /// <param name="version">name@version of the champion.</param>
    public async Task<int?> CurrentAsync(FeatureSet set, string version, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        DateTimeOffset through;
        int rows;
        await using (var command = new NpgsqlCommand("""
            select scored_through, (select count(*)::int from model.score where feature_set = $1) from model.progress
            where feature_set = $1 and version = $2 and definition_sha256 = $3
            """, connection))
        {
            command.Parameters.Add(new() { Value = set.Name });
            command.Parameters.Add(new() { Value = version });
            command.Parameters.Add(new() { Value = set.FileSha256 });
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct))
            {
                return null;
            }

            (through, rows) = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1));
        }

        var changes = new ChangedColumns(connection);
        var words = ChangedColumns.WordsOf(set.Sql);
        foreach (var stream in Reads(set))
        {
            if ((await changes.SinceAsync(stream, through, ct))?.Touches(words) == true)
            {
                return null;
            }
        }

        return rows;
    }

    public async Task RememberAsync(FeatureSet set, string version, DateTimeOffset through, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("""
            insert into model.progress as p (feature_set, version, definition_sha256, scored_through) values ($1, $2, $3, $4)
            on conflict (feature_set) do update set version = excluded.version, definition_sha256 = excluded.definition_sha256, scored_through = excluded.scored_through
            where (p.version, p.definition_sha256) is distinct from (excluded.version, excluded.definition_sha256) or p.scored_through < excluded.scored_through
            """);
        command.Parameters.Add(new() { Value = set.Name });
        command.Parameters.Add(new() { Value = version });
        command.Parameters.Add(new() { Value = set.FileSha256 });
        command.Parameters.Add(new() { Value = through.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Keeps in mind that a set has subjects, but fewer than a model needs; forgets it where it has none, or enough.</summary>
    public async Task TooFewAsync(FeatureSet set, int subjects, int needed, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand(subjects == 0 || subjects >= needed
            ? "delete from model.too_few where feature_set = $1"
            : """
              insert into model.too_few as t (feature_set, title_zh, title_en, subjects, needed) values ($1, $2, $3, $4, $5)
              on conflict (feature_set) do update set title_zh = excluded.title_zh, title_en = excluded.title_en, subjects = excluded.subjects, needed = excluded.needed
              where t is distinct from excluded
              """);
        command.Parameters.Add(new() { Value = set.Name });
        if (command.CommandText.StartsWith("insert", StringComparison.Ordinal))
        {
            command.Parameters.Add(new() { Value = set.TitleZh });
            command.Parameters.Add(new() { Value = set.TitleEn });
            command.Parameters.Add(new() { Value = subjects });
            command.Parameters.Add(new() { Value = needed });
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The streams that a feature query names. A word that is none of them (an alias, a column) costs a needless run at worst.</summary>
    internal static IReadOnlyList<string> Reads(FeatureSet set)
    {
        var words = Word().Matches(Comment().Replace(set.Sql, " ")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        return RecordStreams.All.Select(s => s.Name).Where(words.Contains).ToList();
    }

    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}

using System.Text.RegularExpressions;
using FundWatch.Core.Records;
using Npgsql;

namespace FundWatch.Data.Batches;

/// <summary>How the records of a stream differ from those of an earlier moment.</summary>
/// <param name="Rows">Some have come or gone, or so many differ that nobody looked closer.</param>
/// <param name="Columns">Else those in which a record differs from what it was.</param>
internal sealed record StreamChange(bool Rows, IReadOnlySet<string> Columns)
{
    /// <summary>Whether a query can give another result now.</summary>
    /// <param name="words">From <see cref="ChangedColumns.WordsOf"/>.</param>
    public bool Touches(IReadOnlySet<string>? words) => Rows || words is null || Columns.Overlaps(words);
}

/// <summary>
/// Finds in which columns records have changed, so that a query which names none of them need not run again: a corrected budget is no news to a rule about bids.
/// </summary>
internal sealed partial class ChangedColumns(NpgsqlConnection connection)
{
    private const int LookAtMost = 100_000;

    private readonly Dictionary<(string, DateTimeOffset), StreamChange?> _known = [];

    /// <returns>Null where nothing differs.</returns>
    public async Task<StreamChange?> SinceAsync(string stream, DateTimeOffset since, CancellationToken ct)
    {
        if (!_known.TryGetValue((stream, since), out var change))
        {
            change = await LookAsync(RecordStreams.Get(stream), since.ToUniversalTime(), ct);
            _known.Add((stream, since), change);
        }

        return change;
    }

    /// <summary>
    /// The words of a query, among them every column on which its result can rest. Null where whole rows may matter: as JSON, as a set of distinct ones, or by
    /// what the store keeps of them.
    /// </summary>
    public static IReadOnlySet<string>? WordsOf(string sql)
    {
        var plain = Comment().Replace(sql, " ");
        return WholeRow().IsMatch(plain) ? null : Word().Matches(plain).Select(m => m.Value).Append("region_code").ToHashSet(StringComparer.OrdinalIgnoreCase); // whom a rule is about depends on where
    }

    private async Task<StreamChange?> LookAsync(RecordStream stream, DateTimeOffset since, CancellationToken ct)
    {
        var came = $"select from record.{stream.Name} where recorded_from > $1";
        var gone = $"select from history.{stream.Name} where recorded_to > $1 and recorded_from <= $1";
        await using (var command = new NpgsqlCommand($"select (select count(*) from ({came} limit {LookAtMost}) c), (select count(*) from ({gone} limit {LookAtMost}) g)", connection))
        {
            command.Parameters.Add(new() { Value = since });
            await using var row = await command.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            var (fresh, old) = (row.GetInt64(0), row.GetInt64(1));
            if (fresh == 0 && old == 0)
            {
                return null;
            }

            if (fresh != old || fresh == LookAtMost)
            {
                return new StreamChange(Rows: true, new HashSet<string>());
            }
        }

        var keys = stream.Key.Select(c => c.Name).Append("source_id").ToList();
        var columns = stream.Columns.Select(c => c.Name).ToList();
        await using var compare = new NpgsqlCommand($"""
            select bool_or(c.here is null or g.here is null), {string.Join(", ", columns.Select(c => $"bool_or(c.{c} is distinct from g.{c})"))}
            from (select *, true as here from record.{stream.Name} where recorded_from > $1) c
            full join (select *, true as here from history.{stream.Name} where recorded_to > $1 and recorded_from <= $1) g
                on {string.Join(" and ", keys.Select(k => $"c.{k} = g.{k}"))}
            """, connection);
        compare.Parameters.Add(new() { Value = since });
        await using var differs = await compare.ExecuteReaderAsync(ct);
        await differs.ReadAsync(ct);
        return differs.GetBoolean(0)
            ? new StreamChange(Rows: true, new HashSet<string>())
            : columns.Where((_, i) => differs.GetBoolean(i + 1)).ToHashSet(StringComparer.OrdinalIgnoreCase) is { Count: > 0 } changed ? new StreamChange(Rows: false, changed) : null;
    }

    // Whole lines only: two dashes further on may stand in a text.
    [GeneratedRegex(@"^[ \t]*--[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"row_to_json|to_jsonb?\s*\(\s*\w+\s*\)|jsonb?_agg\s*\(\s*\w+\s*\)|\bnatural\b|\bdistinct\s+(\w+\s*\.\s*)?\*|\b(recorded_from|batch_id|line_no|row_hash)\b", RegexOptions.IgnoreCase)]
    private static partial Regex WholeRow();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}

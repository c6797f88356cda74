using System.Globalization;
using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>A connection on which rule SQL may run: the read-only role, a time limit, streams by their bare names, now or as of a moment.</summary>
internal static class RuleSession
{
    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource rules, DateTimeOffset? asOf, RuleEngineOptions options, CancellationToken ct)
    {
        var connection = await rules.OpenConnectionAsync(ct);
        // Tables of a few thousand rows and rules that join them: the planner does not see the size of temporary tables without statistics,
        // and these settings last until the connection goes back to its pool.
        await using var command = new NpgsqlCommand("""
            select set_config('search_path', $1, false), set_config('statement_timeout', $2, false), set_config('fundwatch.as_of', $3, false)
            """, connection);
        command.Parameters.Add(new() { Value = asOf is null ? "record, rule, pg_catalog" : "asof, rule, pg_catalog" });
        command.Parameters.Add(new() { Value = ((long)options.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) });
        command.Parameters.Add(new() { Value = asOf?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) ?? "" });
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    /// <summary>One snapshot, no writes: whatever the role may do, a rule may not.</summary>
    /// <param name="slices">Temporary tables that the rule sees under the names of streams, until the transaction ends.</param>
    public static async Task<NpgsqlTransaction> ReadOnlyAsync(NpgsqlConnection connection, CancellationToken ct, IReadOnlyList<(string Stream, string Table)>? slices = null)
    {
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var views = (slices ?? []).Select(s => $"create temporary view {s.Stream} as select * from {s.Table}; ");
        await using var command = new NpgsqlCommand($"{string.Concat(views)}set transaction read only", connection);
        await command.ExecuteNonQueryAsync(ct);
        return transaction;
    }
}

/// <summary>How rules are run.</summary>
public sealed record RuleEngineOptions
{
    /// <summary>A rule that takes longer is stopped and reported; the others go on.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Rules that run at the same time; each takes two connections.</summary>
    public int Parallel { get; init; } = 2;
}

/// <summary>Finds which of the columns that a rule requires hold nothing at all, asking the store once per column and run.</summary>
internal sealed class EmptyColumns
{
    private readonly Dictionary<RequiredColumn, bool> _empty = [];
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Asks for all columns that rules require, in one statement.</summary>
    public async Task AskAsync(NpgsqlConnection connection, IEnumerable<RuleFile> rules, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var columns = rules.SelectMany(r => r.Header.Requires).Distinct().Where(c => !_empty.ContainsKey(c)).ToList();
            await using var command = new NpgsqlCommand(
                $"select array[{string.Join(", ", columns.Select(c => $"not exists (select from {c.Stream} where {c.Column} is not null)"))}]::boolean[]", connection);
            foreach (var (column, empty) in columns.Zip((bool[])(await command.ExecuteScalarAsync(ct))!))
            {
                _empty.Add(column, empty);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<IReadOnlyList<string>> OfAsync(NpgsqlConnection connection, RuleFile rule, CancellationToken ct)
    {
        var missing = new List<string>();
        await _gate.WaitAsync(ct);
        try
        {
            foreach (var column in rule.Header.Requires)
            {
                if (!_empty.TryGetValue(column, out var empty))
                {
                    await using var command = new NpgsqlCommand(
                        $"select not exists (select from {column.Stream} where {column.Column} is not null)", connection);
                    empty = (bool)(await command.ExecuteScalarAsync(ct))!;
                    _empty.Add(column, empty);
                }

                if (empty)
                {
                    missing.Add(column.ToString());
                }
            }
        }
        finally
        {
            _gate.Release();
        }

        return missing;
    }
}

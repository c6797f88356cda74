using System.Diagnostics;
using FundWatch.Core.Rules;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>
/// Runs rules on a pair of connections: the rule's query on a read-only one, the writing on the program's. Results stream from one to the other
/// as PostgreSQL's binary COPY, unread in between, so that memory stays flat however much a rule finds.
/// </summary>
internal sealed class RuleWorker : IAsyncDisposable
{
    private readonly NpgsqlConnection _reader;
    private readonly NpgsqlConnection _app;
    private readonly ScopeTables _scopes;
    private readonly EmptyColumns _empty;
    private readonly DateTimeOffset _now;

    private RuleWorker(NpgsqlConnection reader, NpgsqlConnection app, EmptyColumns empty, DateTimeOffset now)
    {
        _reader = reader;
        _app = app;
        _scopes = new ScopeTables(reader, "record");
        _empty = empty;
        _now = now;
    }

    public static async Task<RuleWorker> OpenAsync(NpgsqlDataSource rules, NpgsqlDataSource app, EmptyColumns empty, RuleEngineOptions options,
        DateTimeOffset now, CancellationToken ct)
    {
        var reader = await RuleSession.OpenAsync(rules, asOf: null, options, ct);
        return new RuleWorker(reader, await app.OpenConnectionAsync(ct), empty, now);
    }

    /// <summary>Judges and writes. A rule that fails is an answer; only a session that is gone is an error, because the rules behind it would fail too.</summary>
    public async Task<RuleRun> RunAsync(RuleTask task, DateTimeOffset watermark, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var id = task.Rule.Header.Id;
        await using (var transaction = await BeginAsync(id, ct))
        {
            var missing = await _empty.OfAsync(_reader, task.Rule, ct);
            if (missing.Count > 0)
            {
                task = task with { Since = null }; // said of all there are, without a query: one that is gone would else be among the changed ones
            }

            string? scope = null, query = null, problem = null;
            try
            {
                scope = await _scopes.UseAsync(task.Rule, task.Since, ct);
                await _scopes.ShowBeyondAsync(task.Rule, ct);
                var reach = await Reach.OfAsync(_reader, task.Rule, ct);
                if (missing.Count > 0)
                {
                    await SayForAllAsync(scope, "insufficient_data", missing, reach.Abroad, ct);
                }
                else
                {
                    var slices = await SlicesAsync(task, scope, ct);
                    query = Copy(task.Rule, reach);
                    problem = await JudgeAsync(query, slices, ct);
                }

                if (problem is null)
                {
                    var run = await WriteAsync(task, scope, watermark, missing, ct);
                    await transaction.CommitAsync(ct);
                    return run with { Seconds = clock.Elapsed.TotalSeconds };
                }
            }
            catch (PostgresException e) when (!e.EndsSession())
            {
                problem = ResultQuery.Describe(task.Rule, query, e);
            }

            await transaction.RollbackAsync(ct);
            return await FailAsync(task, scope ?? await ChangedAsync(task, ct), problem, ct) with { Seconds = clock.Elapsed.TotalSeconds };
        }
    }

    /// <summary>One rule is written by one run at a time, whoever started it.</summary>
    private async Task<NpgsqlTransaction> BeginAsync(string id, CancellationToken ct)
    {
        var transaction = await _app.BeginTransactionAsync(ct);
        await ExecuteAsync(_app, "select pg_advisory_xact_lock(hashtext('rule'), hashtext($1))", ct, id);
        await ExecuteAsync(_app, ResultWriter.Receive, ct);
        return transaction;
    }

    /// <summary>After a change a rule with groups is shown only what its results can rest on.</summary>
    private async Task<IReadOnlyList<(string Stream, string Table)>> SlicesAsync(RuleTask task, string scope, CancellationToken ct)
    {
        if (task.Since is not { } since || task.Rule.Header.Groups.Count == 0)
        {
            return [];
        }

        await using var all = new NpgsqlCommand("select count(*) from rule.state where rule_id = $1", _app);
        all.Parameters.Add(new() { Value = task.Rule.Header.Id });
        return await _scopes.SliceAsync(task.Rule, scope, since, (long)(await all.ExecuteScalarAsync(ct))!, ct);
    }

    private async Task<string?> JudgeAsync(string query, IReadOnlyList<(string Stream, string Table)> slices, CancellationToken ct)
    {
        await using (var snapshot = await RuleSession.ReadOnlyAsync(_reader, ct, slices))
        {
            await PipeAsync(query, "copy incoming from stdin (format binary)", ct);
        }

        await ExecuteAsync(_app, "analyze incoming", ct);
        return await new ResultWriter(_app, _now).ProblemAsync(ct);
    }

    private async Task<RuleRun> WriteAsync(RuleTask task, string scope, DateTimeOffset watermark, IReadOnlyList<string> missing, CancellationToken ct)
    {
        var all = task.Since is null;
        if (!all)
        {
            await PipeAsync($"copy {scope} to stdout (format binary)", "copy judged from stdin (format binary)", ct);
        }

        var writer = new ResultWriter(_app, _now);
        var (raised, changed, cleared) = await writer.WriteFlagsAsync(task.Rule, all, ct);
        await writer.WriteStatesAsync(task.Rule, all, message: null, ct);
        if (task.Remember)
        {
            await ExecuteAsync(_app, """
                insert into rule.progress as p (rule_id, version, definition_sha256, scored_through) values ($1, $2, $3, $4)
                on conflict (rule_id) do update set version = excluded.version, definition_sha256 = excluded.definition_sha256,
                    scored_through = excluded.scored_through
                """, ct, task.Rule.Header.Id, task.Rule.Header.Version, task.Definition, watermark.ToUniversalTime());
        }

        return await CountAsync(task.Rule.Header.Id, ct) with
        {
            FlagsRaised = raised, FlagsChanged = changed, FlagsCleared = cleared, Missing = missing.Count > 0 ? missing : null,
        };
    }

    /// <summary>The subjects of changed records alone, where it cannot be said who shares a group with them; null where even that cannot be.</summary>
    private async Task<string?> ChangedAsync(RuleTask task, CancellationToken ct)
    {
        try
        {
            return await _scopes.UseAsync(task.Rule, task.Since, ct, grouped: false);
        }
        catch (PostgresException e) when (!e.EndsSession())
        {
            return null;
        }
    }

    /// <summary>The rule could not run: its subjects are in state error, what it found earlier stays, and the next run tries again.</summary>
    /// <param name="scope">Null where nobody knows whom it is about: no state is written then.</param>
    private async Task<RuleRun> FailAsync(RuleTask task, string? scope, string problem, CancellationToken ct)
    {
        if (scope is null)
        {
            return new RuleRun(task.Rule.Header.Id, 0, 0, 0, 0, 0, 0, Seconds: 0, Message: problem);
        }

        await using var transaction = await BeginAsync(task.Rule.Header.Id, ct);
        await SayForAllAsync(scope, "error", [], everywhere: true, ct);
        var all = task.Since is null;
        if (!all)
        {
            await PipeAsync($"copy {scope} to stdout (format binary)", "copy judged from stdin (format binary)", ct);
        }

        await new ResultWriter(_app, _now).WriteStatesAsync(task.Rule, all, problem, ct);
        var run = await CountAsync(task.Rule.Header.Id, ct) with { Message = problem };
        await transaction.CommitAsync(ct);
        return run;
    }

    /// <summary>Gives every subject in scope one item in the same state, in place of the rule's own result.</summary>
    /// <param name="everywhere">False: the rule does not apply to subjects abroad, whatever is missing.</param>
    private async Task SayForAllAsync(string scope, string state, IReadOnlyList<string> missing, bool everywhere, CancellationToken ct)
    {
        var beyond = everywhere ? "false" : "subject_code in (select subject_code from beyond)";
        var names = missing.Count == 0 ? "null" : $"array[{string.Join(", ", missing.Select(m => $"'{m}'"))}]"; // of the contract: no quotes in them
        await PipeAsync($"""
            copy (select subject_code, null::text, null::numeric, null::numeric, null::numeric, null::date, null::text[], null::jsonb,
                         0, 0, {(state == "insufficient_data" ? $"({beyond} is false)::integer" : "0")}, ({beyond})::integer, {(state == "error" ? 1 : 0)},
                         case when {beyond} then null else {names}::text[] end from {scope})
            to stdout (format binary)
            """, "copy incoming from stdin (format binary)", ct);
    }

    private async Task<RuleRun> CountAsync(string id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(sum(triggered), 0), coalesce(sum(not_triggered), 0), coalesce(sum(insufficient_data), 0),
                   coalesce(sum(not_applicable), 0), coalesce(sum(error), 0) from incoming where triggered is not null
            """, _app);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var counts = Enumerable.Range(0, 5).Select(reader.GetInt64).ToArray();
        return new RuleRun(id, counts.Sum(), counts[0], counts[1], counts[2], counts[3], counts[4], Seconds: 0);
    }

    private static string Copy(RuleFile rule, Reach reach) => $"copy (\n{ResultQuery.Crossing(rule, reach)}\n) to stdout (format binary)";

    private async Task PipeAsync(string from, string to, CancellationToken ct)
    {
        await using var source = await _reader.BeginRawBinaryCopyAsync(from, ct);
        await using var target = await _app.BeginRawBinaryCopyAsync(to, ct);
        try
        {
            await source.CopyToAsync(target, ct);
        }
        catch
        {
            await target.CancelAsync(); // else closing the stream would tell the server that all had come
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _app.DisposeAsync();
    }
}

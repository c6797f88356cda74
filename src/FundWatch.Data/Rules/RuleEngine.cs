using System.Collections.Concurrent;
using System.Diagnostics;
using FundWatch.Core.Rules;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>
/// Judges subjects by the rules: what is new since a rule's last run, or everything. Writes the catalogue, parameters, states, flags and how far
/// each rule has come; a run over the same records writes nothing. A rule that fails is reported and the others go on.
/// </summary>
public sealed class RuleEngine(FundWatchDatabase db, RuleCatalogue rules, TimeProvider clock, RuleEngineOptions? options = null)
{
    private readonly RuleEngineOptions _options = options ?? new RuleEngineOptions();

    /// <summary>Runs the rules of a scope. With <see cref="RuleScope.AsOf"/> it counts and writes nothing.</summary>
    /// <returns>One entry per rule that was run or whose file is broken, by id. A rule with nothing new to judge is not among them.</returns>
    public async Task<IReadOnlyList<RuleRun>> RunAsync(RuleScope scope, IProgress<RuleProgress>? progress = null, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var chosen = rules.Rules.Where(r => scope.Stream is null || r.Header.Stream == scope.Stream).ToList();
        await new CatalogueStore(db.App).RegisterAsync(rules, now, ct);
        var runs = scope.AsOf is { } moment
            ? await LookBackAsync(chosen, moment, progress, ct)
            : await JudgeAsync(chosen, scope.Full, now, progress, ct);
        return [.. runs.Concat(rules.Errors.Select(Broken)).OrderBy(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>Every item that one rule judges for the given subjects (or all), in whatever state; writes nothing. For replay and for explanations.</summary>
    /// <exception cref="PostgresException">The rule's SQL fails.</exception>
    public async Task<IReadOnlyList<RuleItem>> ItemsAsync(string ruleId, IReadOnlyCollection<string>? subjects = null, DateTimeOffset? asOf = null, CancellationToken ct = default)
    {
        var rule = rules.Get(ruleId);
        await using var connection = await RuleSession.OpenAsync(db.Rules, asOf, _options, ct);
        var tables = new ScopeTables(connection, asOf is null ? "record" : "asof");
        if (subjects is null)
        {
            await tables.UseAsync(rule, since: null, ct);
        }
        else
        {
            await tables.UseAsync(subjects, ct);
        }

        await tables.ShowBeyondAsync(rule, ct);
        var reach = await Reach.OfAsync(connection, rule, ct);
        await using var snapshot = await RuleSession.ReadOnlyAsync(connection, ct);
        return await RuleItem.ReadAsync(connection, ResultQuery.Items(rule, reach), ct);
    }

    private async Task<List<RuleRun>> JudgeAsync(List<RuleFile> chosen, bool full, DateTimeOffset now, IProgress<RuleProgress>? progress, CancellationToken ct)
    {
        DateTimeOffset watermark;
        ConcurrentQueue<RuleTask> queue;
        var empty = new EmptyColumns();
        await using (var connection = await db.App.OpenConnectionAsync(ct))
        await using (var reader = await RuleSession.OpenAsync(db.Rules, asOf: null, _options, ct))
        {
            var plan = new RunPlan(connection);
            watermark = await plan.WatermarkAsync(now, ct); // before anything is read: a row that comes later is the next run's
            await empty.AskAsync(reader, chosen, ct);
            var missing = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (var rule in chosen)
            {
                missing.Add(rule.Header.Id, await empty.OfAsync(reader, rule, ct));
            }

            queue = new(await plan.TasksAsync(chosen, missing, full, ct));
        }

        var total = queue.Count;
        var runs = new ConcurrentBag<RuleRun>();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(_options.Parallel, total)).Select(_ => WorkAsync()));
        return [.. runs];

        async Task WorkAsync()
        {
            await using var worker = await RuleWorker.OpenAsync(db.Rules, db.App, empty, _options, now, ct);
            while (queue.TryDequeue(out var task))
            {
                runs.Add(await worker.RunAsync(task, watermark, ct));
                progress?.Report(new RuleProgress(runs.Count, total, task.Rule.Header.Id));
            }
        }
    }

    private async Task<List<RuleRun>> LookBackAsync(List<RuleFile> chosen, DateTimeOffset moment, IProgress<RuleProgress>? progress, CancellationToken ct)
    {
        await using var connection = await RuleSession.OpenAsync(db.Rules, moment, _options, ct);
        var scopes = new ScopeTables(connection, "asof");
        var empty = new EmptyColumns();
        var runs = new List<RuleRun>();
        foreach (var rule in chosen)
        {
            var time = Stopwatch.StartNew();
            var missing = await empty.OfAsync(connection, rule, ct);
            var run = missing.Count > 0
                ? new RuleRun(rule.Header.Id, 0, 0, 0, 0, 0, 0, 0, Missing: missing)
                : await CountAsync(connection, scopes, rule, ct);
            runs.Add(run with { Seconds = time.Elapsed.TotalSeconds });
            progress?.Report(new RuleProgress(runs.Count, chosen.Count, rule.Header.Id));
        }

        return runs;
    }

    private static async Task<RuleRun> CountAsync(NpgsqlConnection connection, ScopeTables scopes, RuleFile rule, CancellationToken ct)
    {
        string? sql = null;
        try
        {
            await scopes.UseAsync(rule, since: null, ct);
            await scopes.ShowBeyondAsync(rule, ct);
            sql = ResultQuery.Counts(rule, await Reach.OfAsync(connection, rule, ct));
            await using var snapshot = await RuleSession.ReadOnlyAsync(connection, ct);
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var counts = Enumerable.Range(0, 5).Select(reader.GetInt64).ToArray();
            return new RuleRun(rule.Header.Id, counts.Sum(), counts[0], counts[1], counts[2], counts[3], counts[4], Seconds: 0);
        }
        catch (PostgresException e) when (!e.EndsSession())
        {
            return new RuleRun(rule.Header.Id, 0, 0, 0, 0, 0, 0, 0, Message: ResultQuery.Describe(rule, sql, e));
        }
    }

    private static RuleRun Broken(RuleFileException error) =>
        new(Path.GetFileNameWithoutExtension(error.Path), 0, 0, 0, 0, 0, 0, 0, Message: error.Message);
}

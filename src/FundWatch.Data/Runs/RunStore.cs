using System.Data;
using System.Text.Json;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Runs;

/// <summary>
/// Runs of jobs. One process at a time runs a job: it holds a session advisory lock named after the job, which the server lets go the moment the
/// process dies. A row that says running although nobody holds its lock belongs to a killed process; whoever takes the lock next marks it abandoned.
/// </summary>
public sealed class RunStore(FundWatchDatabase database)
{
    /// <summary>How often one request may be started before it is given up.</summary>
    public const int MaxAttempts = 3;

    // The two-key form of advisory locks keeps our names apart from other users of the server's locks.
    internal const string LockKeys = "hashtext('fundwatch.job'), hashtext($1)";

    /// <summary>Takes the job's lock and opens a run for the request, unless another process has it or the request is settled.</summary>
    /// <param name="request">Names the wish, not the attempt: asking again under the same name after a kill finishes it once.</param>
    /// <param name="work">A work that other jobs and commands do too, one at a time (<see cref="SessionLock.OfWork"/>); the run has it to its end. Null: none.</param>
    public async Task<RunStart> BeginAsync(string job, string request, string startedBy, CancellationToken ct, string? work = null)
    {
        var connection = await database.App.OpenConnectionAsync(ct);
        try
        {
            if (!await TryLockAsync(connection, LockKeys, job, ct))
            {
                await connection.DisposeAsync();
                return new RunStart.Busy(ByAnother: false);
            }

            var (settled, attempts) = await SettleEarlierAsync(connection, job, request, ct);
            if (settled || attempts >= MaxAttempts)
            {
                await UnlockAsync(connection);
                return settled ? new RunStart.AlreadyFinished() : new RunStart.GivenUp(attempts);
            }

            // Behind the settling: a killed run that is said to be over is asked for by one, and not every half-minute for as long as the other takes.
            if (work is not null && !await TryLockAsync(connection, SessionLock.OfWork, work, ct))
            {
                await UnlockAsync(connection);
                return new RunStart.Busy(ByAnother: true);
            }

            await using var open = new NpgsqlCommand("""
                insert into job.run (job, request, attempt, status, started_by, worker) values ($1, $2, $3, 'running', $4, $5) returning run_id
                """, connection);
            open.Parameters.Add(new() { Value = job });
            open.Parameters.Add(new() { Value = request });
            open.Parameters.Add(new() { Value = (short)(attempts + 1) });
            open.Parameters.Add(new() { Value = startedBy });
            open.Parameters.Add(new() { Value = $"{Environment.MachineName}:{Environment.ProcessId}" });
            var runId = (long)(await open.ExecuteScalarAsync(ct))!;
            return new RunStart.Started(new RunLease(connection, runId));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a run was ever opened for the request, however it ended.</summary>
    public async Task<bool> HasBegunAsync(string request, CancellationToken ct)
    {
        await using var begun = database.App.CreateCommand("select exists (select from job.run where request = $1)");
        begun.Parameters.Add(new() { Value = request });
        return (bool)(await begun.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Requests whose process was killed: they say running, but nobody holds their job's lock.</summary>
    public async Task<IReadOnlyList<RunRow>> KilledAsync(CancellationToken ct) => await ReadAsync("""
        where status = 'running' and not exists (
            select from pg_locks l
            where l.locktype = 'advisory' and l.granted and l.objsubid = 2
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid = hashtext('fundwatch.job')::bit(32)::bigint::oid and l.objid = hashtext(job)::bit(32)::bigint::oid)
        order by run_id limit $1
        """, 100, ct);

    /// <summary>The latest runs, newest first.</summary>
    public Task<IReadOnlyList<RunRow>> LatestAsync(int limit, CancellationToken ct) => ReadAsync("order by run_id desc limit $1", limit, ct);

    /// <summary>When the latest run of a job that is done began; null where there is none.</summary>
    public async Task<DateTimeOffset?> LastDoneAsync(string job, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select max(started_at) from job.run where job = $1 and status = 'done'");
        command.Parameters.Add(new() { Value = job });
        return await command.ExecuteScalarAsync(ct) is DateTime at ? at : null;
    }

    // A run's connection holds no locks but the run's.
    internal static async Task UnlockAsync(NpgsqlConnection connection)
    {
        await using (connection)
        {
            await SessionLock.ReleaseAsync(connection.Command("select pg_advisory_unlock_all()"));
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, string keys, string name, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand($"select pg_try_advisory_lock({keys})", connection);
        take.Parameters.Add(new() { Value = name });
        return (bool)(await take.ExecuteScalarAsync(ct))!;
    }

    // We hold the lock, so a row that still says running has no process behind it.
    private static async Task<(bool Settled, int Attempts)> SettleEarlierAsync(NpgsqlConnection connection, string job, string request, CancellationToken ct)
    {
        await using (var abandon = new NpgsqlCommand(
            "update job.run set status = 'abandoned', finished_at = now(), error = 'the process ended without a word', error_zh = '进程没有留下任何说明就结束了' where job = $1 and status = 'running'", connection))
        {
            abandon.Parameters.Add(new() { Value = job });
            await abandon.ExecuteNonQueryAsync(ct);
        }

        // An ordinary failure settles the request too: the schedule asks again by itself, and a person sees the error.
        await using var earlier = new NpgsqlCommand(
            "select coalesce(bool_or(status in ('done', 'failed')), false), count(*)::int from job.run where request = $1", connection);
        earlier.Parameters.Add(new() { Value = request });
        await using var reader = await earlier.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetBoolean(0), reader.GetInt32(1));
    }

    private async Task<IReadOnlyList<RunRow>> ReadAsync(string tail, int limit, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand($"""
            select run_id, job, request, attempt, started_at, heartbeat_at, finished_at, status, started_by, worker, progress, stage, counts, error, error_zh
            from job.run {tail}
            """);
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<RunRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new RunRow(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt16(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetFloat(10), reader.IsDBNull(11) ? null : reader.GetString(11),
                JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(12))!, reader.IsDBNull(13) ? null : reader.GetString(13),
                reader.IsDBNull(14) ? null : reader.GetString(14)));
        }

        return rows;
    }
}

using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Runs;

/// <summary>
/// A run that is ours. It keeps the job's lock on a connection of its own and beats there: when a beat fails, or finds the run taken over,
/// <see cref="Lost"/> fires and the work must stop, because another process may be doing it by now. The run's number is the epoch that every
/// write is checked against: a row that is no longer running takes no more writes.
/// </summary>
public sealed class RunLease : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _counts = [];
    private bool _disposed;
    private double _progress;
    private string? _stage;

    internal RunLease(NpgsqlConnection connection, long runId)
    {
        _connection = connection;
        RunId = runId;
        _beating = BeatAsync();
    }

    /// <summary>The run's number.</summary>
    public long RunId { get; }

    /// <summary>Fires when the lock is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>What has been counted so far.</summary>
    public IReadOnlyDictionary<string, long> Counts
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, long>(_counts);
            }
        }
    }

    /// <summary>How far it is (0 to 1) and what it is doing; written with the next beat, so it may be called as often as one likes.</summary>
    public void Report(double progress, string? stage)
    {
        lock (_gate)
        {
            _progress = Math.Clamp(progress, 0, 1);
            _stage = stage;
        }
    }

    /// <summary>Sets a figure of the run, e.g. rows loaded.</summary>
    public void Count(string name, long value)
    {
        lock (_gate)
        {
            _counts[name] = value;
        }
    }

    /// <summary>Ends the run. Abandoned means that its request is still open: whoever takes it up next finishes it.</summary>
    /// <returns>False when another process had taken it over.</returns>
    public async Task<bool> FinishAsync(RunEnd end, string? error, string? errorZh = null)
    {
        await StopBeatingAsync();
        await using var finish = Write("""
            update job.run set status = $5, finished_at = now(), heartbeat_at = now(),
                progress = case when $5 = 'done' then 1 else $2 end, stage = $3, counts = $4, error = $6, error_zh = $7
            where run_id = $1 and status = 'running'
            """);
        finish.Parameters.Add(new() { Value = end.ToString().ToLowerInvariant() });
        finish.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        finish.Parameters.Add(new() { Value = (object?)errorZh ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return await finish.ExecuteNonQueryAsync() == 1;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await StopBeatingAsync();
        await RunStore.UnlockAsync(_connection);
    }

    private async Task BeatAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Beat);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await using var beat = Write("update job.run set heartbeat_at = now(), progress = $2, stage = $3, counts = $4 where run_id = $1 and status = 'running'");
                if (await beat.ExecuteNonQueryAsync(CancellationToken.None) == 0)
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception gone) when (gone is NpgsqlException or IOException or ObjectDisposedException)
        {
            await _lost.CancelAsync();
        }
    }

    private NpgsqlCommand Write(string sql)
    {
        lock (_gate)
        {
            return new NpgsqlCommand(sql, _connection)
            {
                CommandTimeout = 30, // seconds: a server that answers no longer must not pass for a lock that is held
                Parameters =
                {
                    new() { Value = RunId },
                    new() { Value = (float)_progress },
                    new() { Value = (object?)_stage ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = JsonSerializer.Serialize(_counts), NpgsqlDbType = NpgsqlDbType.Jsonb },
                },
            };
        }
    }

    private async Task StopBeatingAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
        }

        await _beating;
    }
}

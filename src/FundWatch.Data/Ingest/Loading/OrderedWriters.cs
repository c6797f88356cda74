using FundWatch.Core.Records;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Writes chunks over several connections at once and commits them strictly in the order of the file, so that the batch's counter says at any moment
/// which rows are in: all up to there and none behind.
/// </summary>
internal sealed class OrderedWriters : IAsyncDisposable
{
    private readonly NpgsqlConnection[] _connections;
    private readonly ChunkWriter[] _writers;
    private readonly Task[] _busy;
    private Task _last = Task.CompletedTask;
    private int _next;

    private OrderedWriters(NpgsqlConnection[] connections, Func<NpgsqlConnection, ChunkWriter> writer)
    {
        _connections = connections;
        _writers = [.. connections.Select(writer)];
        _busy = [.. connections.Select(_ => Task.CompletedTask)];
    }

    /// <summary>Connections that write at once: the server does most of the work, so there is little to gain beyond its cores.</summary>
    public static int Count { get; } = Math.Clamp(Environment.ProcessorCount, 2, 4);

    public static async Task<OrderedWriters> OpenAsync(FundWatchDatabase db, int count, Func<NpgsqlConnection, ChunkWriter> writer, CancellationToken ct)
    {
        var connections = new List<NpgsqlConnection>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                connections.Add(await db.App.OpenConnectionAsync(ct));
            }
        }
        catch
        {
            foreach (var open in connections)
            {
                await open.DisposeAsync();
            }

            throw;
        }

        return new OrderedWriters([.. connections], writer);
    }

    /// <summary>Returns when the chunk is on its way and another may follow. A chunk that failed makes this throw for one that comes after it.</summary>
    /// <param name="committed">Called when the chunk is in, in the order of the chunks, one at a time.</param>
    public async Task WriteAsync(Chunk chunk, Action<ChunkResult> committed, CancellationToken ct)
    {
        await _busy[_next];
        var opened = new TaskCompletionSource();
        _last = _busy[_next] = RunAsync(_writers[_next], chunk, _last, committed, opened, ct);
        _next = (_next + 1) % _writers.Length;
        await opened.Task;
    }

    /// <summary>Waits until every chunk is in.</summary>
    public Task FinishAsync() => _last;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(Task.WhenAll(_busy)); // what failed has been thrown, or is about to be
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task RunAsync(ChunkWriter writer, Chunk chunk, Task turn, Action<ChunkResult> committed, TaskCompletionSource opened, CancellationToken ct)
    {
        try
        {
            committed(await writer.WriteAsync(chunk, turn, () => opened.TrySetResult(), ct));
        }
        finally
        {
            opened.TrySetResult();
        }
    }
}

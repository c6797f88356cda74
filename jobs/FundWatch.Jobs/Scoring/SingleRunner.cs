using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Jobs.Scoring;

/// <summary>One at a time on all machines: a session advisory lock, gone with the connection when its process dies.</summary>
internal sealed class SingleRunner : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private SingleRunner(NpgsqlConnection connection, string name) => (_connection, _name) = (connection, name);

    /// <param name="waiting">Called when somebody else is inside.</param>
    public static async Task<SingleRunner> EnterAsync(FundWatchDatabase db, string name, Action waiting, CancellationToken ct)
    {
        var connection = await db.App.OpenConnectionAsync(ct);
        try
        {
            if (!(bool)(await ExecuteAsync(connection, $"select pg_try_advisory_lock({SessionLock.OfWork})", name, ct))!)
            {
                waiting();
                await ExecuteAsync(connection, $"select pg_advisory_lock({SessionLock.OfWork})", name, ct);
            }

            return new SingleRunner(connection, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The pool resets a connection only when it is used again: let go now.
        await SessionLock.ReleaseAsync(Command(_connection, $"select pg_advisory_unlock({SessionLock.OfWork})", _name));
        await _connection.DisposeAsync();
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, string name, CancellationToken ct)
    {
        await using var command = Command(connection, sql, name);
        return await command.ExecuteScalarAsync(ct);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string name) =>
        new(sql, connection) { CommandTimeout = 0, Parameters = { new() { Value = name } } };
}

using FundWatch.Testing;
using Npgsql;

namespace FundWatch.BrowserTests.Support;

/// <summary>The database goes away under somebody who is at it.</summary>
public static class LostDatabase
{
    /// <summary>Takes the locks, lets somebody run into them, and ends their session as a server that goes down does.</summary>
    public static async Task LoseAsync(this WebHost host, string locks, Func<Task> act)
    {
        await using var held = await host.Store.Owner.OpenConnectionAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using var take = new NpgsqlCommand(locks, held, transaction);
        await take.ExecuteNonQueryAsync();
        await act();
        await using var end = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))", held, transaction);
        await Eventually.HappensAsync(async () => (long)(await end.ExecuteScalarAsync())! > 0);
    }
}

using FundWatch.Data.Postgres;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using Npgsql;

namespace FundWatch.Jobs.Queue;

/// <summary>Hangfire's tables, made by the owner and handed to the application's role.</summary>
public static class QueueTables
{
    internal const string Schema = "hangfire";

    internal static PostgreSqlStorageOptions Options => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = false, // the application's role may not make tables
        UseSlidingInvisibilityTimeout = true, // a fixed one starts a long job again while it is still running
        InvisibilityTimeout = TimeSpan.FromSeconds(45),
        QueuePollInterval = TimeSpan.FromMilliseconds(200),
        EnableLongPolling = false, // it loses jobs now and then: fetched, never started
        AllowDegradedModeWithoutStorage = false,
    };

    /// <summary>Makes or upgrades the tables where this version of Hangfire has not done so before.</summary>
    /// <returns>Whether anything had to be done.</returns>
    public static async Task<bool> InstallAsync(FundWatchDatabase database, CancellationToken ct)
    {
        var version = "Hangfire.PostgreSql " + typeof(PostgreSqlStorageOptions).Assembly.GetName().Version;
        await using var connection = await database.Owner.OpenConnectionAsync(ct);
        await using var transaction = await LockAsync(connection, ct);
        await using (var installed = new NpgsqlCommand($"select obj_description(to_regnamespace('{Schema}'), 'pg_namespace')", connection, transaction))
        {
            if (await installed.ExecuteScalarAsync(ct) as string == version)
            {
                return false;
            }
        }

        // Its installer opens transactions of its own, so it gets a connection of its own; our lock keeps others out meanwhile. It swallows whatever its
        // logging throws, and with it its own work: the log of a host that has ended in this process is taken away first.
        LogProvider.SetCurrentLogProvider(null);
        await using (var own = await database.Owner.OpenConnectionAsync(ct))
        {
            PostgreSqlObjectsInstaller.Install(own, Schema);
        }

        await using (var grant = new NpgsqlCommand($"""
            grant usage on schema {Schema} to fundwatch_app;
            grant select, insert, update, delete on all tables in schema {Schema} to fundwatch_app;
            grant usage, select, update on all sequences in schema {Schema} to fundwatch_app;
            comment on schema {Schema} is '{version}';
            """, connection, transaction))
        {
            await grant.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(ct);
        await using var take = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('fundwatch.hangfire'))", connection, transaction);
        await take.ExecuteNonQueryAsync(ct);
        return transaction;
    }
}

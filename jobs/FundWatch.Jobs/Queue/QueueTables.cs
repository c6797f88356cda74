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

        await MakeAsync(database, ct);
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

    // Hangfire's installer opens transactions of its own, so it gets a connection of its own; our lock keeps others out meanwhile. It swallows whatever its
    // logging throws, and with it its own work: the log of a host that has ended in this process is taken away first, and as another host may set its own
    // at that very moment, what was made is looked at.
    private static async Task MakeAsync(FundWatchDatabase database, CancellationToken ct)
    {
        await using var own = await database.Owner.OpenConnectionAsync(ct);
        await using var isMade = new NpgsqlCommand($"select to_regclass('{Schema}.schema') is not null", own);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            LogProvider.SetCurrentLogProvider(null);
            PostgreSqlObjectsInstaller.Install(own, Schema);
            if ((bool)(await isMade.ExecuteScalarAsync(ct))!)
            {
                return;
            }
        }

        throw new InvalidOperationException($"Hangfire's installer ended without making its tables (schema {Schema}); see the server's log.");
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(ct);
        await using var take = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('fundwatch.hangfire'))", connection, transaction);
        await take.ExecuteNonQueryAsync(ct);
        return transaction;
    }
}

using FundWatch.Data.Postgres;
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
        // A lock of the session, not of a transaction: within one transaction the server may answer from names it looked up before Hangfire's own transactions
        // made them ("schema does not exist").
        await using var connection = await database.Owner.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, "select pg_advisory_lock(hashtext('fundwatch.hangfire'))", ct);
        try
        {
            await using (var installed = new NpgsqlCommand($"select obj_description(to_regnamespace('{Schema}'), 'pg_namespace')", connection))
            {
                if (await installed.ExecuteScalarAsync(ct) as string == version)
                {
                    return false;
                }
            }

            PostgreSqlObjectsInstaller.Install(connection, Schema);
            await ExecuteAsync(connection, $"""
                grant usage on schema {Schema} to fundwatch_app;
                grant select, insert, update, delete on all tables in schema {Schema} to fundwatch_app;
                grant usage, select, update on all sequences in schema {Schema} to fundwatch_app;
                comment on schema {Schema} is '{version}';
                """, ct);
            return true;
        }
        finally
        {
            await SessionLock.ReleaseAsync(new NpgsqlCommand("select pg_advisory_unlock(hashtext('fundwatch.hangfire'))", connection));
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

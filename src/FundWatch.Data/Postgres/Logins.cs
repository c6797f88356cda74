using Npgsql;

namespace FundWatch.Data.Postgres;

/// <summary>
/// The database logins of one installation: one in the group fundwatch_app, one in fundwatch_rules, named after the database so that several
/// installations can share a server. Their passwords come from the installation's key; nobody types or stores them.
/// </summary>
internal static class Logins
{
    public static string App(string database) => $"fundwatch_app_{database}";
    public static string Rules(string database) => $"fundwatch_rules_{database}";

    /// <exception cref="FundWatchSetupException">The store belongs to another key, or the owner may not make roles.</exception>
    public static async Task EnsureAsync(NpgsqlDataSource owner, Keys keys, string database, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        if (await AreThereAsync(connection, keys, ct))
        {
            return;
        }

        // Two first starts at once: the second waits, and finds them made.
        await using (var wait = connection.Command("select pg_advisory_lock(hashtext('fundwatch.migrate'))"))
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        try
        {
            if (!await AreThereAsync(connection, keys, ct))
            {
                await MakeAsync(connection, keys, database, ct);
            }
        }
        finally
        {
            await SessionLock.ReleaseAsync(connection.Command("select pg_advisory_unlock(hashtext('fundwatch.migrate'))"));
        }
    }

    private static async Task<bool> AreThereAsync(NpgsqlConnection connection, Keys keys, CancellationToken ct)
    {
        await using var installation = new NpgsqlCommand("select key_check from fw.installation", connection);
        var known = (string?)await installation.ExecuteScalarAsync(ct);
        if (known is not null && known != keys.Check)
        {
            throw AnotherKey();
        }

        return known is not null;
    }

    private static async Task MakeAsync(NpgsqlConnection connection, Keys keys, string database, CancellationToken ct)
    {
        try
        {
            await MakeAsync(connection, App(database), "fundwatch_app", keys, ct);
            await MakeAsync(connection, Rules(database), "fundwatch_rules", keys, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new FundWatchSetupException(
                $"连接所用的数据库用户无权建立角色：{e.MessageText} 请用有 CREATEROLE 权限的用户运行一次 fundwatch migrate。",
                $"The database user of this connection may not make roles: {e.MessageText} Run `fundwatch migrate` once with a user that has CREATEROLE.", e);
        }

        await using var remember = new NpgsqlCommand("insert into fw.installation (key_check) values ($1) on conflict do nothing", connection);
        remember.Parameters.Add(new() { Value = keys.Check });
        await remember.ExecuteNonQueryAsync(ct);
    }

    internal static FundWatchSetupException AnotherKey() => new(
        "此数据库是用另一把密钥建立的。请把原来的 keys/master.key 复制到数据目录，或设置 FUNDWATCH__MasterKey。",
        "This store was made with another key. Copy its keys/master.key into the data directory, or set FUNDWATCH__MasterKey.");

    private static async Task MakeAsync(NpgsqlConnection connection, string login, string group, Keys keys, CancellationToken ct)
    {
        // Role names and passwords cannot be parameters of a utility statement: the server quotes them itself.
        await using var command = new NpgsqlCommand("""
            select format(case when exists (select from pg_roles where rolname = $1)
                          then 'alter role %1$I login password %2$L' else 'create role %1$I login password %2$L' end, $1, $2)
                   || format('; grant %I to %I', $3, $1)
            """, connection);
        command.Parameters.Add(new() { Value = login });
        command.Parameters.Add(new() { Value = keys.Password(login) });
        command.Parameters.Add(new() { Value = group });
        var statements = (string)(await command.ExecuteScalarAsync(ct))!;
        await using var make = new NpgsqlCommand(statements, connection);
        await make.ExecuteNonQueryAsync(ct);
    }
}

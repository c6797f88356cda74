using System.Reflection;
using Npgsql;

namespace FundWatch.Data.Postgres;

/// <param name="Version">The store's version after the run.</param>
/// <param name="Applied">Names of the migrations that this run applied.</param>
public sealed record MigrationResult(int Version, IReadOnlyList<string> Applied);

/// <summary>Brings a store to this program's version: numbered SQL files, forward only, each in its own transaction.</summary>
public static class Migrator
{
    private sealed record Migration(int Version, string Name);

    /// <param name="amongOthers">Whether a store may begin beside tables that are not FundWatch's.</param>
    /// <exception cref="FundWatchSetupException">The store is newer than this program, or the database is somebody else's.</exception>
    public static async Task<MigrationResult> MigrateAsync(NpgsqlDataSource owner, bool amongOthers, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        if (!amongOthers && await IsOfOthersAsync(connection, ct))
        {
            throw new FundWatchSetupException(
                $"数据库 {connection.Database} 中没有 FundWatch 的数据，却有其他系统的表；没有改动它。请检查 --connection 中的 Database=；确要把 FundWatch 装在这些表旁边，请先运行 fundwatch migrate --connection …。",
                $"The database {connection.Database} holds tables of another system and nothing of FundWatch; it was left as it is. Check Database= in --connection; to have FundWatch beside those tables all the same, run `fundwatch migrate --connection ...` first.");
        }

        await using (var prepare = new NpgsqlCommand("""
            select pg_advisory_lock(hashtext('fundwatch.migrate'));
            create table if not exists public.fundwatch_migration (
                version integer primary key, name text not null, applied_at timestamptz not null default now());
            """, connection))
        {
            await prepare.ExecuteNonQueryAsync(ct);
        }

        try
        {
            var current = await CurrentAsync(connection, ct);
            var all = All();
            if (current > all[^1].Version)
            {
                throw new FundWatchSetupException(
                    $"数据库版本为 {current}，比本程序（{all[^1].Version}）新。请升级 FundWatch，或使用另一数据目录。",
                    $"The store has version {current}, newer than this program's {all[^1].Version}. Upgrade FundWatch, or use another data directory.");
            }

            var pending = all.Where(m => m.Version > current).ToList();
            foreach (var migration in pending)
            {
                await ApplyAsync(connection, migration, ct);
            }

            return new MigrationResult(all[^1].Version, pending.Select(m => m.Name).ToList());
        }
        finally
        {
            await SessionLock.ReleaseAsync(new NpgsqlCommand("select pg_advisory_unlock(hashtext('fundwatch.migrate'))", connection));
        }
    }

    // What an extension brought is nobody's data.
    private static async Task<bool> IsOfOthersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var look = new NpgsqlCommand("""
            select to_regclass('public.fundwatch_migration') is null and exists (
                select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'))
            """, connection);
        return (bool)(await look.ExecuteScalarAsync(ct))!;
    }

    private static async Task<int> CurrentAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from public.fundwatch_migration", connection);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Sent whole: a migration is a script, and nothing here cuts it into statements.
        await using (var script = new NpgsqlCommand(await ReadAsync(migration, ct), connection, transaction))
        {
            await script.ExecuteNonQueryAsync(ct);
        }

        await using (var record = new NpgsqlCommand("insert into public.fundwatch_migration (version, name) values ($1, $2)", connection, transaction))
        {
            record.Parameters.Add(new() { Value = migration.Version });
            record.Parameters.Add(new() { Value = migration.Name });
            await record.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static List<Migration> All() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
        .Select(name => Path.GetFileNameWithoutExtension(name["migrations/".Length..]))
        .Select(name => new Migration(int.Parse(name[..4]), name))
        .OrderBy(m => m.Version)
        .ToList();

    private static async Task<string> ReadAsync(Migration migration, CancellationToken ct)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"migrations/{migration.Name}.sql")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(ct);
    }
}

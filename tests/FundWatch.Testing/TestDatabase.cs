using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Testing;

/// <summary>
/// A fresh, migrated store for one test class (use as IClassFixture or create one per test). All of a test process share one private server,
/// started on first use and stopped at the end; a store is a copy of a migrated template, so making one takes a fraction of a second.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime, IAsyncDisposable
{
    private static readonly SemaphoreSlim _gate = new(1, 1);
    private static FundWatchDatabase? _template;
    private static int _count;
    private FundWatchDatabase? _store;

    public FundWatchDatabase Store => _store ?? throw new InvalidOperationException("The fixture is not initialised yet.");
    public NpgsqlDataSource App => Store.App;
    public NpgsqlDataSource Rules => Store.Rules;
    public NpgsqlDataSource Owner => Store.Owner;

    /// <summary>The connection string of the owner, for tests that start a process of their own.</summary>
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _template ??= await StartAsync();
            var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
            _template.Owner.Clear(); // a template may have no connections
            await using (var create = Maintenance().CreateCommand($"create database {name} template fundwatch"))
            {
                await create.ExecuteNonQueryAsync();
            }

            var forget = new NpgsqlConnectionStringBuilder(_ownerConnection!) { Database = name };
            ConnectionString = forget.ConnectionString;
            await using (var source = NpgsqlDataSource.Create(ConnectionString))
            await using (var command = source.CreateCommand("delete from fw.installation"))
            {
                await command.ExecuteNonQueryAsync(); // its logins carry the database's name: make them anew
            }

            _store = await FundWatchDatabase.OpenAsync(new DatabaseOptions(OwnDirectory(name), ConnectionString), TimeProvider.System, default);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task DisposeAsync()
    {
        if (_store is null)
        {
            return;
        }

        var name = _store.Name;
        await _store.DisposeAsync();
        _store = null;
        await using var drop = Maintenance().CreateCommand($"drop database if exists {name} with (force)");
        await drop.ExecuteNonQueryAsync();
        foreach (var login in new[] { $"fundwatch_app_{name}", $"fundwatch_rules_{name}" })
        {
            await using var role = Maintenance().CreateCommand($"drop role if exists {login}");
            await role.ExecuteNonQueryAsync();
        }
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());

    /// <summary>A hash of every row of every table of the given schemas: equal before and after a run that should change nothing.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HashTablesAsync(params string[] schemas)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var connection = await Owner.OpenConnectionAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1
            """, connection))
        {
            list.Parameters.Add(new() { Value = schemas });
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            await using var hash = new NpgsqlCommand(
                $"select count(*) || ':' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) from {table} t", connection);
            hashes[table] = (string)(await hash.ExecuteScalarAsync())!;
        }

        return hashes;
    }

    /// <summary>Ends the sessions that hold advisory locks, as a server that goes down does. Those of this store only: other tests share the server.</summary>
    public async Task LoseLocksAsync()
    {
        await using var end = Owner.CreateCommand("""
            select pg_terminate_backend(pid, 5000) from pg_locks
            where locktype = 'advisory' and granted and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())
            """);
        await end.ExecuteNonQueryAsync();
    }

    private static string? _directory;
    private static string? _ownerConnection;
    private static NpgsqlDataSource? _maintenance;

    private static NpgsqlDataSource Maintenance() => _maintenance ??=
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_ownerConnection!) { Database = "postgres" }.ConnectionString);

    // An inbox of its own, so that tests do not take in each other's files; the key is the server's.
    private static string OwnDirectory(string name)
    {
        var directory = Path.Combine(_directory!, "stores", name);
        var keys = Directory.CreateDirectory(Path.Combine(directory, "keys"));
        File.Copy(Path.Combine(_directory!, "keys", "master.key"), Path.Combine(keys.FullName, "master.key"));
        return directory;
    }

    private static async Task<FundWatchDatabase> StartAsync()
    {
        _directory = Path.Combine(Path.GetTempPath(), $"fundwatch-test-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40]);
        var store = await FundWatchDatabase.OpenAsync(new DatabaseOptions(_directory), TimeProvider.System, default);
        _ownerConnection = store.OwnerConnectionString;
        CleanUpAfterwards(_directory);
        return store;
    }

    // The runner ends this process as soon as the last test is done, or a person kills it: a child of ours outlives it and cleans up.
    private static void CleanUpAfterwards(string directory) => Process.Start("setsid", ["sh", "-c", """
        exec </dev/null >/dev/null 2>&1
        while kill -0 "$1"; do sleep 0.5; done
        kill -QUIT "$(head -1 "$2/server/cluster/postmaster.pid")"
        sleep 1
        rm -rf "$2"
        """, "sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), directory]);
}

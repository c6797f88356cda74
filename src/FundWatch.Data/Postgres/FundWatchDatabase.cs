using FundWatch.Core;
using FundWatch.Data.Ingest.Privacy;
using Npgsql;

namespace FundWatch.Data.Postgres;

/// <summary>The store: migrated, with one pool of connections per role. Close it to stop an embedded server that nobody else uses.</summary>
public sealed class FundWatchDatabase : IAsyncDisposable
{
    private const string EmbeddedName = "fundwatch";

    // A stock server has 97 connections to give (100, of which 3 are kept for superusers). Whoever comes last would be refused instead of waiting for a turn, so the pools together take less, and leave some to psql,
    // a backup and a command beside the page. Rules run a few at a time; the owner only migrates.
    private const int MostOfApp = 68;
    private const int MostOfRules = 12;
    private const int MostOfOwner = 4;

    private readonly EmbeddedPostgres? _server;

    private FundWatchDatabase(DataDirectory directory, Keys keys, EmbeddedPostgres? server, string ownerConnection, MigrationResult migrated, NpgsqlDataSource owner)
    {
        Directory = directory;
        Keys = keys;
        _server = server;
        Migrated = migrated;
        Owner = owner;
        OwnerConnectionString = ownerConnection;
        Name = new NpgsqlConnectionStringBuilder(ownerConnection).Database!;
        App = Source(ownerConnection, Logins.App(Name), keys, MostOfApp);
        Rules = Source(ownerConnection, Logins.Rules(Name), keys, MostOfRules);
    }

    public string Name { get; }

    /// <summary>For a program of the server's own (psql, pg_dump) and for Hangfire's installer. Holds a password: never print it.</summary>
    public string OwnerConnectionString { get; }

    public DataDirectory Directory { get; }
    public Keys Keys { get; }
    public MigrationResult Migrated { get; }

    /// <summary>Owns the tables. For migrations only.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>What the program does, it does as this role (fundwatch_app).</summary>
    public NpgsqlDataSource App { get; }

    /// <summary>Read-only on records and parameters (fundwatch_rules): rule and feature SQL runs here.</summary>
    public NpgsqlDataSource Rules { get; }

    /// <summary>Connections that this process takes at most: what the connection string says of a pool holds for each of the three.</summary>
    public int MostConnections => SaysPoolSize(OwnerConnectionString)
        ? 3 * new NpgsqlConnectionStringBuilder(OwnerConnectionString).MaxPoolSize : MostOfApp + MostOfRules + MostOfOwner;

    /// <summary>True where the server is FundWatch's own.</summary>
    public bool IsEmbedded => _server is not null;

    /// <summary>True where the embedded server stands on a disk without room; false of a server elsewhere, whose disk cannot be seen from here.</summary>
    public bool IsDiskFull => _server?.IsDiskFull ?? false;

    /// <summary>Opens the store, starting the embedded server and migrating where needed; what an earlier version left of persons in clear is made good first.</summary>
    /// <exception cref="FundWatchSetupException">With what to do, in both languages.</exception>
    public static async Task<FundWatchDatabase> OpenAsync(DatabaseOptions options, TimeProvider clock, CancellationToken ct)
    {
        var directory = DataDirectory.Open(options.DataDirectory);
        var keys = Keys.Open(directory);
        EmbeddedPostgres? server = null;
        NpgsqlDataSource? owner = null;
        try
        {
            string connection;
            if (options.ConnectionString is { } given)
            {
                connection = Checked(given);
            }
            else
            {
                server = await EmbeddedPostgres.StartAsync(directory, keys, ct);
                connection = server.ConnectionString(keys, EmbeddedName);
                await CreateDatabaseAsync(server.ConnectionString(keys, "postgres"), ct);
            }

            owner = Source(connection);
            var migrated = await MigrateAsync(owner, server is not null || options.AmongOthers, ct);
            await Logins.EnsureAsync(owner, keys, new NpgsqlConnectionStringBuilder(connection).Database!, ct);
            await ClearNumbers.ProtectAsync(owner, keys, clock, ct);
            return new FundWatchDatabase(directory, keys, server, connection, migrated, owner);
        }
        catch
        {
            if (owner is not null)
            {
                await owner.DisposeAsync();
            }

            if (server is not null)
            {
                await server.LeaveAsync();
            }

            throw;
        }
    }

    /// <summary>Whether the embedded server takes connections; true of a server elsewhere, which is asked when it is needed.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct) => _server is null || await _server.AnswersAsync(ct);

    /// <summary>True of an embedded server that somebody has stopped in order, as for a copy of its files.</summary>
    public bool WasServerStopped => _server?.WasStopped ?? false;

    /// <summary>Starts an embedded server that has stopped while this process used it, and forgets the connections that went with it.</summary>
    /// <exception cref="FundWatchSetupException">It does not start; says why.</exception>
    public async Task RestartServerAsync(CancellationToken ct)
    {
        if (_server is not null)
        {
            await _server.RestartAsync(ct);
            foreach (var pool in new[] { App, Rules, Owner })
            {
                pool.Clear();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Rules.DisposeAsync();
        await Owner.DisposeAsync();
        if (_server is not null)
        {
            await _server.LeaveAsync();
        }
    }

    // What was given is not repeated: it may hold a password.
    private static string Checked(string connection)
    {
        const string Example = "Host=127.0.0.1;Database=fundwatch;Username=fundwatch;Password=…";
        Exception? why = null;
        try
        {
            if (new NpgsqlConnectionStringBuilder(connection) is { Host.Length: > 0, Database.Length: > 0 })
            {
                return connection;
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            why = e;
        }

        throw new FundWatchSetupException(
            $"--connection（或设置 ConnectionStrings）的内容不是完整的连接字符串；应如 {Example}。",
            $"What --connection (or the setting ConnectionStrings) says is not a whole connection string; it should be like {Example}.", why);
    }

    private static async Task<MigrationResult> MigrateAsync(NpgsqlDataSource owner, bool amongOthers, CancellationToken ct)
    {
        try
        {
            return await Migrator.MigrateAsync(owner, amongOthers, ct);
        }
        catch (NpgsqlException e) when (e is not PostgresException && e.Message.StartsWith("No password", StringComparison.Ordinal))
        {
            throw new FundWatchSetupException(
                "数据库要求密码，而 --connection 中没有：请加上 Password=…。", "The database asks for a password and --connection has none: add Password=….", e);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            var (zh, en) = SystemWords.Of(e);
            throw new FundWatchSetupException(
                $"连不上数据库：{zh}。请检查服务器是否已启动、--connection 中的地址是否正确。",
                $"The database cannot be reached: {en}. Check that the server is running and that the address in --connection is right.", e);
        }
    }

    private static async Task CreateDatabaseAsync(string maintenance, CancellationToken ct)
    {
        await using var source = Source(maintenance);
        try
        {
            await using var exists = source.CreateCommand($"select 1 from pg_database where datname = '{EmbeddedName}'");
            if (await exists.ExecuteScalarAsync(ct) is null)
            {
                await MakeAsync(source, EmbeddedName, ct);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw Logins.AnotherKey(); // the embedded server's own password comes from the key too
        }
    }

    /// <summary>Makes a database; that somebody else has just made it is as good.</summary>
    /// <param name="name">A constant of ours: a database's name cannot be a parameter.</param>
    internal static async Task MakeAsync(NpgsqlDataSource maintenance, string name, CancellationToken ct)
    {
        try
        {
            await using var create = maintenance.CreateCommand($"create database {name}");
            await create.ExecuteNonQueryAsync(ct);
        }
        // Two at once: whoever comes second is told by the check for the name, or by the catalogue's index where both had passed the check.
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
        }
    }

    private static NpgsqlDataSource Source(string ownerConnection, string? login = null, Keys? keys = null, int most = MostOfOwner)
    {
        var settings = new NpgsqlConnectionStringBuilder(ownerConnection)
        {
            // A day is a day in Shanghai, whatever the server's own time zone.
            Timezone = "Asia/Shanghai", ApplicationName = "fundwatch", IncludeErrorDetail = true,
            // Statements over millions of rows on a small, busy machine; pages and rules set tighter limits of their own.
            CommandTimeout = 900,
        };
        if (!SaysPoolSize(ownerConnection))
        {
            settings.MaxPoolSize = most;
        }

        if (login is not null)
        {
            settings.Username = login;
            settings.Password = keys!.Password(login);
        }

        return NpgsqlDataSource.Create(settings);
    }

    private static bool SaysPoolSize(string connection)
    {
        var given = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connection };
        return new[] { "Maximum Pool Size", "Max Pool Size", "MaxPoolSize" }.Any(given.ContainsKey);
    }
}

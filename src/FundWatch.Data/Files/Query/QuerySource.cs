using System.Security.Cryptography;
using System.Text;
using FundWatch.Core;
using Npgsql;

namespace FundWatch.Data.Files.Query;

/// <summary>A query on another PostgreSQL, whose rows are taken in like those of a file.</summary>
/// <param name="Sql">One select statement.</param>
/// <param name="Connection">Its connection string. Holds a password: never printed, never stored.</param>
/// <param name="Key">Columns that tell its rows apart, none of them null: rows are read in their order, page by page.</param>
public sealed record QuerySource(string Sql, string Connection, IReadOnlyList<string> Key)
{
    /// <summary>What <see cref="Path"/> begins with.</summary>
    internal const string Scheme = "postgresql://";

    /// <summary>The statement as it may stand in brackets.</summary>
    internal string Statement => Sql.Trim().TrimEnd(';').TrimEnd();

    /// <summary>Tells this query on this database from others, without anything secret in it.</summary>
    internal string Id
    {
        get
        {
            var c = Parsed();
            var text = string.Join('\n', c.Host, c.Port, c.Database, c.Username, Statement, string.Join(',', Key));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        }
    }

    /// <summary>What people see in place of a path: where the rows come from, and which query it was.</summary>
    public string Path
    {
        get
        {
            return $"{Server}/query-{Id}";
        }
    }

    /// <summary>Which database, for messages about it: whatever is asked of it.</summary>
    internal string Server => Parsed() is var c ? $"{Scheme}{c.Host}:{c.Port}/{c.Database}" : "";

    internal string? Database => Parsed().Database;

    internal string? User => Parsed().Username;

    internal NpgsqlDataSource Open()
    {
        var settings = Parsed();
        settings.ApplicationName = "fundwatch ingest";
        settings.Options = $"{settings.Options} -c default_transaction_read_only=on".Trim();
        settings.Timezone = "Asia/Shanghai"; // a moment is written as the clock in China showed it
        settings.PersistSecurityInfo = false;
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }

    private NpgsqlConnectionStringBuilder Parsed()
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(Connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new UsageException("--from-connection 不是有效的连接字符串。例：Host=10.0.0.5;Database=finance;Username=reader（密码可用环境变量 PGPASSWORD 提供）",
                "--from-connection is no connection string. Example: Host=10.0.0.5;Database=finance;Username=reader (the password may stand in PGPASSWORD)");
        }
    }
}

namespace FundWatch.Data.Postgres;

/// <summary>Finds the folder that holds initdb, pg_ctl and postgres (version 15 or later).</summary>
public static class ServerBinaries
{
    /// <exception cref="FundWatchSetupException">None found; the message says what to install.</exception>
    public static string Find(DataDirectory directory)
    {
        return Candidates(directory).FirstOrDefault(IsComplete) ?? throw new FundWatchSetupException(
            "未找到 PostgreSQL 服务器程序（initdb、pg_ctl、postgres）。Debian/Ubuntu 请执行：apt-get install postgresql；其他系统请安装 PostgreSQL 15 或更高版本，或用环境变量 FUNDWATCH_PG_BIN 指明其 bin 目录；也可用 --connection 使用现有服务器。",
            "No PostgreSQL server programs (initdb, pg_ctl, postgres) were found. On Debian/Ubuntu: apt-get install postgresql. Elsewhere install PostgreSQL 15 or later, or name its bin directory in FUNDWATCH_PG_BIN; or use a server of yours with --connection.");
    }

    private static IEnumerable<string> Candidates(DataDirectory directory)
    {
        if (Environment.GetEnvironmentVariable("FUNDWATCH_PG_BIN") is { Length: > 0 } named)
        {
            yield return named;
        }

        // Newest first, by number: 17 before 9.
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            foreach (var version in Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var number) ? number : 0))
            {
                yield return Path.Combine(version, "bin");
            }
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }

        yield return "/usr/pgsql-17/bin";
        yield return "/usr/pgsql-16/bin";
        yield return "/usr/pgsql-15/bin";
        yield return Path.Combine(directory.Root, "postgresql", "bin");
        yield return "/var/lib/fundwatch/postgresql/bin";
    }

    private static bool IsComplete(string folder) =>
        new[] { "initdb", "pg_ctl", "postgres" }.All(program => File.Exists(Path.Combine(folder, program)));
}

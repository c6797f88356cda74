using System.CommandLine;
using FundWatch.Data.Postgres;

namespace FundWatch.Host.Cli;

public static partial class CliContext
{
    /// <summary>Opens the store of this command line: the embedded server is started where no connection is named. Migrates. Dispose it.</summary>
    /// <param name="amongOthers">Whether the store may begin in a database that holds tables of others.</param>
    public static Task<FundWatchDatabase> OpenDatabaseAsync(ParseResult parse, CancellationToken ct, bool amongOthers = false)
    {
        var (_, directory) = Settings(parse);
        return FundWatchDatabase.OpenAsync(new DatabaseOptions(directory, ConnectionString(parse), amongOthers), TimeProvider.System, ct);
    }
}

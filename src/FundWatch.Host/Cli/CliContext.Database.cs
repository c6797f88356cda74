using System.CommandLine;
using FundWatch.Data.Postgres;

namespace FundWatch.Host.Cli;

public static partial class CliContext
{
    /// <summary>Opens the store of this command line: the embedded server is started where no connection is named. Migrates. Dispose it.</summary>
    public static Task<FundWatchDatabase> OpenDatabaseAsync(ParseResult parse, CancellationToken ct)
    {
        var (_, directory) = Settings(parse);
        return FundWatchDatabase.OpenAsync(new DatabaseOptions(directory, ConnectionString(parse)), TimeProvider.System, ct);
    }
}

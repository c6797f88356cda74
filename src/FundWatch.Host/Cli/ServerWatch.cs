using FundWatch.Core;
using FundWatch.Data.Postgres;

namespace FundWatch.Host.Cli;

/// <summary>
/// Looks every few seconds whether the embedded server still answers, and starts it again where it does not: somebody killed it, or the machine ran out of memory. One
/// that was stopped in order stays so: whoever copies its files must not find it running in the middle.
/// After <see cref="MostTries"/> tries in a row that failed it only looks, until a command or a person has started the server. A server elsewhere is its own keeper's.
/// </summary>
internal sealed class ServerWatch(FundWatchDatabase database, TimeProvider clock, ILogger<ServerWatch> log) : BackgroundService
{
    public const int MostTries = 5;

    private static readonly TimeSpan _between = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (failed, isLeft) = (0, false);
        while (database.IsEmbedded)
        {
            await Task.Delay(_between, clock, stoppingToken);
            if (await database.AnswersAsync(stoppingToken))
            {
                (failed, isLeft) = (0, false);
            }
            else if (failed == 0 && database.WasServerStopped)
            {
                if (!isLeft)
                {
                    isLeft = true;
                    log.LogWarning("The embedded database server was stopped by somebody and is left so; any command of FundWatch starts it");
                }
            }
            else if (failed < MostTries && !await RestartAsync(++failed, stoppingToken))
            {
                // The first try waits long enough for a killed server's children; a full disk needs a person, who needs minutes.
                await Task.Delay(_between * Math.Pow(2, failed), clock, stoppingToken);
            }
        }
    }

    private async Task<bool> RestartAsync(int attempt, CancellationToken ct)
    {
        log.LogWarning("The embedded database server does not answer; starting it again (try {Attempt} of {MostTries})", attempt, MostTries);
        try
        {
            await database.RestartServerAsync(ct);
            log.LogWarning("The embedded database server runs again");
            return true;
        }
        catch (Exception failure) when (failure is ProblemException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            log.LogError(failure, "The embedded database server could not be started{Further}",
                attempt < MostTries ? "" : "; no further tries. Run fundwatch doctor, then start FundWatch again, or any command of it");
            return false;
        }
    }
}

using Npgsql;

namespace FundWatch.Host.Pages;

/// <summary>Reads again, while a page is open, what it shows.</summary>
internal static class PageRefresh
{
    /// <param name="load">A database that is away for a moment is no reason to stop.</param>
    /// <param name="failed">Hears of it each time.</param>
    /// <param name="left">The reader has gone to another page.</param>
    public static async Task EveryAsync(TimeSpan every, TimeProvider clock, Func<Task> load, Func<Exception, Task> failed, CancellationToken left)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(left))
            {
                try
                {
                    await load();
                }
                catch (NpgsqlException lost)
                {
                    await failed(lost);
                }
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Nothing is shown any more.
        }
    }
}

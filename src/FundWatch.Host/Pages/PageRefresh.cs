namespace FundWatch.Host.Pages;

/// <summary>Reads again, while a page is open, what it shows.</summary>
internal static class PageRefresh
{
    /// <param name="load">Nothing that befalls it is a reason to stop: a page that stands still without a word would look current.</param>
    /// <param name="failed">Hears of it each time.</param>
    /// <param name="left">The reader has gone to another page.</param>
    public static async Task EveryAsync(TimeSpan every, TimeProvider clock, Func<Task> load, Func<Exception, Task> failed, ILogger log, CancellationToken left)
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
                catch (Exception failure) when (!left.IsCancellationRequested)
                {
                    log.LogWarning(failure, "What a page shows could not be read again");
                    await failed(failure);
                }
            }
        }
        catch (Exception) when (left.IsCancellationRequested)
        {
            // Nothing is shown any more.
        }
    }
}

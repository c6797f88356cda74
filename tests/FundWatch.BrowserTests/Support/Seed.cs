using FundWatch.Data.Postgres;

namespace FundWatch.BrowserTests.Support;

/// <summary>A few leads with parts, evidence rows, peers, runs and batches, written straight into the tables.</summary>
public static class Seed
{
    /// <summary>How many leads there are; number 1 has everything a lead can have.</summary>
    public const int Leads = 61;

    public static async Task LeadsAsync(FundWatchDatabase store)
    {
        await using var command = store.Owner.CreateCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Support", "seed.sql")));
        await command.ExecuteNonQueryAsync();
    }
}

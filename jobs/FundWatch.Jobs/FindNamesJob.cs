using FundWatch.Data.Names;
using FundWatch.Data.Postgres;

namespace FundWatch.Jobs;

/// <summary>Looks in the registers for the organisations that rows name without a code. The very same name is linked; the rest waits for a person.</summary>
public sealed class FindNamesJob(FundWatchDatabase database) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        var found = await new NameFinder(database).FindAsync(ct);
        run.Count("names", found.Names);
        run.Count("names_linked", found.Exact);
        run.Count("names_proposed", found.Proposed);
    }
}

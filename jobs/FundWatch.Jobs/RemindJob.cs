using FundWatch.Data.Postgres;
using FundWatch.Data.Review;

namespace FundWatch.Jobs;

/// <summary>督办: once a day, the leads whose deadline is near or past and those whose parking has ended go into the office's trail.</summary>
public sealed class RemindJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var store = new DeadlineStore(database);
        var deadlines = await store.OnAsync(today, ct);
        foreach (var kind in new[] { "overdue", "due_soon", "parking_over" })
        {
            run.Count(kind, deadlines.Count(deadline => deadline.Kind == kind));
        }

        if (deadlines.Count > 0 && !await store.WasRemindedAsync(today, ct))
        {
            await new TrailStore(database, clock).RecordAsync("reminder", "schedule", $"{today:yyyy-MM-dd}", new { Leads = deadlines }, ct);
        }
    }
}

using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.Hosting;

namespace FundWatch.Jobs.Queue;

/// <summary>Gives Hangfire the <see cref="Schedule"/> when a job server starts, and takes away what the list no longer has.</summary>
internal sealed class ScheduleWriter(IRecurringJobManager recurring, JobStorage storage) : IHostedService
{
    private static readonly RecurringJobOptions InShanghai = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai") };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = Schedule.All.Where(entry => entry.Cron is not null).ToList();
        foreach (var entry in wanted)
        {
            recurring.AddOrUpdate<HangfireEntry>(
                entry.Name, runner => runner.RunAsync(entry.Name, null, JobClient.BySchedule, null, CancellationToken.None), entry.Cron, InShanghai);
        }

        using var connection = storage.GetConnection();
        foreach (var old in connection.GetRecurringJobs().Select(job => job.Id).Except(wanted.Select(entry => entry.Name)))
        {
            recurring.RemoveIfExists(old);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

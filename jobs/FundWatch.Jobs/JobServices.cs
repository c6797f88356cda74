using FundWatch.Data.Postgres;
using FundWatch.Data.Runs;
using FundWatch.Jobs.Queue;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FundWatch.Jobs;

/// <summary>Puts jobs into a host. The caller registers the <see cref="FundWatchDatabase"/>.</summary>
public static class JobServices
{
    /// <summary>Running a job in this process and asking the servers for one; no server.</summary>
    public static IServiceCollection AddFundWatchJobs(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RunStore>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobClient>();
        // Ours, before Hangfire would take the process' global ones: two hosts in one process must not put jobs into each other's stores, nor run them there.
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<JobStorage>(provider => new PostgreSqlStorage(new AppConnections(provider.GetRequiredService<FundWatchDatabase>()), QueueTables.Options));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new HangfireLog(provider.GetRequiredService<ILoggerFactory>()))
            .UseStorage(provider.GetRequiredService<JobStorage>()));
        return services;
    }

    /// <summary>A job server: takes jobs from the queue, keeps the schedule, finishes what killed processes left.</summary>
    /// <param name="workers">Jobs run at once by this process.</param>
    public static IServiceCollection AddFundWatchJobServer(this IServiceCollection services, int workers)
    {
        services.AddHostedService<ScheduleWriter>();
        services.AddHostedService<KilledRuns>();
        services.AddHangfireServer(options =>
        {
            options.WorkerCount = workers;
            options.ShutdownTimeout = TimeSpan.FromSeconds(20);
            options.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
        return services;
    }
}

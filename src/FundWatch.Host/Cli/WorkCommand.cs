using System.CommandLine;
using FundWatch.Data.Postgres;
using FundWatch.Jobs;
using FundWatch.Jobs.Queue;

namespace FundWatch.Host.Cli;

/// <summary>A job server without the page, for further machines: give it the same --connection.</summary>
public sealed class WorkCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build()
    {
        var workers = LongRunning.Workers();
        var command = new Command("work", Language.Pick("只运行任务服务，不开网页（用于增加机器）", "job server only, for further machines"))
        {
            workers,
        }.WithExamples("fundwatch work", "fundwatch work --connection \"Host=db;Database=fundwatch;Username=owner;Password=...\" --workers 4");
        command.SetAction(async (parse, ct) =>
        {
            await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
            await QueueTables.InstallAsync(database, ct);
            using var host = Build(database, parse.GetValue(workers) ?? CliContext.Settings(parse).Settings.Workers ?? LongRunning.DefaultWorkers);
            CliContext.Output(parse).Note("任务服务已启动，按 Ctrl-C 停止。", "Job server running; Ctrl-C stops it.");
            await host.StartAsync(ct);
            await LongRunning.UntilStoppedAsync(host, ct);
            return ExitCode.Done;
        });
        return command;
    }

    private static IHost Build(FundWatchDatabase database, int workers)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        LongRunning.Logging(builder.Logging, database.Directory);
        builder.Services.AddSingleton(database);
        builder.Services.AddFundWatchJobs().AddFundWatchJobServer(workers);
        builder.Services.AddHostedService<ServerWatch>();
        return builder.Build();
    }
}

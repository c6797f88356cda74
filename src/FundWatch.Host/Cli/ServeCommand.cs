using System.CommandLine;

namespace FundWatch.Host.Cli;

/// <summary>Page, API and job server in one process.</summary>
public sealed class ServeCommand : ICliCommand
{
    private readonly Option<string?> _urls = new("--urls")
    {
        Description = Language.Pick($"监听地址（默认 {LongRunning.DefaultUrls}；0.0.0.0 表示对外开放）", $"addresses to listen on (default {LongRunning.DefaultUrls}; 0.0.0.0 opens it to others)"),
        HelpName = "U",
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var workers = LongRunning.Workers();
        var command = new Command("serve", Language.Pick("运行网页、接口和任务服务", "page, API and job server"))
        {
            _urls, workers,
        }.WithExamples("fundwatch serve", "fundwatch serve --urls http://0.0.0.0:8080");
        command.SetAction(async (parse, ct) =>
        {
            var settings = CliContext.Settings(parse).Settings;
            var urls = parse.GetValue(_urls) ?? settings.Urls ?? LongRunning.DefaultUrls;
            PageHost.CheckFree(urls);
            await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
            await using var page = await PageHost.StartAsync(database, urls, parse.GetValue(workers) ?? settings.Workers ?? LongRunning.DefaultWorkers, ct);
            var output = CliContext.Output(parse);
            output.Result(new { page.Addresses });
            if (!output.IsJson)
            {
                output.Say($"网页：{string.Join(' ', page.Addresses)}  （Ctrl-C 停止）", $"Page: {string.Join(' ', page.Addresses)}  (Ctrl-C stops)");
            }

            await page.UntilStoppedAsync(ct);
            return ExitCode.Done;
        });
        return command;
    }
}

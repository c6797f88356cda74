using System.CommandLine;
using FundWatch.Data.Postgres;
using FundWatch.Host.Logs;
using Microsoft.Extensions.Logging.Console;

namespace FundWatch.Host.Cli;

/// <summary>What the verbs that stay running share.</summary>
internal static class LongRunning
{
    public const int DefaultWorkers = 2;
    public const string DefaultUrls = "http://127.0.0.1:8080";

    public static Option<int?> Workers()
    {
        var option = new Option<int?>("--workers")
        {
            Description = Language.Pick($"同时运行的任务数（默认 {DefaultWorkers}）", $"jobs run at once (default {DefaultWorkers})"), HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > 64)
            {
                result.AddError(Language.Pick("--workers 应在 1 到 64 之间。", "--workers must lie between 1 and 64."));
            }
        });
        return option;
    }

    /// <summary>Warnings and errors to standard error, one line each, and with their traces to the log of the data directory.</summary>
    public static void Logging(ILoggingBuilder logging, DataDirectory directory)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // keys lie in a folder that only the owner can read
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
        });
        logging.AddProvider(new LogFileProvider(new LogFile(directory), TimeProvider.System));
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Waits for Ctrl-C (the command line's token), then lets the host's services stop in order.</summary>
    public static async Task UntilStoppedAsync(IHost host, CancellationToken ct)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        var stopped = new TaskCompletionSource();
        await using (either.Token.Register(() => stopped.SetResult()))
        {
            await stopped.Task;
        }

        await host.StopAsync(CancellationToken.None);
    }
}

using System.Diagnostics;

namespace FundWatch.DatabaseTests.Host;

/// <summary>Runs the built program in a process of its own, in English.</summary>
internal static class Program
{
    public static Process Start(params string[] args) => Start(args, new Dictionary<string, string?>());

    /// <param name="environment">Variables on top of this process's own; null takes one away.</param>
    private static Process Start(string[] args, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fundwatch.dll"), .. args, "--lang", "en"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] args) => RunAsync(args, new Dictionary<string, string?>());

    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(string[] args, IReadOnlyDictionary<string, string?> environment)
    {
        using var process = Start(args, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}

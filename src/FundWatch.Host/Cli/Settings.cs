using FundWatch.Core;
using FundWatch.Data.Postgres;
using Microsoft.Extensions.Configuration;

namespace FundWatch.Host.Cli;

/// <summary>
/// What can be set without an option: <c>fundwatch.json</c> in the data directory, overridden by environment variables <c>FUNDWATCH__…</c>
/// (<c>FUNDWATCH__ConnectionStrings__FundWatch</c>). Unknown keys are refused, so that a misspelt one is not silently ignored.
/// </summary>
public sealed class Settings
{
    /// <summary>The data directory; only from the environment, because the file lies in it.</summary>
    public string? DataDir { get; init; }

    /// <summary><c>FundWatch</c>: a PostgreSQL server to use instead of the embedded one.</summary>
    public Dictionary<string, string> ConnectionStrings { get; init; } = [];

    /// <summary>The master key where it is not kept in the data directory (see <see cref="Keys"/>).</summary>
    public string? MasterKey { get; init; }

    /// <summary>zh or en.</summary>
    public string? Lang { get; init; }

    /// <summary>Where the page listens, e.g. <c>http://0.0.0.0:8080</c>; default <c>http://127.0.0.1:8080</c>.</summary>
    public string? Urls { get; init; }

    /// <summary>How many jobs one process runs at once; default 2.</summary>
    public int? Workers { get; init; }

    /// <summary>Reads both places. <paramref name="dataDirOption"/> is the option, which wins over FUNDWATCH__DataDir.</summary>
    public static (Settings Settings, string DataDirectory) Read(string? dataDirOption)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables("FUNDWATCH__").Build();
        var directory = Path.GetFullPath(dataDirOption ?? environment["DataDir"] ?? DataDirectory.Default());
        var file = Path.Combine(directory, "fundwatch.json");
        try
        {
            var settings = new ConfigurationBuilder()
                .AddJsonFile(file, optional: true)
                .AddConfiguration(environment)
                .Build()
                .Get<Settings>(options => options.ErrorOnUnknownConfiguration = true) ?? new Settings();
            return (settings, directory);
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or InvalidOperationException)
        {
            var why = broken.InnerException?.Message ?? broken.Message;
            throw new ProblemException(
                $"设置无法读取（{file} 或环境变量 FUNDWATCH__…）：{why}。请更正或删除该项。",
                $"The settings cannot be read ({file} or environment variables FUNDWATCH__…): {why} Correct or remove the entry.", broken);
        }
    }
}

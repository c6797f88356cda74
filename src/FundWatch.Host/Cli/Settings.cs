using System.Globalization;
using System.Text.Json;
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

    private const string Example = "{\"ConnectionStrings\": {\"FundWatch\": \"…\"}, \"Workers\": 4}";

    private static readonly string[] _names = [.. typeof(Settings).GetProperties().Select(p => p.Name)];

    /// <summary>Reads both places. <paramref name="dataDirOption"/> is the option, which wins over FUNDWATCH__DataDir.</summary>
    public static (Settings Settings, string DataDirectory) Read(string? dataDirOption)
    {
        var environment = Environment();
        var directory = Directory(dataDirOption);
        var file = Path.Combine(directory, "fundwatch.json");
        var all = new ConfigurationBuilder().AddConfiguration(InFile(file)).AddConfiguration(environment).Build();
        foreach (var given in all.GetChildren())
        {
            var (zh, en) = environment.GetSection(given.Key).Exists() ? ($"环境变量 FUNDWATCH__{given.Key}", $"the environment variable FUNDWATCH__{given.Key}") : ($"{file} 中的 {given.Key}", $"{given.Key} in {file}");
            if (!_names.Contains(given.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ProblemException($"没有这项设置：{zh}。可用：{string.Join("、", _names)}。请更正或删除。", $"There is no such setting: {en}. Known: {string.Join(", ", _names)}. Correct or remove it.");
            }

            if (given.Key.Equals(nameof(Workers), StringComparison.OrdinalIgnoreCase) && (!int.TryParse(given.Value, CultureInfo.InvariantCulture, out var workers) || workers < 1))
            {
                throw new ProblemException($"{zh} 应为 1 或以上的整数，而不是“{given.Value}”。", $"{char.ToUpperInvariant(en[0])}{en[1..]} must be a whole number from 1 on, not '{given.Value}'.");
            }

            if (given.Key.Equals(nameof(ConnectionStrings), StringComparison.OrdinalIgnoreCase) ? given.Value is { Length: > 0 } || given.GetChildren().Any(c => c.Value is null) : given.GetChildren().Any())
            {
                throw new ProblemException($"{zh} 的写法不对；应如 {Example}。", $"{char.ToUpperInvariant(en[0])}{en[1..]} is not written as it should be. An example: {Example}");
            }
        }

        return (all.Get<Settings>() ?? new Settings(), directory);
    }

    /// <summary>The data directory: option, environment, else the usual place.</summary>
    public static string Directory(string? dataDirOption) => Path.GetFullPath(dataDirOption ?? Environment()["DataDir"] ?? DataDirectory.Default());

    private static IConfigurationRoot Environment() => new ConfigurationBuilder().AddEnvironmentVariables("FUNDWATCH__").Build();

    private static IConfiguration InFile(string file)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, optional: true).Build();
        }
        catch (InvalidDataException broken)
        {
            // Whatever is wrong with the text, the line is what helps; a key that stands twice has none.
            var line = (broken.InnerException as JsonException ?? broken.InnerException?.InnerException as JsonException)?.LineNumber + 1;
            throw new ProblemException($"设置文件 {file} 不是有效的 JSON{(line is null ? "，或有重复的项" : $"（第 {line} 行附近）")}。请更正引号、逗号和括号；应如 {Example}。",
                $"The settings file {file} is not valid JSON{(line is null ? ", or holds a key twice" : $" (near line {line})")}. Correct quotes, commas and brackets. An example: {Example}", broken);
        }
    }
}

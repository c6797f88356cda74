using System.CommandLine;

namespace FundWatch.Host.Cli;

/// <summary>What every verb shares: the common options, the settings behind them and the way to the database.</summary>
public static partial class CliContext
{
    /// <summary>--data-dir: the embedded database, keys, inbox, quarantine files and logs.</summary>
    public static Option<string?> DataDir { get; } = new("--data-dir")
    {
        Description = Language.Pick("数据目录（内置数据库、密钥、收件箱、日志）", "data directory (embedded database, keys, inbox, logs)"),
        HelpName = "DIR", Recursive = true,
    };

    /// <summary>--connection: a PostgreSQL server instead of the embedded one.</summary>
    public static Option<string?> Connection { get; } = new("--connection")
    {
        Description = Language.Pick("改用此 PostgreSQL 服务器（连接字符串）", "use this PostgreSQL server instead (connection string)"),
        HelpName = "STRING", Recursive = true,
    };

    /// <summary>--json: one JSON object on standard output, everything else on standard error.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = Language.Pick("标准输出只给一个 JSON 对象", "one JSON object on standard output"), Recursive = true,
    };

    /// <summary>--lang: zh or en.</summary>
    public static Option<string?> Lang { get; } = LangOption();

    /// <summary>--verbose: the full trace of an error.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = Language.Pick("出错时显示完整堆栈", "show the full trace of an error"), Recursive = true,
    };

    /// <summary>All of them, for the root.</summary>
    public static IEnumerable<Option> Common => [DataDir, Connection, Json, Lang, Verbose];

    /// <summary>The settings in force and the absolute data directory.</summary>
    public static (Settings Settings, string DataDirectory) Settings(ParseResult parse) => Cli.Settings.Read(parse.GetValue(DataDir));

    /// <summary>The connection string in force: option, environment, settings file; null means the embedded server.</summary>
    public static string? ConnectionString(ParseResult parse) =>
        parse.GetValue(Connection) ?? Settings(parse).Settings.ConnectionStrings.GetValueOrDefault("FundWatch");

    /// <summary>Where this verb writes.</summary>
    public static Output Output(ParseResult parse) => new(parse.GetValue(Json));

    private static Option<string?> LangOption()
    {
        var option = new Option<string?>("--lang")
        {
            Description = Language.Pick("语言：zh 或 en", "language: zh or en"), HelpName = "zh|en", Recursive = true,
        };
        return option.Among("zh", "en");
    }
}

using System.CommandLine;
using System.CommandLine.Invocation;

namespace FundWatch.Host.Cli;

/// <summary>The command line as a whole: finds the verbs, parses, runs one, turns what escapes into a line and an exit code.</summary>
public static class CommandLine
{
    // Verbs of the documented interface that are still to come: whoever has read of one is not told that it does not exist.
    private static readonly string[] _planned = ["audit-test", "backup", "ocds", "restore"];

    /// <summary>The root command with every verb of this assembly.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand(Language.Pick(
            "FundWatch：公共资金监督线索系统。第一次使用：fundwatch demo",
            "FundWatch: leads for the people who check public money. First time: fundwatch demo"));
        foreach (var option in CliContext.Common)
        {
            root.Options.Add(option);
        }

        foreach (var verb in Verbs())
        {
            root.Subcommands.Add(verb);
        }

        root.WithExamples("fundwatch demo", "fundwatch ingest ./exports", "fundwatch leads list --top 20");
        Examples.ShowInHelp(root);
        return root;
    }

    /// <summary>Runs one command line to its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation = default)
    {
        var root = Root();
        var parse = root.Parse(args);
        if (parse.CommandResult.Command.Subcommands.Count > 0 && parse.UnmatchedTokens is [var unknown, ..] && !unknown.StartsWith('-'))
        {
            // Before anything else: with --help the parser would show the help of the command above and call it done.
            Console.Error.WriteLine(parse.CommandResult.Command == root && _planned.Contains(unknown)
                ? Language.Pick($"错误：“{unknown}”尚未提供。现有的命令见 fundwatch --help。", $"error: '{unknown}' is not built yet. See fundwatch --help for the commands that there are.")
                : Language.Pick($"错误：没有“{unknown}”这个命令。用法见 fundwatch --help。", $"error: unknown command '{unknown}'. See fundwatch --help for usage."));
            return ExitCode.Usage;
        }

        var command = parse.CommandResult.Command;
        if (parse.Action is ParseErrorAction && command.Subcommands.Count > 0 && parse.Errors.Count == 1 && parse.UnmatchedTokens.Count == 0)
        {
            // No verb yet: those that there are answer better than a pointer to them.
            Console.Error.WriteLine(Language.Pick("请给出命令：", "Name a command:"));
            root.Parse([.. args, "--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.Usage;
        }

        var mistakes = ParseMistakes.Of(parse);
        if (mistakes.Count > 0 && (parse.Action is ParseErrorAction || parse.Action == command.Action))
        {
            mistakes.ToList().ForEach(Console.Error.WriteLine);
            Console.Error.WriteLine(Language.Pick("用法见 --help。", "See --help for usage."));
            return ExitCode.Usage;
        }

        // The grace period lets a cancelled verb stop the embedded server, the jobs and the page in order.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
        try
        {
            return await parse.InvokeAsync(configuration, cancellation);
        }
        catch (Exception failure) // the process edge: the one place that catches everything
        {
            if (failure is OperationCanceledException)
            {
                new Output(parse.GetValue(CliContext.Json)).Stopped();
            }

            return ErrorText.Report(failure, parse.GetValue(CliContext.Verbose), Console.Error);
        }
    }

    private static IEnumerable<Command> Verbs() =>
        typeof(ICliCommand).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICliCommand)))
            .Select(type => ((ICliCommand)Activator.CreateInstance(type)!).Build())
            .OrderBy(command => command.Name, StringComparer.Ordinal);
}

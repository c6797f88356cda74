using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace FundWatch.Host.Cli;

/// <summary>Examples under a verb's --help.</summary>
public static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> Known = [];

    /// <summary>Adds whole command lines that a person can copy, e.g. <c>fundwatch ingest ./exports</c>.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        Known.AddOrUpdate(command, examples);
        return command;
    }

    /// <summary>The examples of a verb, none where it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => Known.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>Makes the root's help option print the examples of the verb after its options.</summary>
    public static void ShowInHelp(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = Language.Pick("显示帮助", "show help");
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parse)
        {
            var output = parse.InvocationConfiguration.Output;
            var text = new StringWriter();
            parse.InvocationConfiguration.Output = text;
            var code = help.Invoke(parse);
            parse.InvocationConfiguration.Output = output;
            // The library's Chinese texts leave this heading out.
            output.Write(Language.IsChinese ? text.ToString().Replace("Description:", "说明:", StringComparison.Ordinal) : text.ToString());
            var examples = Of(parse.CommandResult.Command);
            if (examples.Count > 0)
            {
                output.WriteLine(Language.Pick("示例:", "Examples:"));
                foreach (var example in examples)
                {
                    output.WriteLine("  " + example);
                }

                output.WriteLine();
            }

            return code;
        }
    }
}

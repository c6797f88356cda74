using System.CommandLine;

namespace FundWatch.Host.Cli;

/// <summary>A verb below a verb, such as <c>list</c> of <c>fundwatch mappings</c>.</summary>
internal static class SubCommand
{
    /// <param name="symbols">Its options and arguments, in the order of help.</param>
    public static Command Of(string name, string description, Func<ParseResult, CancellationToken, Task<int>> action, string example, params Symbol[] symbols)
    {
        var verb = new Command(name, description).WithExamples(example);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                verb.Options.Add(option);
            }
            else
            {
                verb.Arguments.Add((Argument)symbol);
            }
        }

        verb.SetAction(action);
        return verb;
    }
}

using System.CommandLine;
using FundWatch.Host.Cli;

namespace FundWatch.UnitTests.Host;

public class CommandLineTests
{
    public static TheoryData<string> Verbs()
    {
        var data = new TheoryData<string>();
        foreach (var path in Leaves(CommandLine.Root(), ""))
        {
            data.Add(path);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_says_what_it_does_and_shows_an_example(string path)
    {
        Command command = CommandLine.Root();
        Command parent = command;
        foreach (var name in path.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            parent = command;
            command = command.Subcommands.Single(sub => sub.Name == name);
        }

        command.Description.Should().NotBeNullOrWhiteSpace();
        Examples.Of(command).Concat(Examples.Of(parent)).Should().Contain(example => example.StartsWith("fundwatch " + path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("nonsense", "--help")]
    [InlineData("leads", "move", "1")]
    [InlineData("score", "--as-of", "yesterday")]
    [InlineData("migrate", "--no-such-option")]
    [InlineData("migrate", "--lang", "fr")]
    public async Task Wrong_usage_ends_with_2(params string[] args) =>
        (await CommandLine.RunAsync(args)).Should().Be(ExitCode.Usage);

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(sub => Leaves(sub, (path + " " + sub.Name).Trim()));
}

using System.CommandLine;

namespace FundWatch.Host.Cli;

/// <summary>One verb of the command line. Verbs are found by reflection: a new one is a new file and touches no list.</summary>
public interface ICliCommand
{
    /// <summary>The verb with its options, its examples (<see cref="Examples.WithExamples"/>) and its action, which returns an <see cref="ExitCode"/>.</summary>
    Command Build();
}

using System.CommandLine;
using FundWatch.Core;
using FundWatch.Host.Doctor;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>What is installed, reachable, writable, out of date; and what to do.</summary>
public sealed class DoctorCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("doctor", Language.Pick("逐项检查安装情况，并说明如何处理", "check the installation point by point, with what to do"))
            .WithExamples("fundwatch doctor", "fundwatch doctor --json --data-dir /srv/fundwatch");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var checks = await ExamineAsync(parse, ct);
            output.Result(new { Checks = checks });
            if (!output.IsJson)
            {
                var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn(Language.Pick("检查", "check")).AddColumn("");
                foreach (var check in checks)
                {
                    table.AddRow(check.Ok ? "[green]✓[/]" : "[red]✗[/]", Markup.Escape(check.Name), Markup.Escape(check.Detail));
                }

                output.Show(table);
            }

            return checks.All(check => check.Ok) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Task<IReadOnlyList<Check>> ExamineAsync(ParseResult parse, CancellationToken ct)
    {
        try
        {
            var (settings, directory) = CliContext.Settings(parse);
            return new Examination(settings, directory, CliContext.ConnectionString(parse)).RunAsync(ct);
        }
        catch (ProblemException wrong)
        {
            // Settings that cannot be read are one point of the examination, and must not hide the others.
            return new Examination(new Settings(), Settings.Directory(parse.GetValue(CliContext.DataDir)), parse.GetValue(CliContext.Connection), wrong).RunAsync(ct);
        }
    }
}

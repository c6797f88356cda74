using System.CommandLine;

namespace FundWatch.Host.Cli;

/// <summary>Brings the store to this program's version; refuses a newer one. Every other verb does the same before it starts, but begins none beside tables of others.</summary>
public sealed class MigrateCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("migrate", Language.Pick("把数据库升级到本程序的版本", "bring the store to this program's version"))
            .WithExamples("fundwatch migrate", "fundwatch migrate --connection \"Host=db;Database=fundwatch;Username=owner;Password=...\"");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var database = await CliContext.OpenDatabaseAsync(parse, ct, amongOthers: true);
            var (version, applied) = database.Migrated;
            output.Result(new { Version = version, Applied = applied });
            if (!output.IsJson)
            {
                output.Say(
                    applied.Count == 0 ? $"数据库已是版本 {version}。" : $"数据库已升级到版本 {version}：{string.Join('、', applied)}",
                    applied.Count == 0 ? $"The store is at version {version}." : $"The store is now at version {version}: {string.Join(", ", applied)}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}

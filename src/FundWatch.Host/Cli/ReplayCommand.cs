using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Leads;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Scoring;

namespace FundWatch.Host.Cli;

/// <summary>Makes a lead again from its stored inputs.</summary>
public sealed class ReplayCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build()
    {
        var lead = new Argument<string>("lead") { Description = Language.Pick("线索编号或指纹", "a lead's number or fingerprint") };
        var command = new Command("replay", Language.Pick("由当时的记录、规则和模型重算一条线索；有差异则返回 1", "make a lead again from its records, rules and models; exit 1 when anything differs")) { lead }
            .WithExamples("fundwatch replay 12", "fundwatch replay 12 --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var page = await LeadsCommand.PageAsync(new LeadStore(db), parse.GetValue(lead)!, 0, ct);
            var report = (await new LeadReplay(db, RuleCatalogue.Installed(db.Directory), TimeProvider.System).ReplayAsync(page.Lead.LeadId, ct))!;
            output.Result(new { report.LeadId, report.Equal, report.Differences, report.Rules, report.Models });
            if (!output.IsJson)
            {
                output.Say(
                    report.Equal ? $"线索 {report.LeadId} 重算一致：{report.Rules.Count} 条规则，{report.Models.Count} 个模型。" : $"线索 {report.LeadId} 重算有 {report.Differences.Count} 处不同：",
                    report.Equal ? $"Lead {report.LeadId} is the same again: {Counted.Of(report.Rules.Count, "rule")}, {Counted.Of(report.Models.Count, "model")}." : $"Lead {report.LeadId} differs in {Counted.Of(report.Differences.Count, "place")}:");
                foreach (var difference in report.Differences)
                {
                    output.Say("  " + difference, "  " + difference);
                }
            }

            return report.Equal ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}

using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Leads;
using FundWatch.Host.Cli.Leads;

namespace FundWatch.Host.Cli;

/// <summary>The queue on the command line: list, show, export.</summary>
public sealed class LeadsCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build() => new Command("leads", Language.Pick("问题线索：列表、详情、导出", "leads: list, show, export"))
    {
        LeadsList.Build(), LeadsShow.Build(), LeadsExport.Build(),
    }.WithExamples("fundwatch leads list --status new --top 20", "fundwatch leads show 12", "fundwatch leads export --format xlsx --output leads.xlsx");

    /// <summary>The lead a person named by number or fingerprint.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    internal static async Task<LeadPage> PageAsync(LeadStore leads, string named, int evidence, CancellationToken ct)
    {
        var id = await leads.FindAsync(named, ct);
        return id is { } known && await leads.ShowAsync(known, evidence, ct) is { } page
            ? page
            : throw new ProblemException($"没有线索“{named}”。可用 fundwatch leads list 查看。", $"There is no lead '{named}'. See fundwatch leads list.");
    }
}

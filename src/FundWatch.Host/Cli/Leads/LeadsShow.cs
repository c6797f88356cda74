using System.CommandLine;
using FundWatch.Data.Leads;
using FundWatch.Data.Leads.Export;
using FundWatch.Data.Queue;
using FundWatch.Data.Review;

namespace FundWatch.Host.Cli.Leads;

internal static class LeadsShow
{
    public static Command Build()
    {
        var lead = new Argument<string>("lead") { Description = Language.Pick("线索编号或指纹", "a lead's number or fingerprint") };
        var rows = new Option<int>("--rows") { Description = Language.Pick("显示几条证据记录", "evidence records to show"), DefaultValueFactory = _ => 5 };
        var command = new Command("show", Language.Pick("一条线索的理由、证据与留痕", "one lead: reasons, evidence, trail")) { lead, rows }
            .WithExamples("fundwatch leads show 12", "fundwatch leads show 12 --rows 50 --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var page = await LeadsCommand.PageAsync(new LeadStore(db), parse.GetValue(lead)!, parse.GetValue(rows), ct);
            var basis = await RuleBasis.ReadAsync(db, page.Parts.Where(p => p.Origin == "rule").Select(p => p.Code), ct);
            var sharing = await new QueueStore(db).SharingAsync(page.Lead.LeadId, ct: ct);
            var trail = await new TrailStore(db, TimeProvider.System).OfLeadAsync(page.Lead.LeadId, ct);
            output.Result(new
            {
                Lead = LeadColumns.Members(page.Lead), page.Version, page.DismissReason, page.ParkedUntil,
                Parts = page.Parts.Select(p => new
                {
                    p.Origin, p.Code, p.Contribution, p.Value, p.Threshold, p.Unit, p.ReasonZh, p.ReasonEn, p.Amount, p.Evidence,
                    basis.GetValueOrDefault(p.Code)?.BasisZh, basis.GetValueOrDefault(p.Code)?.BasisEn, BasisChecked = basis.GetValueOrDefault(p.Code)?.IsChecked,
                    BasisHolds = basis.ContainsKey(p.Code) ? !page.Lead.IsAbroad : (bool?)null,
                }),
                Evidence = page.Evidence, page.EvidenceTotal, Sharing = sharing,
                Trail = trail.Select(e => new { e.Ordinal, e.At, e.Actor, e.Event, e.FromStatus, e.ToStatus, e.Note, Hash = Convert.ToHexStringLower(e.Hash) }),
            });
            if (!output.IsJson)
            {
                foreach (var piece in LeadText.Of(page, basis, sharing, trail))
                {
                    output.Show(piece);
                }
            }

            return ExitCode.Done;
        });
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;
using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Data.Queue;
using FundWatch.Data.Leads.Export;
using Spectre.Console;

namespace FundWatch.Host.Cli.Leads;

internal static class LeadsList
{
    public static Command Build()
    {
        var command = new Command("list", Language.Pick("按优先级列出线索", "leads by priority, best first")).WithExamples("fundwatch leads list --top 20", "fundwatch leads list --stream subsidy --status open --json");
        var filter = new FilterOptions();
        filter.AddTo(command);
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var top = parse.GetValue(filter.Top) ?? (output.IsJson ? null : 20);
            var wanted = await filter.ReadAsync(parse, db, ct);
            var leads = await new LeadStore(db).RowsAsync(wanted, top, ct).ToListAsync(ct);
            output.Result(new { Leads = leads.Select(LeadColumns.Members) });
            if (output.IsJson)
            {
                return ExitCode.Done;
            }

            if (leads.Count == 0)
            {
                SayNone(output, await new LeadStore(db).CountAsync(ct));
                foreach (var few in (await NoLeads.ReadAsync(db, ct)).TooFew)
                {
                    output.Say($"{few.TitleZh}：{few.Subjects} 个，与同类比较至少需要 {few.Needed} 个，没有模型", $"{few.TitleEn}: {few.Subjects} of at least {few.Needed} that a comparison with peers needs; no model speaks about them");
                }

                return ExitCode.Done;
            }

            output.Show(Table(leads));
            output.Say("详情：fundwatch leads show 编号", "Details: fundwatch leads show ID");
            return ExitCode.Done;
        });
        return command;
    }

    // Whoever finds nothing wants to know whether there is anything: "closed" is what was rectified, what was dismissed has a status of its own.
    private static void SayNone(Output output, IReadOnlyList<(string Status, long Leads)> there)
    {
        if (there.Count == 0)
        {
            output.Say("还没有线索。请先 fundwatch ingest 导入数据，再 fundwatch score 评分。", "There are no leads yet. Take data in with fundwatch ingest, then run fundwatch score.");
            return;
        }

        output.Say($"没有符合条件的线索。现有线索按状态：{string.Join("，", there.Select(s => $"{s.Status}（{LeadStatus.Chinese(s.Status)}）{s.Leads}"))}。",
            $"No lead matches. Leads by status: {string.Join(", ", there.Select(s => $"{s.Status} {s.Leads}"))}.");
    }

    private static Table Table(IEnumerable<LeadRow> leads)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        table.AddColumn(new TableColumn(Language.Pick("编号", "ID")).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Language.Pick("优先级", "Priority")).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Language.Pick("风险", "Risk")).RightAligned().NoWrap());
        table.AddColumn(Language.Pick("疑点", "Scheme"));
        table.AddColumn(Language.Pick("对象", "Subject"));
        table.AddColumn(new TableColumn(Language.Pick("涉及金额", "At stake")).RightAligned().NoWrap());
        table.AddColumn(Language.Pick("状态", "Status"));
        table.AddColumn(Language.Pick("首要理由", "First reason"));
        foreach (var lead in leads)
        {
            var scheme = Schemes.Get(lead.Scheme, lead.Stream);
            var reason = Language.Pick(lead.ReasonsZh, lead.ReasonsEn).Split('\n')[0];
            table.AddRow(
                lead.LeadId.ToString(CultureInfo.InvariantCulture),
                lead.Priority.ToString("0", CultureInfo.InvariantCulture),
                $"[{Colour(lead.RiskScore)}]{lead.RiskScore.ToString("0.0", CultureInfo.InvariantCulture)}[/]",
                Markup.Escape(Language.Pick(scheme.Chinese, scheme.English)),
                Markup.Escape(lead.SubjectName) + (lead.RegionCode is null ? "" : $" [grey]{Markup.Escape(LeadText.Region(lead.RegionCode)!)}[/]"),
                Stake(lead, amount => PeopleFormat.Number(Math.Round(amount))),
                Language.Pick(LeadStatus.Chinese(lead.Status), LeadStatus.English(lead.Status)),
                Markup.Escape(reason));
        }

        return table;
    }

    /// <summary>Where no signal put a figure to it, the money at stake is not known.</summary>
    internal static string Stake(LeadRow lead, Func<decimal, string> text) =>
        string.Join(" + ", lead.Stakes.Where(s => s.Amount != 0).Select(s => $"{text(s.Amount)} {s.Currency ?? Language.Pick("元", "yuan")}").DefaultIfEmpty("—"));

    internal static string Colour(decimal score) => score >= 80 ? "red" : score >= 50 ? "yellow" : "default";
}

using System.Globalization;
using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;
using FundWatch.Core.Records;
using FundWatch.Core.Review;
using FundWatch.Core.Trail;
using FundWatch.Data.Leads;
using FundWatch.Data.Queue;
using FundWatch.Data.Regions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FundWatch.Host.Cli.Leads;

/// <summary>A lead as a page of text.</summary>
internal static class LeadText
{
    public static IEnumerable<IRenderable> Of(LeadPage page, IReadOnlyDictionary<string, RuleBasis> basis, IReadOnlyList<SharingLead> sharing, IReadOnlyList<TrailEvent> trail)
    {
        var lead = page.Lead;
        var scheme = Schemes.Get(lead.Scheme, lead.Stream);
        yield return new Rule($"[bold]{Markup.Escape(Language.Pick(scheme.Chinese, scheme.English))}[/] · {Markup.Escape(lead.SubjectName)}").LeftJustified();
        yield return Facts(page);
        yield return Line(Language.Pick("理由（各项分值合计为风险分；均为疑点，需核实）", "Reasons (points add up to the risk score; suspicions, to be verified)"));
        yield return Reasons(page, basis);
        if (page.Evidence.Count > 0)
        {
            yield return Line(Language.Pick($"证据记录（{page.EvidenceTotal} 条中的 {page.Evidence.Count} 条）", $"Evidence ({page.Evidence.Count} of {page.EvidenceTotal} records)"));
            foreach (var row in page.Evidence)
            {
                yield return Record(row);
            }
        }

        if (sharing.Count > 0)
        {
            yield return Line(Language.Pick("依据相同记录的其他线索", "Other leads that rest on the same records"));
            foreach (var other in sharing)
            {
                yield return new Markup(Markup.Escape(Shared(other)) + "\n");
            }
        }

        yield return Line(Language.Pick("留痕", "Trail"));
        foreach (var e in trail)
        {
            yield return new Markup(Markup.Escape(Event(e)) + "\n");
        }
    }

    private static Grid Facts(LeadPage page)
    {
        var lead = page.Lead;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Add(string zh, string en, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                grid.AddRow($"[grey]{Language.Pick(zh, en)}[/]", value);
            }
        }

        Add("编号", "ID", $"{lead.LeadId}  [grey]{lead.Fingerprint}[/]");
        Add("风险分", "Risk score", $"[{LeadsList.Colour(lead.RiskScore)}]{lead.RiskScore.ToString("0.00", CultureInfo.InvariantCulture)}[/]");
        var priority = PriorityFactors.Of(page.PriorityParts, page.Priority);
        Add("优先级", "Priority", Language.Pick($"{priority[0]} = 100 × 风险 {priority[1]} × 金额 {priority[2]} × 严重程度 {priority[3]} × 时间 {priority[4]}",
            $"{priority[0]} = 100 × risk {priority[1]} × money {priority[2]} × severity {priority[3]} × time {priority[4]}"));
        Add("对象", "Subject", Markup.Escape($"{Language.Pick(SubjectKind.Chinese(lead.SubjectKind), SubjectKind.English(lead.SubjectKind))} {lead.SubjectCode}"));
        Add("区划 / 领域", "Region / sector", Markup.Escape(string.Join(" / ", new[] { Region(lead.RegionCode), lead.Sector is { } sector ? IndustryWords.WithName(sector, Language.Pick("zh", "en") == "zh") : null }.Where(t => t is not null))));
        Add("涉及金额", "At stake", LeadsList.Stake(lead, PeopleFormat.Money));
        Add("状态", "Status", Language.Pick(LeadStatus.Chinese(lead.Status), LeadStatus.English(lead.Status)) + (lead.Outcome is { } o ? $" · {Language.Pick(LeadOutcome.Chinese(o), LeadOutcome.English(o))}" : ""));
        Add("了结原因", "Dismissed because", page.DismissReason is { } r ? Language.Pick(DismissReasons.Chinese(r), DismissReasons.English(r)) : null);
        Add("承办人", "Assignee", lead.Assignee is { } a ? Markup.Escape(a) : null);
        Add("期限", "Due", lead.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        // As on the page: p where the model counts, q where nothing else speaks.
        Add("p", "p", lead.PValue is { } p && page.Parts.Any(part => part.Origin == "model") ? p.ToString("G2", CultureInfo.InvariantCulture) : null);
        Add("误报率 q", "q (false alarms)", Schemes.Find(lead.Scheme)?.IsAnomaly == true ? lead.QValue?.ToString("G2", CultureInfo.InvariantCulture) : null);
        Add("模型", "Models", Markup.Escape(string.Join(", ", lead.ModelVersions)));
        return grid;
    }

    private static Table Reasons(LeadPage page, IReadOnlyDictionary<string, RuleBasis> basis)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumn(new TableColumn("").RightAligned().NoWrap()).AddColumn(new TableColumn("").NoWrap()).AddColumn("");
        foreach (var part in page.Parts)
        {
            table.AddRow(part.Contribution.ToString("0.00", CultureInfo.InvariantCulture), $"[blue]{Markup.Escape(part.Code)}[/]", Markup.Escape(Language.Pick(part.ReasonZh, part.ReasonEn)));
            table.AddRow("", "", $"[grey]{Markup.Escape(Basis(part, basis.GetValueOrDefault(part.Code), page.Lead.IsAbroad))}[/]");
        }

        return table;
    }

    // As on the page: a model has no law behind it, and a rule that has left the catalogue has none to name.
    private static string Basis(LeadPart part, RuleBasis? rule, bool abroad)
    {
        if (part.Origin == "model")
        {
            return Language.Pick("模型提示，无对应法规条文，需人工核实。", "A model's hint: no article of law behind it, to be verified by a person.");
        }

        var (zh, en) = rule?.Cited(abroad) ?? ("该规则已不在目录中", "the rule is no longer in the catalogue");
        return Language.Pick($"依据：{zh}", $"Legal basis: {en}");
    }

    private static string Shared(SharingLead other)
    {
        var scheme = Schemes.Find(other.Scheme) is { } known ? Language.Pick(known.Chinese, known.English) : other.Scheme;
        return $"{other.LeadId}  {other.SubjectName} · {scheme}" + Language.Pick($"（{other.Rows:N0} 条相同）", other.Rows == 1 ? " (1 row in common)" : $" ({other.Rows:N0} rows in common)");
    }

    private static Panel Record(EvidenceRow row)
    {
        var stream = RecordStreams.Get(row.Stream);
        return new Panel(new Markup(string.Join("  ", row.Cells.Select(c => $"[grey]{Markup.Escape(Language.Pick(c.Zh, c.En))}[/] {Markup.Escape(c.Value)}"))))
        {
            Header = new PanelHeader(Markup.Escape($"{Language.Pick(stream.ChineseName, stream.EnglishName)} {row.Key}")), Border = BoxBorder.Rounded, Expand = true,
        };
    }

    private static string Event(TrailEvent e)
    {
        var move = e.ToStatus is null ? "" : $" → {Language.Pick(LeadStatus.Chinese(e.ToStatus), LeadStatus.English(e.ToStatus))}";
        return $"{e.At.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {e.Actor}  {Language.Pick(TrailEvents.Chinese(e.Event), TrailEvents.English(e.Event))}{move}"
            + (TrailEvents.Note(e, !Language.IsChinese) is { } note ? $"  {note}" : "");
    }

    /// <summary>The code of a division, or a word for what lies abroad.</summary>
    public static string? Region(string? code) => code == RegionNames.Abroad ? Language.Pick("境外", "abroad") : code;

    private static Markup Line(string title) => new($"\n[bold]{Markup.Escape(title)}[/]\n");
}

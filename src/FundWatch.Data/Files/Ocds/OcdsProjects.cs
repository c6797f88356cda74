using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Tenders and lots of a release as rows of the <c>project</c> stream.</summary>
internal static class OcdsProjects
{
    public static IEnumerable<Dictionary<string, string?>> Rows(OcdsProcess process)
    {
        var (whole, title, awarded) = (Whole(process), Title(process.Release), Awarded(process));
        foreach (var lot in process.Lots)
        {
            var id = OcdsProcess.IdOf(lot);
            var lotTitle = lot?.Text("description") ?? lot?.Text("title");
            var row = new Dictionary<string, string?>(whole)
            {
                ["project_id"] = process.ProjectId(id),
                ["project_name"] = lotTitle is null ? title : $"{title}：{lotTitle}",
                ["control_price"] = lot is { } one ? one.Amount("value", "amount") : process.Release.Amount("tender", "value", "amount"),
            };
            foreach (var (name, cell) in awarded(id ?? ""))
            {
                row[name] = cell;
            }

            yield return row;
        }
    }

    private static Dictionary<string, string?> Whole(OcdsProcess process)
    {
        var release = process.Release;
        var owner = release.At("tender", "procuringEntity") ?? release.At("buyer");
        var party = process.Party(owner);
        return new()
        {
            ["owner_code"] = process.Code(owner),
            ["owner_name"] = owner?.Text("name") ?? party?.Name,
            ["region_code"] = party?.Region,
            ["project_kind"] = release.Text("tender", "mainProcurementCategory") switch
            {
                "goods" => "货物", "works" => "工程", "services" => "服务", _ => null,
            },
            ["budget_amount"] = Planning(release)?.Amount("budget", "amount", "amount"),
            ["tender_method"] = release.Text("tender", "procurementMethod") switch
            {
                "open" => "公开招标", "selective" => "邀请招标", "limited" => "竞争性谈判", "direct" => "单一来源", _ => null,
            },
            ["tender_notice_on"] = release.Date("tender", "datePublished") ?? release.Date("tender", "tenderPeriod", "startDate"),
            ["bid_deadline"] = release.Text("tender", "tenderPeriod", "endDate"),
            ["bid_opened_at"] = release.Text("tender", "bidOpening", "date"),
        };
    }

    private static string? Title(JsonElement release) =>
        release.Text("tender", "title") ?? Planning(release)?.Text("budget", "description") ?? Planning(release)?.Text("budget", "project");

    // By lot what its last award says, put into cells once for all of the award's lots.
    private static Func<string, Dictionary<string, string?>> Awarded(OcdsProcess process)
    {
        var contracts = new Dictionary<string, JsonElement>();
        foreach (var contract in process.Release.Items("contracts"))
        {
            contracts[contract.Text("awardID") ?? ""] = contract;
        }

        var last = new Dictionary<string, Lazy<Dictionary<string, string?>>>();
        foreach (var award in process.Release.Items("awards").Where(a => a.Text("status") is null or "active"))
        {
            var cells = new Lazy<Dictionary<string, string?>>(() => Award(process, award, contracts.TryGetValue(award.Text("id") ?? "", out var contract) ? contract : null));
            foreach (var lot in process.LotsOf(award))
            {
                last[lot ?? ""] = cells;
            }
        }

        return lot => last.TryGetValue(lot, out var cells) ? cells.Value : [];
    }

    private static Dictionary<string, string?> Award(OcdsProcess process, JsonElement award, JsonElement? contract) => new()
    {
        ["awarded_on"] = award.Date("date"),
        ["award_amount"] = award.Amount("value", "amount"),
        ["supplier_code"] = process.Code(award.Items("suppliers").Select(s => (JsonElement?)s).FirstOrDefault()),
        ["supplier_name"] = OcdsBids.Names(award.Items("suppliers")),
        ["contract_signed_on"] = contract?.Date("dateSigned"),
        ["contract_amount"] = contract?.Amount("value", "amount"),
        ["started_on"] = contract?.Date("period", "startDate"),
    };

    // One publisher writes planning as a list.
    private static JsonElement? Planning(JsonElement release) => release.At("planning") switch
    {
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => list[0],
        { ValueKind: JsonValueKind.Object } one => one,
        _ => null,
    };
}

using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Tenders and lots of a release as rows of the <c>project</c> stream.</summary>
internal static class OcdsProjects
{
    public static IEnumerable<Dictionary<string, string?>> Rows(JsonElement release)
    {
        foreach (var lot in release.Lots())
        {
            var award = release.Items("awards").Where(a => a.IsFor(lot) && a.Text("status") is null or "active")
                .Select(a => (JsonElement?)a).LastOrDefault();
            var contract = award is { } won
                ? release.Items("contracts").Where(c => c.Text("awardID") == won.Text("id")).Select(c => (JsonElement?)c).LastOrDefault()
                : null;
            yield return Row(release, lot, award, contract);
        }
    }

    private static Dictionary<string, string?> Row(JsonElement release, JsonElement? lot, JsonElement? award, JsonElement? contract)
    {
        var owner = release.At("tender", "procuringEntity") ?? release.At("buyer");
        var title = release.Text("tender", "title") ?? Planning(release)?.Text("budget", "description") ?? Planning(release)?.Text("budget", "project");
        var lotTitle = lot?.Text("description") ?? lot?.Text("title");
        return new()
        {
            ["project_id"] = release.ProjectId(lot),
            ["project_name"] = lotTitle is null ? title : $"{title}：{lotTitle}",
            ["owner_code"] = release.Code(owner),
            ["owner_name"] = owner?.Text("name") ?? release.Party(owner?.Text("id"))?.Text("name"),
            ["region_code"] = release.Party(owner?.Text("id"))?.Text("address", "region"),
            ["project_kind"] = release.Text("tender", "mainProcurementCategory") switch
            {
                "goods" => "货物", "works" => "工程", "services" => "服务", _ => null,
            },
            ["budget_amount"] = Planning(release)?.Amount("budget", "amount", "amount"),
            ["tender_method"] = release.Text("tender", "procurementMethod") switch
            {
                "open" => "公开招标", "selective" => "邀请招标", "limited" => "竞争性谈判", "direct" => "单一来源", _ => null,
            },
            ["control_price"] = lot is { } one ? one.Amount("value", "amount") : release.Amount("tender", "value", "amount"),
            ["tender_notice_on"] = release.Date("tender", "datePublished") ?? release.Date("tender", "tenderPeriod", "startDate"),
            ["bid_deadline"] = release.Text("tender", "tenderPeriod", "endDate"),
            ["bid_opened_at"] = release.Text("tender", "bidOpening", "date"),
            ["awarded_on"] = award?.Date("date"),
            ["award_amount"] = award?.Amount("value", "amount"),
            ["supplier_code"] = release.Code(award?.Items("suppliers").Select(s => (JsonElement?)s).FirstOrDefault()),
            ["supplier_name"] = award is { } won ? OcdsBids.Names(won.Items("suppliers")) : null,
            ["contract_signed_on"] = contract?.Date("dateSigned"),
            ["contract_amount"] = contract?.Amount("value", "amount"),
            ["started_on"] = contract?.Date("period", "startDate"),
        };
    }

    // One publisher writes planning as a list.
    private static JsonElement? Planning(JsonElement release) => release.At("planning") switch
    {
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => list[0],
        { ValueKind: JsonValueKind.Object } one => one,
        _ => null,
    };
}

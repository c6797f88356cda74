using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Bids of a release (the bid extension) as rows of the <c>bid</c> stream.</summary>
internal static class OcdsBids
{
    public static IEnumerable<Dictionary<string, string?>> Rows(OcdsProcess process)
    {
        foreach (var bid in process.Release.Items("bids", "details"))
        {
            var (id, row) = (bid.Text("id"), Row(process, bid));
            foreach (var project in process.LotsOf(bid).Select(process.ProjectId))
            {
                yield return new(row) { ["bid_id"] = $"{project}/{id}", ["project_id"] = project };
            }
        }
    }

    public static string? Names(IEnumerable<JsonElement> organisations) =>
        string.Join('、', organisations.Select(o => o.Text("name")).Where(n => n is not null)) is { Length: > 0 } names ? names : null;

    // But for its keys, which differ between the lots that it is for.
    private static Dictionary<string, string?> Row(OcdsProcess process, JsonElement bid)
    {
        var first = bid.Items("tenderers").Select(t => (JsonElement?)t).FirstOrDefault();
        var party = process.Party(first);
        return new()
        {
            ["bidder_code"] = process.Code(first),
            ["bidder_name"] = Names(bid.Items("tenderers")) ?? party?.Name,
            ["bid_amount"] = bid.Text("value", "amount"),
            ["submitted_at"] = bid.Text("date"),
            ["status"] = bid.Text("status") switch
            {
                "disqualified" or "rejected" => "否决",
                "withdrawn" => "撤回",
                null => null,
                _ => "有效", // invited, pending, valid, qualified
            },
            ["phone"] = party?.Phone,
            ["address"] = party?.Address,
            ["contact"] = party?.Contact,
        };
    }
}

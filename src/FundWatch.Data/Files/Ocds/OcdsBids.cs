using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Bids of a release (the bid extension) as rows of the <c>bid</c> stream.</summary>
internal static class OcdsBids
{
    public static IEnumerable<Dictionary<string, string?>> Rows(JsonElement release)
    {
        foreach (var lot in release.Lots())
        {
            foreach (var bid in release.Items("bids", "details").Where(b => b.IsFor(lot)))
            {
                yield return Row(release, lot, bid);
            }
        }
    }

    public static string? Names(IEnumerable<JsonElement> organisations) =>
        string.Join('、', organisations.Select(o => o.Text("name")).Where(n => n is not null)) is { Length: > 0 } names ? names : null;

    private static Dictionary<string, string?> Row(JsonElement release, JsonElement? lot, JsonElement bid)
    {
        var first = bid.Items("tenderers").Select(t => (JsonElement?)t).FirstOrDefault();
        var party = release.Party(first?.Text("id"));
        return new()
        {
            ["bid_id"] = $"{release.ProjectId(lot)}/{bid.Text("id")}",
            ["project_id"] = release.ProjectId(lot),
            ["bidder_code"] = release.Code(first),
            ["bidder_name"] = Names(bid.Items("tenderers")) ?? party?.Text("name"),
            ["bid_amount"] = bid.Text("value", "amount"),
            ["submitted_at"] = bid.Text("date"),
            ["status"] = bid.Text("status") switch
            {
                "disqualified" or "rejected" => "否决",
                "withdrawn" => "撤回",
                null => null,
                _ => "有效", // invited, pending, valid, qualified
            },
            ["phone"] = party?.Text("contactPoint", "telephone"),
            ["address"] = party?.Text("address", "streetAddress"),
            ["contact"] = party?.Text("contactPoint", "name"),
        };
    }
}

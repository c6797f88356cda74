using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Payments and amendments of the contracts of a release as rows of the <c>project_event</c> stream.</summary>
internal static class OcdsEvents
{
    public static IEnumerable<Dictionary<string, string?>> Rows(JsonElement release)
    {
        foreach (var lot in release.Lots())
        {
            var awards = release.Items("awards").Where(a => a.IsFor(lot)).Select(a => a.Text("id")).ToHashSet();
            foreach (var contract in release.Items("contracts").Where(c => lot is null || awards.Contains(c.Text("awardID"))))
            {
                foreach (var payment in contract.Items("implementation", "transactions"))
                {
                    yield return new()
                    {
                        ["event_id"] = $"{release.ProjectId(lot)}/{contract.Text("id")}/{payment.Text("id")}",
                        ["project_id"] = release.ProjectId(lot),
                        ["event_kind"] = "支付",
                        ["event_on"] = payment.Date("date"),
                        ["amount"] = payment.Text("value", "amount"),
                        ["payee_name"] = payment.Text("payee", "name"),
                    };
                }
            }
        }
    }
}

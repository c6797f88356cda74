using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Payments and amendments of the contracts of a release as rows of the <c>project_event</c> stream.</summary>
internal static class OcdsEvents
{
    public static IEnumerable<Dictionary<string, string?>> Rows(OcdsProcess process)
    {
        foreach (var contract in process.Release.Items("contracts"))
        {
            var (id, lots) = (contract.Text("id"), process.LotsOfContract(contract));
            foreach (var payment in contract.Items("implementation", "transactions"))
            {
                var (paymentId, row) = (payment.Text("id"), Row(payment));
                foreach (var project in lots.Select(process.ProjectId))
                {
                    yield return new(row) { ["event_id"] = $"{project}/{id}/{paymentId}", ["project_id"] = project };
                }
            }
        }
    }

    private static Dictionary<string, string?> Row(JsonElement payment) => new()
    {
        ["event_kind"] = "支付",
        ["event_on"] = payment.Date("date"),
        ["amount"] = payment.Text("value", "amount"),
        ["payee_name"] = payment.Text("payee", "name"),
    };
}

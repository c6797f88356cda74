using System.Text;
using System.Text.Json;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Ocds;

/// <summary>What a release says of an organisation among its parties.</summary>
internal sealed record OcdsParty(string? CreditCode, string? Name, string? Region, string? Phone, string? Address, string? Contact)
{
    public static OcdsParty Of(JsonElement party) => new(
        CreditCodeOf(party),
        party.Text("name"),
        party.Text("address", "region"),
        party.Text("contactPoint", "telephone"),
        party.Text("address", "streetAddress"),
        party.Text("contactPoint", "name"));

    /// <summary>The unified social credit code among an organisation's identifiers, as it is written there; null where there is none.</summary>
    public static string? CreditCodeOf(JsonElement organisation) =>
        organisation.Items("additionalIdentifiers").Select(i => i.Text("id")).Prepend(organisation.Text("identifier", "id")).FirstOrDefault(id => id is not null && IsCreditCode(id));

    // As the loader reads the cell: full-width and small letters are the same code.
    private static bool IsCreditCode(string id)
    {
        var text = Encoding.UTF8.GetBytes(id.ToUpperInvariant());
        var code = CellText.Fold(text, new byte[text.Length]);
        return FundWatch.Core.Ingest.CreditCode.IsValid(code) && !PersonalNumbers.IsRatherResident(code);
    }
}

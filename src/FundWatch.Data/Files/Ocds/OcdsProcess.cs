using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// A contracting process as its release or compiled release has it: what belongs to which lot, award and party. All is found out once, so that a process with many of each takes as long as
/// it is large, and no longer.
/// </summary>
/// <param name="release">Must outlive it.</param>
internal sealed class OcdsProcess(JsonElement release)
{
    private string? _ocid;
    private IReadOnlyList<JsonElement?>? _lots;
    private HashSet<string>? _ids;
    private Dictionary<string, JsonElement>? _parties;
    private Dictionary<string, IReadOnlyList<string?>>? _lotsByAward;
    private readonly Dictionary<string, OcdsParty> _known = [];

    public JsonElement Release => release;

    public string? Ocid => _ocid ??= release.Text("ocid");

    /// <summary>
    /// The lots that compete separately: bids are compared within one. A tender without lots, or with one, is its own lot (null).
    /// </summary>
    public IReadOnlyList<JsonElement?> Lots => _lots ??= release.Items("tender", "lots").Select(l => (JsonElement?)l).ToList() is { Count: > 1 } lots ? lots : [null];

    /// <summary>Key of the project that a lot becomes: the ocid, with the lot's id where there are several.</summary>
    /// <param name="lot">As <see cref="IdOf"/> gives it.</param>
    public string ProjectId(string? lot) => lot is null ? Ocid! : $"{Ocid}/{lot}";

    /// <summary>Null of a process that is its own lot; empty of one among several that has no id.</summary>
    public static string? IdOf(JsonElement? lot) => lot is { } one ? one.Text("id") ?? "" : null;

    /// <summary>Ids of the lots that a bid or award is for, each once. A lot without an id has all.</summary>
    public IEnumerable<string?> LotsOf(JsonElement part)
    {
        if (Lots.Count == 1)
        {
            return [null];
        }

        _ids ??= [.. Lots.Select(l => IdOf(l)!)];
        return NamedIn(part).Prepend("").Where(_ids.Contains).Distinct();
    }

    /// <summary>Ids of the lots that a contract is for: those of its award.</summary>
    public IEnumerable<string?> LotsOfContract(JsonElement contract)
    {
        if (Lots.Count == 1)
        {
            return [null];
        }

        _lotsByAward ??= release.Items("awards").GroupBy(a => a.Text("id") ?? "").ToDictionary(a => a.Key, a => (IReadOnlyList<string?>)[.. a.SelectMany(LotsOf).Distinct()]);
        return _lotsByAward.GetValueOrDefault(contract.Text("awardID") ?? "", []);
    }

    /// <summary>The party that a reference of the release points at; null where there is none.</summary>
    public OcdsParty? Party(JsonElement? reference)
    {
        if (reference?.Text("id") is not { } id || !(_parties ??= PartiesById()).TryGetValue(id, out var party))
        {
            return null;
        }

        return _known.TryGetValue(id, out var known) ? known : _known[id] = OcdsParty.Of(party);
    }

    /// <summary>
    /// The code of an organisation that the release refers to: the unified social credit code among the party's identifiers, else the id that it has in the file. A reference
    /// of OCDS 1.0 carries its identifier itself.
    /// </summary>
    public string? Code(JsonElement? reference) =>
        reference is { } named ? Party(named)?.CreditCode ?? OcdsParty.CreditCodeOf(named) ?? named.Text("id") : null;

    // relatedLots is a list of ids in the standard; some publishers give objects, or one id as relatedLot.
    private static IEnumerable<string> NamedIn(JsonElement part)
    {
        if (part.Text("relatedLot") is { } one)
        {
            yield return one;
        }

        if (part.At("relatedLots") is { ValueKind: JsonValueKind.Array } lots)
        {
            foreach (var lot in lots.EnumerateArray())
            {
                if ((lot.ValueKind == JsonValueKind.Object ? lot.Text("lotId") ?? lot.Text("id") : lot.Text()) is { } id)
                {
                    yield return id;
                }
            }
        }
    }

    private Dictionary<string, JsonElement> PartiesById()
    {
        var parties = new Dictionary<string, JsonElement>();
        foreach (var party in release.Items("parties"))
        {
            if (party.Text("id") is { } id)
            {
                parties.TryAdd(id, party);
            }
        }

        return parties;
    }
}

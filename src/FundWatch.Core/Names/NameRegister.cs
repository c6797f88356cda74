namespace FundWatch.Core.Names;

/// <summary>
/// Registered names, and the one that a written name means. Where several fit, none is taken: two bodies of one name are told apart by a person.
/// </summary>
public sealed class NameRegister
{
    private const int MostNear = 2_000, CandidatesGiven = 6;

    private sealed record Entry(Registered Registered, string Folded, PlacedName Placed);

    private readonly ILookup<string, Entry> _byName, _byFirm, _byRegion, _byBody, _byBeginning;

    public NameRegister(IEnumerable<Registered> registered)
    {
        var entries = registered.Select(r => (r, Folded: NameForm.Folded(r.Name))).Where(p => p.Folded.Length > 0).Select(p => new Entry(p.r, p.Folded, PlacedName.Of(p.Folded))).ToList();
        _byName = entries.ToLookup(e => e.Folded);
        _byFirm = entries.ToLookup(e => NameForm.Firm(e.Folded));
        _byRegion = entries.Where(e => e.Registered.Region is not null).ToLookup(e => e.Registered.Region!);
        _byBody = entries.ToLookup(e => e.Placed.Body);
        _byBeginning = entries.ToLookup(e => e.Folded[..Math.Min(2, e.Folded.Length)]);
    }

    /// <param name="region">Division code of the place the name was written about; null where the row does not say.</param>
    public NameMatch? Find(string written, string? region) => Search(written, region).Match;

    /// <summary>True where a name that says no more of its place than 县, and that nobody bears as it is, may be looked for in the place of the row that it stands in.</summary>
    public bool MayBeOfRowsPlace(string written) => NameForm.Folded(written) is { Length: >= 2 } folded && !_byName.Contains(folded) && !_byFirm.Contains(NameForm.Firm(folded)) && PlacedName.Of(folded).IsBare;

    /// <summary>A body of the row's own place. It is only supposed to be there, so the name must be a usual short form of it, and a person decides.</summary>
    public NameAnswer SearchInRowsPlace(string written, string region) => Search(written, region) switch
    {
        { Match: { Method: MatchMethod.Abbreviation } match } => new NameAnswer(match with { Method = MatchMethod.OwnPlace, Confidence = 0.6m }, []),
        { Match: null } none => none,
        _ => NameAnswer.NotFound,
    };

    /// <summary>As <see cref="Find"/>, and among which ones it cannot be told.</summary>
    public NameAnswer Search(string written, string? region)
    {
        var folded = NameForm.Folded(written);
        if (folded.Length < 2)
        {
            return NameAnswer.NotFound;
        }

        // A name that is somebody's own, shared or not, is no spelling of another's.
        if (_byName.Contains(folded))
        {
            return Only(_byName[folded], region) is { } exact ? Found(exact, MatchMethod.Exact, 1) : Several(_byName[folded]);
        }

        if (_byFirm.Contains(NameForm.Firm(folded)))
        {
            return Only(_byFirm[NameForm.Firm(folded)], region) is { } firm ? Found(firm, MatchMethod.Firm, 0.95m) : Several(_byFirm[NameForm.Firm(folded)]);
        }

        var inPlace = InPlace(folded, region).DistinctBy(e => e.Registered.Code).Take(CandidatesGiven).ToList();
        return inPlace.Count switch
        {
            1 => Found(inPlace[0].Registered, MatchMethod.Abbreviation, 0.9m),
            > 1 => Several(inPlace),
            _ => Near(folded, region),
        };
    }

    private static NameAnswer Found(Registered registered, MatchMethod method, decimal confidence) => new(new NameMatch(registered, method, confidence), []);

    private static NameAnswer Several(IEnumerable<Entry> entries) => new(null, [.. entries.Select(e => e.Registered).DistinctBy(r => r.Code).Take(CandidatesGiven)]);

    // One code only; of several bearing the name, the one in the place.
    private static Registered? Only(IEnumerable<Entry> entries, string? region)
    {
        var all = entries.DistinctBy(e => e.Registered.Code).ToList();
        var here = all.Where(e => region is not null && e.Registered.Region == region).ToList();
        return all.Count == 1 ? all[0].Registered : here.Count == 1 ? here[0].Registered : null;
    }

    // The same body: of the row's own place where the name says only 县 or nothing, else of the place it says.
    private IEnumerable<Entry> InPlace(string folded, string? region)
    {
        var placed = PlacedName.Of(folded);
        if (placed.IsBare)
        {
            var here = region is null ? [] : _byRegion[region];
            foreach (var entry in here.Where(e => e.Placed.Place.Length > 1))
            {
                if ((entry.Placed.Body == placed.Body && entry.Placed.Place.EndsWith(placed.Place, StringComparison.Ordinal))
                    || (placed.Place.Length == 0 && PlacedName.Behind(folded, Last(entry.Placed.Place)) is { } behind && behind.Body == entry.Placed.Body))
                {
                    yield return entry;
                }
            }

            yield break;
        }

        foreach (var entry in _byBody[placed.Body])
        {
            if (entry.Placed.Place.EndsWith(placed.Place, StringComparison.Ordinal) || (entry.Placed.Place.Length > 1 && placed.Place.EndsWith(entry.Placed.Place, StringComparison.Ordinal)))
            {
                yield return entry;
            }
        }
    }

    // 湖南省长沙市岳麓区: 岳麓区.
    private static string Last(string place)
    {
        var at = place.AsSpan(0, Math.Max(0, place.Length - 1)).LastIndexOfAny("省市区县旗盟州");
        return at >= 0 ? place[(at + 1)..] : place;
    }

    // A slip of the hand in what the body is called; of two places that are spelt nearly alike, each is its own.
    private NameAnswer Near(string folded, string? region)
    {
        var most = folded.Length >= 12 ? 2 : folded.Length >= 6 ? 1 : 0;
        var place = PlacedName.Of(folded).Place;
        var candidates = region is not null && _byRegion[region].Any() ? _byRegion[region] : _byBeginning[folded[..2]];
        if (most == 0)
        {
            return NameAnswer.NotFound;
        }

        var near = candidates.Take(MostNear + 1).Select(e => (e, Distance: EditDistance.Of(folded, e.Folded, most)))
            .Where(p => p.Distance <= most && (place.Length == 0 || place == p.e.Placed.Place) && !EditDistance.DiffersInNumber(folded, p.e.Folded)).DistinctBy(p => p.e.Registered.Code).Take(CandidatesGiven).ToList();
        return near.Count == 1 ? Found(near[0].e.Registered, MatchMethod.Near, Math.Round(Math.Min(0.85m, 1 - near[0].Distance / (decimal)folded.Length), 2)) : Several(near.Select(p => p.e));
    }
}

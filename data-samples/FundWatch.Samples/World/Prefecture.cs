using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>The world that events happen in. It is held in memory; events are not.</summary>
public sealed class Prefecture
{
    private readonly Dictionary<Trade, List<Company>> _companies = [];
    private readonly Dictionary<(int Region, string Sector), Organisation> _departments = [];

    public Prefecture(GeneratorOptions options)
    {
        Options = options;
        Dice = new Dice(options.Seed, "prefecture");
        var scale = options.Scale;
        Regions = Places.Regions(Math.Clamp(options.Counties, 1, 60));
        Hosts = Organisations.Hosts(Regions, (int)Math.Max(40, 270 * Math.Pow(scale, 0.8)), Ids, Dice.Fork("hosts"));
        Guests = Organisations.Guests(Math.Clamp((int)(4 * Math.Sqrt(scale)), 4, 40), Ids)
            .GroupBy(g => g.Sector.Name).ToDictionary(g => g.Key, g => g.ToList());
        Maker = new Companies(Regions, Ids, Dice.Fork("companies"));
        foreach (var (trade, count) in Sizes(scale))
        {
            _companies[trade] = Enumerable.Range(0, count).Select(_ => Maker.Make(trade)).ToList();
        }

        Market = Dice.Fork("market");
        Schools = World.Schools.Build((int)Math.Max(4, 40 * Math.Pow(scale, 0.9)), Regions, _companies[Trade.Food], Ids, Dice.Fork("schools"));
        foreach (var region in Regions)
        {
            var places = Dice.Fork("places", region.Number);
            var canteens = Math.Max(2, (int)(3 * Math.Sqrt(scale)));
            Canteens.Add([.. Enumerable.Range(1, canteens).Select(n => new Canteen(
                $"ST{region.Code}{n:D3}", $"{region.Short}机关第{n}食堂", region, $"{region.Short}机关第{n}食堂", Ids.Account(), places.Whole(14, 22) * 2))]);
            Hotels.Add([.. Enumerable.Range(0, canteens * 2).Select(n =>
            {
                var name = $"{region.Short}{places.Pick(_hotels)}{(n < _hotels.Length ? "" : n.ToString())}{_hotelKinds[n % 4]}";
                return new Canteen("", name, region, name, Ids.Account(), 0);
            })]);
        }
    }

    public GeneratorOptions Options { get; }

    public Dice Dice { get; }

    public Identifiers Ids { get; } = new();

    public List<Region> Regions { get; }

    public List<Organisation> Hosts { get; }

    /// <summary>Outside issuers by sector.</summary>
    public Dictionary<string, List<Organisation>> Guests { get; }

    public Companies Maker { get; }

    /// <summary>Companies made for schemes and look-alikes; in the register like all others, and in no ordinary draw.</summary>
    public List<Company> Special { get; } = [];

    public List<School> Schools { get; }

    /// <summary>Designated canteens by region number.</summary>
    public List<List<Canteen>> Canteens { get; } = [];

    public List<List<Canteen>> Hotels { get; } = [];

    public List<Rows.WatchlistEntry> Watchlist { get; } = [];

    /// <summary>Relatives of officials that the register must show: by host and position in its staff list.</summary>
    public Dictionary<(int Host, int Position), string> Relatives { get; } = [];

    /// <summary>The chance behind market prices.</summary>
    public Dice Market { get; }

    public List<Company> Companies(Trade trade) => _companies[trade];

    public IEnumerable<Company> AllCompanies => _companies.Values.SelectMany(c => c).Concat(Special);

    /// <summary>Hosts of the prefecture itself, without the neighbour county.</summary>
    public IEnumerable<Organisation> LocalHosts => Hosts.Where(h => h.Region.Code.StartsWith(Places.Prefecture, StringComparison.Ordinal));

    /// <summary>The bureau that answers for a sector in a region; the one of the city where the county has none.</summary>
    public Organisation Department(Region region, Sector sector)
    {
        if (!_departments.TryGetValue((region.Number, sector.Name), out var department))
        {
            department = Hosts.LastOrDefault(h => h.Region == region && h.Sector == sector && h.Level != "乡")
                ?? Hosts.LastOrDefault(h => h.Sector == sector && h.Level == "市")
                ?? Hosts.First(h => h.Region == region);
            _departments[(region.Number, sector.Name)] = department;
        }

        return department;
    }

    public Company NewCompany(Trade trade, Region? region = null, DateOnly? established = null)
    {
        var company = Maker.Make(trade, region, established);
        company.Reserved = true;
        Special.Add(company);
        return company;
    }

    private static readonly string[] _hotelKinds = ["大酒店", "宾馆", "饭店", "酒店"];
    private static readonly string[] _hotels = ["云泽", "锦江苑", "金叶", "湘泉", "国际", "阳光", "春晖", "和园", "丽景", "银河", "紫薇", "东方"];

    private static IEnumerable<(Trade, int)> Sizes(double scale)
    {
        var grown = Math.Pow(scale, 0.9);
        yield return (Trade.Works, Math.Max(30, (int)(170 * grown)));
        yield return (Trade.Goods, Math.Max(20, (int)(110 * grown)));
        yield return (Trade.Services, Math.Max(20, (int)(110 * grown)));
        yield return (Trade.Food, Math.Max(12, (int)(45 * grown)));
        yield return (Trade.Industry, Math.Max(30, (int)(460 * grown)));
        yield return (Trade.Cooperative, Math.Max(15, (int)(150 * grown)));
    }
}

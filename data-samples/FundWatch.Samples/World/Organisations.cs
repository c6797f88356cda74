using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>Builds the hosts (all in the register) and the outside issuers of letters.</summary>
public static class Organisations
{
    /// <summary>City bureaus, county bureaus, townships, then stations of the townships until there are enough.</summary>
    public static List<Organisation> Hosts(List<Region> regions, int target, Identifiers ids, Dice dice)
    {
        var hosts = new List<Organisation>(target);
        var sectors = Math.Clamp(target / regions.Count * 3 / 4, 3, Sectors.All.Length);
        foreach (var region in regions)
        {
            var level = region.IsCity ? "市" : "县";
            var government = Add(hosts, region.Name + "人民政府办公室", region, level, Sectors.Get("发展改革"), region.Short + "政办", null, ids);
            for (var s = 0; s < sectors; s++)
            {
                var sector = Sectors.All[s];
                Add(hosts, region.Name + sector.Bureau, region, level, sector, region.Short + sector.LetterWord, government.Code, ids);
            }
        }

        var counties = regions.Where(r => !r.IsCity).ToList();
        var townships = new List<Organisation>();
        for (var t = 0; hosts.Count < target && t < Places.TownCount; t++)
        {
            foreach (var county in counties)
            {
                var town = Places.Town(t);
                townships.Add(Add(hosts, $"{county.Name}{town}人民政府", county, "乡", Sectors.Township, $"{county.Short}{town[..^1]}政", null, ids));
            }
        }

        for (var s = 0; hosts.Count < target && s < Sectors.TownStations.Length; s++)
        {
            foreach (var township in townships)
            {
                var name = township.Name.Replace("人民政府", Sectors.TownStations[s], StringComparison.Ordinal);
                Add(hosts, name, township.Region, "乡", Sectors.Township, name[..^2], township.Code, ids);
            }
        }

        foreach (var host in hosts)
        {
            host.Handlers = [ids.Name(), ids.Name()];
            host.Approvers = [ids.Name(), ids.Name(), ids.Name(), ids.Name()];
            host.CanteenAccount = ids.Account();
            host.Activity = Math.Clamp(dice.LogNormal(1, 0.45), 0.35, 3) * (host.Level == "市" ? 1.6 : host.Level == "乡" ? 0.7 : 1);
        }

        return hosts;
    }

    public static List<Organisation> Guests(int countiesEach, Identifiers ids)
    {
        var guests = new List<Organisation>();
        var province = new Region(-1, "430000", "省");
        foreach (var sector in Sectors.All)
        {
            guests.Add(new Organisation(-1, ids.OrganisationCode("11", province.Code), "省" + sector.Bureau.Replace("局", "厅", StringComparison.Ordinal), province, "省", sector, "省" + sector.LetterWord, null));
        }

        foreach (var region in Places.Outside(countiesEach))
        {
            var level = region.IsCity ? "市" : "县";
            foreach (var sector in Sectors.All)
            {
                guests.Add(new Organisation(-1, ids.OrganisationCode("11", region.Code), region.Name + sector.Bureau, region, level, sector, region.Short + sector.LetterWord, null));
            }

            if (!region.IsCity)
            {
                for (var t = 0; t < 6; t++)
                {
                    var town = Places.Town(t * 5);
                    guests.Add(new Organisation(-1, ids.OrganisationCode("11", region.Code), $"{region.Name}{town}人民政府", region, "乡", Sectors.Township, $"{region.Short}{town[..^1]}政", null));
                }
            }
        }

        return guests;
    }

    private static Organisation Add(List<Organisation> to, string name, Region region, string level, Sector sector, string letterWord, string? parent, Identifiers ids)
    {
        var organisation = new Organisation(to.Count, ids.OrganisationCode("11", region.Code), name, region, level, sector, letterWord, parent);
        to.Add(organisation);
        return organisation;
    }
}

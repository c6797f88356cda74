using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Writes the seven reference streams.</summary>
public sealed class Registers(Prefecture world, Output output)
{
    public void Write()
    {
        foreach (var host in world.Hosts)
        {
            Put(new OrganisationEntry { Key = host.Code, OrgName = host.Name, RegionCode = host.Region.Code, Level = host.Level, Sector = host.Sector.Name, ParentCode = host.ParentCode });
        }

        foreach (var school in world.Schools)
        {
            Put(new OrganisationEntry { Key = school.Code, OrgName = school.Name, RegionCode = school.Region.Code, Level = "县", Sector = "教育", ParentCode = world.Department(school.Region, Sectors.Get("教育")).Code });
        }

        foreach (var company in world.AllCompanies)
        {
            Put(new CompanyEntry
            {
                Key = company.Code,
                CompanyName = company.Name,
                EstablishedOn = company.EstablishedOn,
                Status = company.Status,
                LegalRep = company.LegalRep,
                Shareholders = string.Join(';', company.Shareholders),
                Address = company.Address,
                Phone = company.Phone,
            });
        }

        foreach (var entry in world.Watchlist)
        {
            Put(entry);
        }

        foreach (var entry in ReceptionStandards.Table())
        {
            Put(new ReceptionStandardEntry { RegionCode = entry.RegionCode, OrgLevel = entry.OrgLevel, MealType = entry.MealType, PerHead = entry.PerHead, ValidFrom = entry.ValidFrom, ValidTo = entry.ValidTo });
        }

        Prices();
        foreach (var day in WorkCalendar.Holidays())
        {
            Put(new HolidayEntry { Day = day, Kind = "放假" });
        }

        foreach (var day in WorkCalendar.MakeUpWorkdays())
        {
            Put(new HolidayEntry { Day = day, Kind = "调休上班" });
        }

        Personnel();
    }

    private void Prices()
    {
        for (var month = world.Options.From; month <= world.Options.Until; month = month.AddMonths(1))
        {
            foreach (var food in Foods.All)
            {
                Put(new PriceReferenceEntry { ItemName = food.Name, RegionCode = Places.Prefecture, Month = month, PricePerKg = Foods.MarketPrice(food, month, world.Market) });
            }
        }
    }

    private void Personnel()
    {
        foreach (var host in world.Hosts)
        {
            var people = host.Approvers.Select((name, i) => (name, level: i < 2 ? "班子成员" : "中层正职")).Concat(host.Handlers.Select(name => (name, level: "党员干部"))).ToList();
            for (var n = 0; n < people.Count; n++)
            {
                var relatives = world.Relatives.GetValueOrDefault((host.Number, n)) ?? (n == 0 ? world.Ids.Name() : null);
                Put(new PersonnelEntry { Key = ReceptionFactory.Staff(host, n), OrgCode = host.Code, PersonName = people[n].name, PostLevel = people[n].level, Relatives = relatives });
            }
        }
    }

    private void Put(Row row) => output.Write(row, 0, "登记");
}

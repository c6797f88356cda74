using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>Builds the schools and their terms.</summary>
public static class Schools
{
    public static List<School> Build(int count, List<Region> regions, List<Company> food, Identifiers ids, Dice dice)
    {
        var schools = new List<School>(count);
        var local = regions.Where(r => r.Code.StartsWith(Places.Prefecture, StringComparison.Ordinal)).ToList();
        for (var i = 0; i < count; i++)
        {
            var region = local[i % local.Count];
            var turn = i / local.Count;
            var name = turn switch
            {
                0 => $"{region.Name}第一中学",
                1 => $"{region.Name}实验小学",
                _ when turn % 3 == 0 => $"{region.Name}{Places.Town(turn)}中心小学",
                _ when turn % 3 == 1 => $"{region.Name}{Places.Town(turn)}初级中学",
                _ => $"{region.Name}{Places.Town(turn)}九年一贯制学校",
            };
            // Two butchers take turns, so that no honest school hangs on one supplier.
            var own = dice.Shuffled(food).Take(6).ToList();
            schools.Add(new School
            {
                Code = ids.OrganisationCode("12", region.Code),
                Name = turn < 60 ? name : name + $"（{turn}校区）",
                Region = region,
                Pupils = (int)Math.Clamp(dice.LogNormal(turn < 2 ? 1400 : 480, 0.5), 90, 3200),
                Suppliers = new Dictionary<string, Company>
                {
                    ["粮油"] = own[0], ["肉类"] = own[1], ["肉类2"] = own[2 % own.Count], ["蔬菜"] = own[3 % own.Count],
                    ["蛋奶"] = own[4 % own.Count], ["豆制品"] = own[4 % own.Count], ["水产"] = own[5 % own.Count], ["水果"] = own[5 % own.Count],
                },
                PriceLevel = dice.Between(0.965, 1.035),
                Appetite = dice.Between(2.05, 2.45),
            });
        }

        return schools;
    }

    /// <summary>Mondays of term weeks: from mid-February and from 1 September, until mid-January and early July.</summary>
    public static List<DateOnly> TermWeeks(DateOnly from, DateOnly until)
    {
        var weeks = new List<DateOnly>();
        var monday = from.AddDays((8 - (int)from.DayOfWeek) % 7);
        for (; monday <= until; monday = monday.AddDays(7))
        {
            var inTerm = monday.Month switch
            {
                1 => monday.Day <= 12,
                2 => monday.Day >= 20,
                7 => monday.Day <= 2,
                8 => false,
                _ => true,
            };
            var workdays = Enumerable.Range(0, 5).Count(d => WorkCalendar.IsWorkday(monday.AddDays(d)));
            if (inTerm && workdays >= 3)
            {
                weeks.Add(monday);
            }
        }

        return weeks;
    }
}

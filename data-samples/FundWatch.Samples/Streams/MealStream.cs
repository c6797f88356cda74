using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Writes what schools buy, week by week: as much as they eat, at about the market's price.</summary>
public sealed class MealStream(Prefecture world, Output output)
{
    private long _purchases;

    public void Write(int rows)
    {
        var weeks = Schools.TermWeeks(world.Options.From, world.Options.Until);
        var perWeek = (double)rows / (world.Schools.Count * weeks.Count);
        if (perWeek < 5)
        {
            weeks = weeks.TakeLast(Math.Max(4, (int)(rows / (world.Schools.Count * 5.5)))).ToList();
            perWeek = (double)rows / (world.Schools.Count * weeks.Count);
        }

        foreach (var school in world.Schools)
        {
            var dice = world.Dice.Fork("meals", world.Schools.IndexOf(school));
            var due = 0.0;
            foreach (var week in weeks)
            {
                due += perWeek;
                var items = Math.Min((int)Math.Round(due), Foods.All.Length);
                due -= items;
                Week(dice, school, week, items);
            }
        }
    }

    private void Week(Dice dice, School school, DateOnly monday, int items)
    {
        var days = Enumerable.Range(0, 5).Select(d => monday.AddDays(d)).Where(WorkCalendar.IsWorkday).ToList();
        var diners = Diners(dice, school, monday);
        // A week's food is what its diners eat in it, whichever items are on the menu.
        var weight = diners * school.Appetite * days.Count / 5 * (1 + (0.03 * dice.Normal()));
        var menu = Menu(dice, items);
        var shares = menu.Select(f => f.Share * dice.Between(0.85, 1.15)).ToArray();
        var sum = shares.Sum();
        for (var i = 0; i < menu.Count; i++)
        {
            Write(Purchase(dice, school, menu[i], dice.Pick(days), diners, weight * shares[i] / sum), school);
        }
    }

    private MealPurchase Purchase(Dice dice, School school, Food food, DateOnly on, int diners, double kilograms)
    {
        var market = Foods.MarketPrice(food, new DateOnly(on.Year, on.Month, 1), world.Market);
        var perKg = market * (decimal)Math.Clamp(school.PriceLevel * (1 + (0.025 * dice.Normal())), 0.85, 1.125);
        var jin = dice.Chance(0.08);
        var quantity = Math.Max(0.5m, Math.Round((decimal)kilograms * (jin ? 2 : 1), 1));
        var price = Amounts.Fen(jin ? perKg / 2 : perKg);
        var supplier = school.Suppliers[food.Kind == "肉类" && on.DayNumber / 7 % 2 == 0 ? "肉类2" : food.Kind];
        return new MealPurchase
        {
            SchoolCode = school.Code,
            SchoolName = school.Name,
            RegionCode = school.Region.Code,
            SupplierCode = supplier.Code,
            SupplierName = dice.Chance(0.02) ? supplier.Name.Replace("有限公司", " 有限公司", StringComparison.Ordinal) : supplier.Name,
            ItemName = food.Name,
            ItemKind = food.Kind,
            Quantity = quantity,
            Unit = jin ? "斤" : dice.Weighted(("公斤", 6.0), ("kg", 3.0), ("千克", 1.0)),
            UnitPrice = price,
            Amount = Amounts.Fen(quantity * price),
            PurchasedOn = on,
            Diners = diners,
            Channel = dice.Chance(0.85) ? "集采集配" : "自行采购",
            ReferencePrice = dice.Chance(0.6) ? market : null,
        };
    }

    private void Write(MealPurchase row, School school)
    {
        foreach (var change in school.Changes)
        {
            if (row.PurchasedOn >= change.From && row.PurchasedOn <= change.Until)
            {
                change.Apply(row);
            }
        }

        row.Key = $"CG{row.PurchasedOn:yyyyMM}{++_purchases:D8}";
        output.Write(row, school.Region.Number, school.Region.Name);
    }

    /// <summary>Attendance moves with flu, exams and leave.</summary>
    private static int Diners(Dice dice, School school, DateOnly week)
    {
        var season = week.Month switch { 12 or 1 => 0.86, 6 => 0.83, 9 => 1.0, _ => 0.95 };
        return (int)(school.Pupils * season * dice.Between(0.9, 1.02));
    }

    private static List<Food> Menu(Dice dice, int items)
    {
        var left = Foods.All.ToList();
        var menu = new List<Food>(items) { left[0], left[3] };
        left.RemoveAt(3);
        left.RemoveAt(0);
        while (menu.Count < items)
        {
            var food = dice.Pick(left);
            menu.Add(food);
            left.Remove(food);
        }

        return menu;
    }
}

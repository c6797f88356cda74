using FundWatch.Samples.World;

namespace FundWatch.UnitTests.Samples;

/// <summary>In a clean prefecture schools pay market prices for what their pupils eat, to several suppliers.</summary>
[Collection("clean prefecture")]
public sealed class CleanMealTests(CleanPrefecture clean)
{
    private List<SampleRow> Purchases => clean.Rows("meal_purchase").ToList();

    [Fact]
    public void Prices_stay_within_fifteen_percent_of_the_market()
    {
        var market = clean.Rows("price_reference").ToDictionary(p => (p["item_name"], p["month"]), p => p.Money("price_per_kg"));
        Purchases.Where(p => PerKg(p) > market[(p["item_name"], p.Date("purchased_on").ToString("yyyy-MM"))] * 1.15m).Should().BeEmpty();
    }

    [Fact]
    public void Amounts_are_quantity_times_price_and_schools_buy_on_workdays()
    {
        Purchases.Should().OnlyContain(p => p.Money("amount") == Math.Round(p.Money("quantity") * p.Money("unit_price"), 2, MidpointRounding.AwayFromZero));
        Purchases.Should().OnlyContain(p => WorkCalendar.IsWorkday(p.Date("purchased_on")));
    }

    [Fact]
    public void Food_follows_the_diners()
    {
        foreach (var school in Purchases.GroupBy(p => p["school_code"]))
        {
            var weeks = school.GroupBy(p => p.Date("purchased_on").AddDays(-(((int)p.Date("purchased_on").DayOfWeek + 6) % 7)))
                .Select(w => (double)w.Sum(Kilograms) / w.First().Count("diners")).Order().ToList();
            weeks[^1].Should().BeLessThan(weeks[weeks.Count / 2] * 1.5, school.Key);
        }
    }

    [Fact]
    public void No_school_hangs_on_one_supplier()
    {
        foreach (var school in Purchases.GroupBy(p => p["school_code"]))
        {
            var total = school.Sum(p => p.Money("amount"));
            school.GroupBy(p => p["supplier_code"]).Max(s => s.Sum(p => p.Money("amount")) / total).Should().BeLessThan(0.6m, school.Key);
        }
    }

    private static decimal Kilograms(SampleRow p) => p["unit"] == "斤" ? p.Money("quantity") / 2 : p.Money("quantity");

    private static decimal PerKg(SampleRow p) => p["unit"] == "斤" ? p.Money("unit_price") * 2 : p.Money("unit_price");
}

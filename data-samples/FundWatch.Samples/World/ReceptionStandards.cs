using FundWatch.Samples.Rows;

namespace FundWatch.Samples.World;

/// <summary>Meal standards by region, level and meal, in versions: the province's ceiling, the prefecture's own table, and one county that is stricter from 2025.</summary>
public static class ReceptionStandards
{
    private static readonly string[] _levels = ["市", "县", "乡"];
    private static readonly string[] _meals = ["早", "中", "晚"];

    public static decimal PerHead(string region, string level, string meal, DateOnly on) =>
        Table().Where(t => region.StartsWith(t.RegionCode, StringComparison.Ordinal) && t.OrgLevel == level && t.MealType == meal
                && t.ValidFrom <= on && (t.ValidTo is null || on <= t.ValidTo))
            .MaxBy(t => t.RegionCode.Length)!.PerHead;

    public static IReadOnlyList<ReceptionStandardEntry> Table() => _table;

    private static readonly List<ReceptionStandardEntry> _table = [.. Build()];

    private static IEnumerable<ReceptionStandardEntry> Build()
    {
        foreach (var level in _levels)
        {
            foreach (var meal in _meals)
            {
                var (province, before, after, strict) = (level, meal) switch
                {
                    ("市", "早") => (50m, 40m, 40m, 40m),
                    ("县", "早") => (50m, 30m, 30m, 25m),
                    ("乡", "早") => (50m, 20m, 25m, 20m),
                    ("市", _) => (150m, 110m, 120m, 100m),
                    ("县", _) => (130m, 90m, 100m, 85m),
                    _ => (110m, 60m, 70m, 60m),
                };
                yield return Entry("43", level, meal, province, new(2014, 3, 1), null);
                foreach (var prefecture in (string[])[Places.Prefecture, "4315"])
                {
                    yield return Entry(prefecture, level, meal, before, new(2014, 7, 1), new(2024, 6, 30));
                    yield return Entry(prefecture, level, meal, after, new(2024, 7, 1), null);
                }

                yield return Entry(Places.Prefecture + "21", level, meal, strict, new(2025, 1, 1), null);
            }
        }
    }

    private static ReceptionStandardEntry Entry(string region, string level, string meal, decimal perHead, DateOnly from, DateOnly? to) =>
        new() { RegionCode = region, OrgLevel = level, MealType = meal, PerHead = perHead, ValidFrom = from, ValidTo = to };
}

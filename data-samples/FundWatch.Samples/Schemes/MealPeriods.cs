using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>When a school's purchases are touched. Small data sets hold only the last weeks, so the periods lie towards the end.</summary>
internal static class MealPeriods
{
    /// <param name="leastTermWeeks">Weeks with lessons that the period must hold, where the story needs them.</param>
    public static DateOnly Start(Plot plot, int weeks, int leastTermWeeks = 0)
    {
        var options = plot.World.Options;
        var latest = options.Until.AddDays(-weeks * 7);
        var reach = options.Rows < 20_000 ? 30 : latest.DayNumber - options.From.DayNumber;
        var start = latest.AddDays(-plot.Dice.Whole(0, Math.Max(1, reach)));
        // In the holidays nobody buys: a story that falls into them is told earlier, in the term before.
        while (start > options.From && Schools.TermWeeks(start, start.AddDays(weeks * 7)).Count < leastTermWeeks)
        {
            start = start.AddDays(-7);
        }

        return start;
    }
}

namespace FundWatch.Samples.Schemes;

/// <summary>When a school's purchases are touched. Small data sets hold only the last weeks, so the periods lie towards the end.</summary>
internal static class MealPeriods
{
    public static DateOnly Start(Plot plot, int weeks)
    {
        var options = plot.World.Options;
        var latest = options.Until.AddDays(-weeks * 7);
        var reach = options.Rows < 20_000 ? 30 : latest.DayNumber - options.From.DayNumber;
        return latest.AddDays(-plot.Dice.Whole(0, Math.Max(1, reach)));
    }
}

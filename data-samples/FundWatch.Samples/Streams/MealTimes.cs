using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;

namespace FundWatch.Samples.Streams;

/// <summary>When people eat.</summary>
public static class MealTimes
{
    /// <summary>When the first of a party pays; the last follows within 25 minutes and is still within the canteen's hours.</summary>
    public static DateTime Start(Dice dice, Reception row) => Start(dice, row.ReceptionDate, row.MealType);

    public static DateTime Start(Dice dice, DateOnly day, string? meal)
    {
        var (hour, minute, spread) = meal switch
        {
            "早" => (6, 50, 90),
            "晚" => (17, 25, 105),
            _ => (11, 25, 100),
        };
        return day.ToDateTime(new TimeOnly(hour, minute)).AddMinutes(dice.Whole(0, spread)).AddSeconds(dice.Whole(0, 59));
    }
}

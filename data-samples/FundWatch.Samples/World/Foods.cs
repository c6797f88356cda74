using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>What schools buy. Share is of a week's weight; price in yuan per kg in an average month.</summary>
/// <param name="Season">Share of the price that moves with the season; the peak lies in <paramref name="PeakMonth"/>.</param>
public sealed record Food(string Name, string Kind, double Share, double Price, double Season, int PeakMonth);

public static class Foods
{
    public static readonly Food[] All =
    [
        new("大米", "粮油", 0.27, 5.2, 0.01, 6), new("面粉", "粮油", 0.04, 4.6, 0.01, 6), new("菜籽油", "粮油", 0.03, 14.5, 0.03, 2),
        new("猪肉", "肉类", 0.11, 26.0, 0.10, 1), new("鸡肉", "肉类", 0.06, 19.5, 0.05, 1), new("牛肉", "肉类", 0.015, 76.0, 0.04, 1), new("草鱼", "水产", 0.03, 17.0, 0.07, 8),
        new("鸡蛋", "蛋奶", 0.06, 10.4, 0.09, 9), new("豆腐", "豆制品", 0.045, 6.4, 0.01, 1),
        new("大白菜", "蔬菜", 0.08, 3.1, 0.22, 2), new("萝卜", "蔬菜", 0.06, 2.9, 0.20, 8), new("土豆", "蔬菜", 0.08, 4.0, 0.12, 4), new("西红柿", "蔬菜", 0.05, 6.2, 0.25, 1),
        new("青椒", "蔬菜", 0.04, 7.0, 0.28, 1), new("冬瓜", "蔬菜", 0.04, 3.2, 0.18, 3), new("苹果", "水果", 0.05, 8.8, 0.08, 6), new("香蕉", "水果", 0.03, 6.6, 0.10, 7),
    ];

    /// <summary>The month's market price in yuan per kg: season and a slow drift of the market, the same for everyone.</summary>
    public static decimal MarketPrice(Food food, DateOnly month, Dice market)
    {
        var season = food.Season * Math.Cos((month.Month - food.PeakMonth) * Math.PI / 6);
        var drift = 0.05 * Math.Sin(((month.Year * 12) + month.Month + food.Name[0]) / 5.0);
        return Amounts.Fen((decimal)(food.Price * (1 + season + drift + (0.015 * market.Fork(food.Name, (month.Year * 12) + month.Month).Normal()))));
    }
}

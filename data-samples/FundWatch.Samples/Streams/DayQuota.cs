using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.Streams;

/// <summary>Spreads a total over days: some months are busier, no two days are alike, and the sum is exact.</summary>
public sealed class DayQuota
{
    // The administrative year: quiet around the Spring Festival and in high summer, busy in spring and autumn.
    private static readonly double[] _months = [0.7, 0.55, 1.1, 1.15, 1.1, 1.05, 0.9, 0.8, 1.15, 1.1, 1.25, 1.15];

    private readonly double[] _cumulative;

    public DayQuota(IReadOnlyList<DateOnly> days, Dice dice)
    {
        _cumulative = new double[days.Count + 1];
        for (var i = 0; i < days.Count; i++)
        {
            _cumulative[i + 1] = _cumulative[i] + (_months[days[i].Month - 1] * dice.Between(0.6, 1.4));
        }
    }

    /// <summary>How many of the total fall on the day.</summary>
    public int Due(int total, int day) => Upto(total, day + 1) - Upto(total, day);

    private int Upto(int total, int day) => (int)Math.Round(total * _cumulative[day] / _cumulative[^1]);
}

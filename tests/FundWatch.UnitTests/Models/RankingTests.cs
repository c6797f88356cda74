using FundWatch.Models.Evaluation;

namespace FundWatch.UnitTests.Models;

public sealed class RankingTests
{
    [Fact]
    public void Auroc_counts_ties_half()
    {
        // Pairs (anomaly, normal): 4>1, 4>2, 2>1, 2=2 -> 3.5 of 4.
        Ranking.Auroc([1, 2, 2, 4], [false, false, true, true]).Should().Be(3.5 / 4);
        Ranking.Auroc([1, 2], [false, false]).Should().Be(double.NaN);
    }

    [Fact]
    public void Average_precision_sums_precision_at_each_gain_in_recall()
    {
        // Highest first: anomaly (1/1), normal, anomaly (2/3): (1 + 2/3) / 2.
        Ranking.AveragePrecision([3, 2, 1], [true, false, true]).Should().BeApproximately(5 / 6.0, 1e-12);
    }

    [Fact]
    public void Rank_correlation_is_1_for_any_growing_function()
    {
        Ranking.Correlation([1, 2, 3, 9], [10, 20, 30, 31]).Should().BeApproximately(1, 1e-12);
        Ranking.Correlation([1, 2, 3], [3, 2, 1]).Should().BeApproximately(-1, 1e-12);
    }
}

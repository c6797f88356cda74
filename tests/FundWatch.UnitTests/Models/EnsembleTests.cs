using FundWatch.Models.Ensemble;

namespace FundWatch.UnitTests.Models;

public sealed class EnsembleTests
{
    [Fact]
    public void A_p_value_counts_the_reference_rows_at_least_as_strange()
    {
        var calibration = new Calibration([1, 2, 3, 4], typical: 2, rare: 4);
        calibration.PValue(5).Should().Be(1 / 5.0);
        calibration.PValue(4).Should().Be(2 / 5.0);
        calibration.PValue(2.5).Should().Be(3 / 5.0);
        calibration.PValue(0).Should().Be(1);
    }

    [Fact]
    public void The_shown_score_runs_from_0_at_the_median_over_one_half_at_the_99th_percentile_to_1()
    {
        var calibration = new Calibration([1], typical: 50, rare: 99);
        calibration.Score(50).Should().Be(0);
        calibration.Score(99).Should().Be(0.5);
        calibration.Score(49).Should().Be(0);
        calibration.Score(1e9).Should().BeInRange(0.99, 1);
    }

    [Fact]
    public void Ordinary_new_rows_have_uniform_p_values()
    {
        var all = Synthetic.Batch(3000, 4, seed: 11);
        var model = (FittedEnsemble)new EnsembleDetector().Fit(FundWatch.Models.Features.FeatureRows.Take(all, [.. Enumerable.Range(0, 1500)]), 1);
        var fresh = model.Score(FundWatch.Models.Features.FeatureRows.Take(all, [.. Enumerable.Range(1500, 1500)]));
        fresh.Count(s => model.Calibration.PValue(s) <= 0.1).Should().BeInRange(110, 195, "one in ten, with the room chance needs");
    }

    [Fact]
    public void A_verdict_names_the_figure_its_peers_and_parts_that_add_up()
    {
        var batch = Synthetic.Batch(400, 4, planted: 2);
        var model = (FittedEnsemble)new EnsembleDetector().Fit(batch, 1);
        var verdict = Verdict.Of(model, batch, 399, model.Score(batch)[399]);
        verdict.Score.Should().BeGreaterThan(0.4);
        verdict.PeerCount.Should().Be(400);
        verdict.Parts.Sum(p => p.Contribution).Should().BeApproximately(verdict.Score, 1e-9);
        verdict.Parts.Should().BeInDescendingOrder(p => p.Contribution);
        verdict.Parts[0].Value.Should().BeGreaterThan(verdict.Parts[0].Median);
    }
}

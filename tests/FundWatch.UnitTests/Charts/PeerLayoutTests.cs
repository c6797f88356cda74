using CsCheck;
using FundWatch.Data.Peers;
using FundWatch.Host.Pages.Charts;

namespace FundWatch.UnitTests.Charts;

public sealed class PeerLayoutTests
{
    [Fact]
    public void Every_dot_lies_inside_the_drawing_whatever_the_figures() =>
        Gen.Double[-1e9, 1e9].Array[1, 900].Sample(values =>
        {
            var layout = new PeerLayout(values.Select((v, i) => new Peer($"P{i}", "", v)).ToList(), "P0");
            layout.Dots.Should().OnlyContain(d => d.X >= 0 && d.X <= PeerLayout.Width && d.Y >= 0 && d.Y <= PeerLayout.Height);
            layout.Ticks().Should().HaveCountLessThan(12);
        }, iter: 200);

    [Fact]
    public void A_greater_figure_never_lies_further_left() =>
        Gen.Double[0.001, 1e6].Array[2, 50].Sample(values =>
        {
            var layout = new PeerLayout(values.Select((v, i) => new Peer($"P{i}", "", v)).ToList(), "P0");
            values.Order().Select(layout.X).Should().BeInAscendingOrder();
        }, iter: 200);

    [Fact]
    public void A_far_outlier_among_positive_figures_makes_the_scale_logarithmic()
    {
        Layout(1, 2, 3, 500).IsLogarithmic.Should().BeTrue();
        Layout(1, 2, 3, 5).IsLogarithmic.Should().BeFalse();
        Layout(-1, 2, 3, 500).IsLogarithmic.Should().BeFalse();
    }

    [Fact]
    public void Very_many_peers_are_thinned_with_both_ends_kept()
    {
        var layout = Layout(Enumerable.Range(0, 5000).Select(i => (double)i).ToArray());
        layout.IsSampled.Should().BeTrue();
        layout.Dots.Should().HaveCount(PeerLayout.MostDots + 1);
        layout.Dots.Select(d => d.Peer.Value).Should().Contain([1, 4999]);
    }

    [Fact]
    public void A_subject_alone_or_absent_is_drawn_without_a_median()
    {
        Layout(7).Median.Should().BeNull();
        new PeerLayout([], "X").Dots.Should().BeEmpty();
    }

    // The first figure is the subject's.
    private static PeerLayout Layout(params double[] values) => new(values.Select((v, i) => new Peer($"P{i}", "", v)).ToList(), "P0");
}

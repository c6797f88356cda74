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

    [Theory]
    [InlineData(0.001, 0.004)]
    [InlineData(9.9, 10.4)]
    [InlineData(1000, 1000.4)]
    [InlineData(-3, 7)]
    public void No_two_ticks_read_the_same(double low, double high)
    {
        var ticks = new PeerLayout([new Peer("A", "A", low), new Peer("B", "B", high)], "A").Ticks().ToList();
        ticks.Select((t, i) => PeerLayout.TickText(t, i == 0 ? ticks[1] - t : t - ticks[i - 1])).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(2);
    }

    [Fact]
    public void A_limit_beyond_all_peers_is_in_the_picture() =>
        new PeerLayout([new Peer("A", "A", 1), new Peer("B", "B", 2)], "A", limit: 20).X(20).Should().BeLessThan(PeerLayout.Width).And.BeGreaterThan(new PeerLayout([new Peer("A", "A", 1), new Peer("B", "B", 2)], "A", 20).X(2));
}

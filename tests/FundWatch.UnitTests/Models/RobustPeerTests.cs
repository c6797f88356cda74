using FundWatch.Models.Features;
using FundWatch.Models.RobustPeer;

namespace FundWatch.UnitTests.Models;

public sealed class RobustPeerTests
{
    // 15 county bureaus with 1..15, three town offices with large figures.
    private static readonly float[] Values = [.. Enumerable.Range(1, 15).Select(i => (float)i), 100, 101, 102];
    private static readonly string[] Peers = [.. Enumerable.Repeat("县/教育", 15), "乡/教育", "乡/教育", "乡/教育"];

    [Fact]
    public void A_row_is_held_against_the_median_and_scaled_mad_of_its_own_group()
    {
        var standards = Fit(Direction.Both);
        var group = standards.Resolve("县/教育");
        group.Should().Match<PeerGroup>(g => g.Count == 15 && g.Median[0] == 8);
        group.Scale[0].Should().BeApproximately(1.4826f * 4, 1e-4f);
        standards.Deviation(group, 0, 14).Should().BeApproximately(6 / (1.4826f * 4), 1e-5f);
    }

    [Fact]
    public void A_group_that_is_too_small_gives_way_to_the_wider_one()
    {
        var standards = Fit(Direction.Both);
        standards.Resolve("乡/教育").Name.Should().BeEmpty();
        standards.Resolve("县/教育/某街道").Name.Should().Be("县/教育");
        standards.Resolve("省/水利").Count.Should().Be(18);
    }

    [Theory]
    [InlineData(Direction.High, 20, true)]
    [InlineData(Direction.High, -20, false)]
    [InlineData(Direction.Low, -20, true)]
    [InlineData(Direction.Low, 20, false)]
    public void The_harmless_side_is_no_deviation(Direction direction, float value, bool deviates)
    {
        var standards = Fit(direction);
        (standards.Deviation(standards.Resolve("县/教育"), 0, value) > 0).Should().Be(deviates);
    }

    [Fact]
    public void An_absent_value_adds_nothing()
    {
        var standards = Fit(Direction.Both);
        standards.Deviation(standards.Resolve(""), 0, float.NaN).Should().Be(0);
    }

    private static PeerStandards Fit(Direction direction)
    {
        var batch = FeatureBatch.Of([new("spend", direction)], [Values], Peers);
        return PeerStandards.Fit(FeatureSchema.Of(batch), new FeatureColumns(batch), minimumGroup: 12);
    }
}

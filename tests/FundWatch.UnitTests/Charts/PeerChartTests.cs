using Bunit;
using FundWatch.Data.Peers;
using FundWatch.Host.Pages.Charts;
using FundWatch.Host.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace FundWatch.UnitTests.Charts;

public sealed class PeerChartTests : BunitContext
{
    private static readonly IReadOnlyList<Peer> _peers = [new("A", "甲局", 10), new("B", "乙局", 20), new("C", "丙局", 30), new("X", "本局", 90)];

    public PeerChartTests() => Services.AddSingleton<Words>();

    [Fact]
    public void Every_dot_names_its_subject_on_hover() =>
        Draw().FindAll("circle title").Select(t => t.TextContent).Should().BeEquivalentTo("甲局：10", "乙局：20", "丙局：30", "本局：90");

    [Fact]
    public void The_subject_is_marked_and_the_median_is_that_of_the_others()
    {
        var chart = Draw();
        chart.FindAll("circle.fw-chart-subject").Should().ContainSingle().Which.TextContent.Should().Contain("本局");
        chart.FindAll(".fw-chart-median").Should().ContainSingle();
        chart.Find("figcaption").TextContent.Should().Contain("20");
    }

    [Fact]
    public void A_reader_without_the_picture_gets_the_same_in_words() =>
        Draw().Find("svg[role=img] > title").TextContent.Should().Be("人均餐费：本对象 90，同类 3 个对象的中位数 20，高于其中 3 个。");

    [Fact]
    public void Of_a_low_figure_it_is_said_how_many_are_higher() =>
        Draw([new("A", "甲局", 10), new("B", "乙局", 20), new("C", "丙局", 30), new("X", "本局", 5)]).Find("svg[role=img] > title").TextContent.Should().EndWith("低于其中 3 个。");

    [Fact]
    public void Names_are_text_and_never_markup() =>
        Draw([new("A", "<script>x</script>", 1), new("X", "我", 2)]).FindAll("script").Should().BeEmpty();

    private IRenderedComponent<PeerChart> Draw(IReadOnlyList<Peer>? peers = null) => Render<PeerChart>(p => p
        .Add(c => c.Title, "人均餐费").Add(c => c.Peers, peers ?? _peers).Add(c => c.SubjectCode, "X"));
}

using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Bureaus of one prefecture receive each other's people: mostly from across the street, now and then from the next county.</summary>
public sealed class SameCityReceptions : StoryKind
{
    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var sameCounty = plot.Dice.Chance(0.85);
        var candidates = plot.World.LocalHosts.Where(h => h != host && (h.Region == host.Region) == sameCounty).ToList();
        plot.Tell(sameCounty ? "接待本县区单位" : "接待本市其他县区单位");
        var times = plot.Dice.Whole(1, 5);
        for (var i = 0; i < times; i++)
        {
            Organisation guest = plot.Dice.Pick(candidates);
            plot.Add(plot.Reception(host, guest, plot.Day()), plot.About("organisation", host.Code));
        }
    }
}

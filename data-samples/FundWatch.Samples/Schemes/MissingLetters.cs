namespace FundWatch.Samples.Schemes;

/// <summary>Receptions without any letter.</summary>
public sealed class MissingLetters : StoryKind
{
    public override int Count => 9;

    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var times = plot.Dice.Whole(1, 6);
        plot.Tell("接待没有公函");
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            Plot.SetLetter(visit, null);
            if (plot.Dice.Chance(0.4))
            {
                (visit.Reception.GuestOrgCode, visit.Reception.GuestRegionCode) = (null, null);
            }

            plot.Add(visit, plot.About("organisation", host.Code));
        }
    }
}

using FundWatch.Samples.Schemes;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>A provincial inspection by work plan: one issuer visits many hosts, some of them every few weeks, each time with a letter of its own.</summary>
public sealed class JointInspections : Lookalike
{
    public override void Plant(Plot plot)
    {
        plot.Tell("省级联合督导，有工作计划，每次一函");
        var province = plot.World.Guests.Values.SelectMany(g => g).Where(g => g.Level == "省").ToList();
        var guest = plot.Dice.Pick(province);
        foreach (var host in Enumerable.Range(0, 3).Select(_ => plot.TakeHost()).ToList())
        {
            var day = plot.Day(430);
            for (var i = 0; i < 8; i++)
            {
                var visit = plot.Reception(host, guest, day);
                visit.Reception.Purpose = $"省级联合督导（督导计划〔{visit.Reception.ReceptionDate.Year}〕{plot.Number}号）";
                plot.Add(visit, plot.About("organisation", host.Code));
                day = WorkCalendar.Later(day, plot.Dice.Whole(26, 36));
            }
        }
    }
}

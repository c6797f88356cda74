using FundWatch.Samples.Rows;

namespace FundWatch.Samples.World;

/// <summary>Lists of barred subjects. Honest entries never overlap a claim: repaired before the data begins, listed after it ends, or companies that claim nothing.</summary>
public static class Watchlists
{
    private static readonly string[] _names = ["失信被执行人名单", "经营异常名录", "拖欠农民工工资失信联合惩戒名单", "政府采购严重违法失信行为记录名单"];

    public static void Fill(Prefecture world)
    {
        var dice = world.Dice.Fork("watchlists");
        foreach (var company in world.AllCompanies.ToList())
        {
            if (!dice.Chance(0.02))
            {
                continue;
            }

            var listed = WorkCalendar.OnOrAfter(new DateOnly(2019, 2, 1).AddDays(dice.Whole(0, 900)));
            var before = dice.Chance(0.7);
            world.Watchlist.Add(new WatchlistEntry
            {
                SubjectCode = company.Code,
                ListName = dice.Pick(_names),
                ListedOn = before ? listed : world.Options.Until.AddDays(dice.Whole(200, 280)),
                Until = before ? world.Options.From.AddDays(-dice.Whole(300, 500)) : null,
            });
        }

        var count = Math.Max(5, (int)(40 * world.Options.Scale));
        for (var i = 0; i < Math.Min(count, 2_000); i++)
        {
            var idle = world.NewCompany(Trade.Services);
            world.Watchlist.Add(new WatchlistEntry
            {
                SubjectCode = idle.Code,
                ListName = dice.Pick(_names),
                ListedOn = WorkCalendar.OnOrAfter(world.Options.From.AddDays(dice.Whole(-500, 600))),
            });
        }

        for (var i = 0; i < Math.Min(count / 2, 1_000); i++)
        {
            world.Watchlist.Add(new WatchlistEntry
            {
                SubjectCode = world.Ids.PersonId(dice.Pick(world.Regions).Code),
                ListName = _names[0],
                ListedOn = WorkCalendar.OnOrAfter(world.Options.From.AddDays(dice.Whole(-900, 600))),
                Until = dice.Chance(0.3) ? world.Options.Until.AddDays(400) : null,
            });
        }
    }
}

using FundWatch.Samples.Schemes;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>A chain runs canteens for several bureaus and is paid once a month: one payee, many hosts, claims on one day.</summary>
public sealed class ChainCanteens : Lookalike
{
    public override void Plant(Plot plot)
    {
        plot.Tell("连锁食堂按月集中结算");
        var chain = plot.World.NewCompany(Trade.Food);
        foreach (var host in Enumerable.Range(0, 4).Select(_ => plot.TakeHost()).ToList())
        {
            var visits = plot.Dice.Whole(4, 8);
            for (var i = 0; i < visits; i++)
            {
                var visit = plot.Reception(host, plot.Guest(host), plot.Day());
                ReceptionFactory.SeatAtHotel(visit, new Canteen("", $"{chain.Name}{host.Region.Short}店", host.Region, chain.Name, chain.Account, 0));
                visit.Reception.VenueType = "内部食堂";
                visit.Reception.PaymentMethod = "转账";
                var date = visit.Reception.ReceptionDate;
                visit.Reception.ReimbursedOn = WorkCalendar.OnOrAfter(new DateOnly(date.Year, date.Month, 1).AddMonths(1));
                plot.Add(visit, plot.About("organisation", host.Code));
            }
        }
    }
}

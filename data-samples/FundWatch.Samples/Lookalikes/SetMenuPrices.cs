using FundWatch.Samples.Schemes;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>A canteen whose set menu costs exactly the standard: every bill is heads times standard, and every head paid.</summary>
public sealed class SetMenuPrices : Lookalike
{
    public override void Plant(Plot plot)
    {
        plot.Tell("定点食堂套餐价等于接待标准，扫码人数与清单一致");
        var host = plot.TakeHost();
        var canteen = plot.World.Canteens[host.Region.Number][0];
        var visits = plot.Dice.Whole(8, 14);
        for (var i = 0; i < visits; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            plot.Receptions.SeatAtCanteen(plot.Dice, visit, canteen);
            visit.Reception.PaymentMethod = "扫码";
            ReceptionFactory.SetMeal(visit, ReceptionFactory.Standard(visit) * visit.Heads, 0);
            plot.Add(visit, plot.About("organisation", host.Code), markPayments: true);
        }
    }
}

using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>What the canteen's codes say does not fit the lists: few people paid for many, or one telephone paid every cover.</summary>
public sealed class CanteenScanFraud : StoryKind
{
    public override int Count => 9;

    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var canteen = plot.Dice.Pick(plot.World.Canteens[host.Region.Number]);
        var onePayer = plot.Dice.Chance(0.35);
        plot.Tell(onePayer ? "一人反复代付多份餐费" : "扫码人数明显少于接待清单");
        var staff = Enumerable.Range(0, plot.Dice.Whole(1, 2)).Select(n => ReceptionFactory.Staff(host, 190 + n)).ToArray();
        var times = plot.Dice.Whole(3, 8);
        for (var i = 0; i < times; i++)
        {
            var visit = plot.Reception(host, plot.Guest(host), plot.Day());
            visit.Reception.GuestCount = Math.Max(visit.Reception.GuestCount, plot.Dice.Whole(5, 10));
            visit.Reception.AccompanyCount = Math.Min(visit.Reception.AccompanyCount ?? 0, 3);
            plot.Receptions.SeatAtCanteen(plot.Dice, visit, canteen);
            ReceptionFactory.SetMeal(visit, ReceptionFactory.MealAmount(plot.Dice, visit, plot.Dice.Between(0.65, 0.93)), 0);
            visit.Reception.PaymentMethod = "扫码";
            if (onePayer)
            {
                OneTelephone(plot, visit, plot.Dice.Pick(staff));
            }
            else
            {
                var paid = Math.Max(1, (int)(visit.Heads * plot.Dice.Between(0.15, 0.65)));
                visit.Payments.RemoveRange(paid, visit.Payments.Count - paid);
            }

            plot.Add(visit, plot.About("organisation", canteen.Code), markPayments: true);
        }
    }

    private static void OneTelephone(Plot plot, ReceptionCase visit, string payer)
    {
        var at = visit.Payments[0].PaidAt;
        foreach (var payment in visit.Payments.Skip(plot.Dice.Whole(0, 1)))
        {
            at = at.AddSeconds(plot.Dice.Whole(8, 50));
            (payment.PayerId, payment.PaidAt) = (payer, at);
        }
    }
}

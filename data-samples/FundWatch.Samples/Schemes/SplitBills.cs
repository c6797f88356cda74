using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>One banquet, many claims: within a day or two, at one hotel, under different letters, often on consecutive invoices.</summary>
public sealed class SplitBills : StoryKind
{
    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var hotel = plot.Dice.Pick(plot.World.Hotels[host.Region.Number]);
        var consecutive = plot.Dice.Chance(0.6);
        plot.Tell(consecutive ? "同日同店连号发票拆单报销" : "一两日内同店拆单报销");
        var rounds = plot.Dice.Whole(1, 2);
        for (var r = 0; r < rounds; r++)
        {
            Banquet(plot, host, hotel, plot.Day(), consecutive);
        }
    }

    private static void Banquet(Plot plot, Organisation host, Canteen hotel, DateOnly day, bool consecutive)
    {
        var first = plot.Reception(host, plot.Guest(host), day);
        var date = first.Reception.ReceptionDate;
        var parts = plot.Dice.Whole(3, 7);
        var invoice = first.Reception.InvoiceNo!;
        for (var i = 0; i < parts; i++)
        {
            var visit = i == 0 ? first : plot.Receptions.Draw(plot.Dice, host, plot.Guest(host), day);
            var row = visit.Reception;
            ReceptionFactory.SeatAtHotel(visit, hotel);
            row.PaymentMethod = "公务卡";
            row.ReceptionDate = consecutive || i % 2 == 0 ? date : WorkCalendar.Later(date, 1);
            row.MealType = plot.Dice.Chance(0.7) ? "晚" : "中";
            row.GuestCount = plot.Dice.Whole(7, 14);
            row.AccompanyCount = 3;
            row.ReimbursedOn = WorkCalendar.Later(date, 6 + plot.Dice.Whole(0, 5));
            if (consecutive)
            {
                row.InvoiceNo = $"{invoice[..13]}{(long.Parse(invoice[13..]) + i) % 10_000_000:D7}";
            }

            ReceptionFactory.SetMeal(visit, ReceptionFactory.MealAmount(plot.Dice, visit, plot.Dice.Between(0.82, 0.96)), 0);
            plot.Add(visit, plot.About("organisation", host.Code));
        }
    }
}

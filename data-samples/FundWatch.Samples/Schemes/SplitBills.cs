using FundWatch.Samples.Rows;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>
/// One bill, many claims, each below what needs a transfer or a higher signature: within a day or two at one hotel, on paper invoices torn from
/// one pad, on one letter, or under letters of different guests.
/// </summary>
public sealed class SplitBills : StoryKind
{
    private enum Disguise
    {
        OnePad,
        OneLetter,
        ManyGuests,
    }

    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var hotel = plot.Dice.Pick(plot.World.Hotels[host.Region.Number]);
        var disguise = plot.Dice.Weighted((Disguise.OnePad, 5.0), (Disguise.OneLetter, 2.0), (Disguise.ManyGuests, 3.0));
        var limit = plot.Dice.Chance(0.5) ? 1_000 : 5_000;
        plot.Tell(disguise switch
        {
            Disguise.OnePad => $"同店连号发票拆单，每笔低于{limit}元",
            Disguise.OneLetter => $"一函多单拆分报销，每笔低于{limit}元",
            _ => $"一两日内同店多单报销，每笔略低于{limit}元",
        });
        var rounds = plot.Dice.Whole(1, 2);
        for (var r = 0; r < rounds; r++)
        {
            Banquet(plot, host, hotel, disguise, limit);
        }
    }

    private static void Banquet(Plot plot, Organisation host, Canteen hotel, Disguise disguise, int limit)
    {
        var day = plot.Day();
        var guest = plot.Guest(host);
        var first = plot.Reception(host, guest, day);
        var letter = new Letter(guest, day);
        var pad = plot.Dice.Whole(10_000_000, 89_999_000);
        var parts = plot.Dice.Whole(3, 7);
        for (var i = 0; i < parts; i++)
        {
            var visit = i == 0 ? first : plot.Receptions.Draw(plot.Dice, host, disguise == Disguise.ManyGuests ? plot.Guest(host) : guest, day);
            var row = visit.Reception;
            ReceptionFactory.SeatAtHotel(visit, hotel);
            row.PaymentMethod = "公务卡";
            row.ReceptionDate = i < parts / 2 ? first.Reception.ReceptionDate : WorkCalendar.Later(first.Reception.ReceptionDate, disguise == Disguise.OnePad ? 0 : 1);
            row.MealType = plot.Dice.Chance(0.7) ? "晚" : "中";
            row.ReimbursedOn = WorkCalendar.Later(row.ReceptionDate, 4 + plot.Dice.Whole(0, 6));
            if (disguise == Disguise.OnePad)
            {
                row.InvoiceNo = $"{pad + i}";
            }

            if (disguise == Disguise.OneLetter)
            {
                row.GuestOrgCode = guest.Code;
                Plot.SetLetter(visit, letter);
            }

            Bill(plot, visit, limit, disguise == Disguise.ManyGuests ? 0.82 : 0.5);
            plot.Add(visit, plot.About("organisation", host.Code));
        }
    }

    /// <summary>Below the limit, and per head within the standard: what is over goes to lodging.</summary>
    private static void Bill(Plot plot, ReceptionCase visit, int limit, double least)
    {
        var row = visit.Reception;
        var total = Math.Floor(limit * (decimal)plot.Dice.Between(least, 0.985));
        var perHead = ReceptionFactory.Standard(visit) * (decimal)plot.Dice.Between(0.8, 0.97);
        var heads = Math.Clamp((int)Math.Ceiling(total / perHead), 4, 16);
        row.AccompanyCount = Math.Min(3, heads / 4);
        row.GuestCount = heads - row.AccompanyCount.Value;
        var meal = Math.Min(total, Math.Floor(perHead * heads));
        ReceptionFactory.SetMeal(visit, meal, total - meal);
    }
}

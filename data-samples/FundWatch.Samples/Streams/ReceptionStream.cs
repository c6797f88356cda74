using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Writes receptions and canteen payments, day by day: what was planted for the day among what is honest.</summary>
public sealed class ReceptionStream(Prefecture world, ReceptionFactory factory, Output output)
{
    private readonly Dice _dice = world.Dice.Fork("receptions");
    private long _receptions;
    private long _payments;

    /// <param name="honest">How many honest receptions to draw.</param>
    /// <param name="travelPayments">How many payments by travellers whom nobody receives.</param>
    public void Write(IEnumerable<ReceptionCase> planted, int honest, int travelPayments)
    {
        var days = WorkCalendar.Workdays(world.Options.From, world.Options.Until.AddDays(-7));
        var calendar = new DayQuota(days, _dice);
        var waiting = new Queue<ReceptionCase>(planted.OrderBy(c => c.Day));
        var hosts = new HostDraw(world.Hosts);
        var owed = 0;
        for (var d = 0; d < days.Count; d++)
        {
            var day = days[d];
            while (waiting.TryPeek(out var next) && next.Day <= day)
            {
                Write(waiting.Dequeue());
            }

            for (var n = calendar.Due(honest, d); n > 0; n--)
            {
                if (Draw(hosts, day) is { } visit)
                {
                    Write(visit);
                }
            }

            // A trip brings several payments; what it brings beyond the day's share is taken off the next.
            for (owed += calendar.Due(travelPayments, d); owed > 0;)
            {
                owed -= Travel(day);
            }
        }

        while (waiting.TryDequeue(out var last))
        {
            Write(last);
        }
    }

    private ReceptionCase? Draw(HostDraw hosts, DateOnly letterDay)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var host = hosts.Draw(_dice);
            if (Guest(host, letterDay) is not { } guest)
            {
                continue;
            }

            var visit = factory.Draw(_dice, host, guest, letterDay);
            if (!host.IsFree(visit.Reception.ReceptionDate, 3))
            {
                continue;
            }

            host.Take(visit.Reception.ReceptionDate, guest);
            return visit;
        }

        return null;
    }

    private Organisation? Guest(Organisation host, DateOnly day)
    {
        var pool = world.Guests[_dice.Chance(0.85) ? host.Sector.Name : _dice.Pick(Sectors.All).Name];
        for (var attempt = 0; attempt < 6; attempt++)
        {
            var guest = _dice.Pick(pool);
            if (!guest.HasLetterOn(day) && !host.SawLately(guest) && !guest.Region.Code.StartsWith(host.Region.Code[..4], StringComparison.Ordinal))
            {
                return guest;
            }
        }

        return null;
    }

    private void Write(ReceptionCase visit)
    {
        var row = visit.Reception;
        if (row.Letter is { Number: null } letter)
        {
            letter.Number = letter.Issuer.NextLetter(letter.Date, _dice.Whole(1, 3));
        }

        row.Key = $"JD{row.ReceptionDate:yyyyMM}{++_receptions:D7}";
        row.VoucherNo ??= row.ReimbursedOn is { } on ? $"记{on:yyyyMM}-{_receptions % 9999 + 1:D4}" : null;
        output.Write(row, visit.Host.Region.Number, visit.Host.Region.Name);
        foreach (var payment in visit.Payments)
        {
            Write(payment, visit.Canteen!.Region);
        }
    }

    private void Write(CanteenPayment payment, Region region)
    {
        payment.Key = $"{payment.PaidAt:yyyyMMdd}{++_payments:D9}";
        output.Write(payment, region.Number, region.Name);
    }

    /// <summary>One to three people on a trip eat at a canteen for a day or two and pay for themselves.</summary>
    private int Travel(DateOnly day)
    {
        var canteens = _dice.Pick(world.Canteens);
        var canteen = _dice.Pick(canteens);
        var from = _dice.Pick(world.Guests[_dice.Pick(Sectors.All).Name]);
        Letter? letter = null;
        if (!from.HasLetterOn(day) && _dice.Chance(0.6))
        {
            letter = new Letter(from, day) { Number = from.NextLetter(day, _dice.Whole(1, 3)) };
        }

        var written = 0;
        var people = _dice.Whole(1, 3);
        var meals = _dice.Whole(1, 3);
        var first = WorkCalendar.Later(day, 1);
        var payers = Enumerable.Range(0, people).Select(_ => world.Ids.PersonId(from.Region.Code)).ToArray();
        for (var m = 0; m < meals; m++)
        {
            var meal = m switch { 0 => "中", 1 => "晚", _ => "早" };
            var start = MealTimes.Start(_dice, m == 2 ? first.AddDays(1) : first, meal);
            foreach (var payer in payers)
            {
                written++;
                Write(
                    new CanteenPayment
                    {
                        CanteenCode = canteen.Code,
                        CanteenRegionCode = canteen.Region.Code,
                        PaidAt = start.AddSeconds(_dice.Whole(0, 1200)),
                        Amount = ReceptionFactory.Fee(canteen, meal),
                        PayerId = payer,
                        PayerOrgName = from.Name,
                        PayerKind = "出差人员",
                        Letter = letter,
                        MealType = meal,
                    },
                    canteen.Region);
            }
        }

        return written;
    }
}

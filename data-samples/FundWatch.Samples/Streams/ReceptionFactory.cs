using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Draws honest receptions: letter first, a workday, few escorts, a bill within the standard, and every diner pays.</summary>
public sealed class ReceptionFactory(Prefecture world)
{
    private static readonly string[] _purposes = ["工作调研", "专项检查", "考察学习", "业务交流", "项目验收", "督查指导", "工作对接", "现场推进会"];

    /// <summary>Escorts allowed for so many guests (《党政机关国内公务接待管理规定》).</summary>
    public static int EscortLimit(int guests) => guests <= 10 ? 3 : guests / 3;

    /// <param name="letterDate">A workday; the visit follows within a week.</param>
    public ReceptionCase Draw(Dice dice, Organisation host, Organisation guest, DateOnly letterDate)
    {
        var date = WorkCalendar.Later(letterDate, dice.Weighted((1, 4.0), (2, 4.0), (3, 2.0), (4, 1.0)));
        var guests = Math.Clamp((int)Math.Round(dice.LogNormal(4.2, 0.5)), 1, 24);
        var escorts = Math.Min(EscortLimit(guests), dice.Weighted((0, 1.0), (1, 4.0), (2, 4.0), (3, 2.0), (5, 0.5)));
        var row = new Reception
        {
            OrgCode = host.Code,
            OrgName = NameAsKeyed(dice, host.Name),
            RegionCode = host.Region.Code,
            OrgLevel = host.Level,
            Sector = host.Sector.Name,
            ReceptionDate = date,
            Letter = new Letter(guest, letterDate),
            GuestOrgName = NameAsKeyed(dice, guest.Name),
            GuestOrgCode = dice.Chance(0.9) ? guest.Code : null,
            GuestRegionCode = guest.Region.Code,
            Purpose = $"{host.Sector.Name}{dice.Pick(_purposes)}",
            GuestCount = guests,
            AccompanyCount = escorts,
            MealCount = 1,
            MealType = dice.Weighted(("中", 58.0), ("晚", 38.0), ("早", 4.0)),
            AlcoholAmount = 0,
            OtherAmount = 0,
            Handler = dice.Pick(host.Handlers),
            Approver = dice.Pick(host.Approvers),
        };
        var visit = new ReceptionCase { Host = host, Guest = guest, Reception = row };
        Seat(dice, visit);
        SetMeal(visit, MealAmount(dice, visit, Math.Min(0.985, dice.LogNormal(0.76, 0.13))), dice.Chance(0.14) ? dice.Whole(1, 4) * dice.Whole(18, 32) * 10 : 0);
        Book(dice, visit);
        return visit;
    }

    /// <summary>Chooses where they eat; at a designated canteen everyone pays.</summary>
    public void Seat(Dice dice, ReceptionCase visit)
    {
        var row = visit.Reception;
        var region = visit.Host.Region.Number;
        switch (dice.Weighted((0, 46.0), (1, 34.0), (2, 17.0), (3, 3.0)))
        {
            case 0:
                SeatAtCanteen(dice, visit, dice.Pick(world.Canteens[region]));
                break;
            case 1:
                (row.VenueName, row.VenueType) = (visit.Host.Name + "食堂", "内部食堂");
                (row.PayeeName, row.PayeeAccount) = (row.VenueName, visit.Host.CanteenAccount);
                break;
            default:
                SeatAtHotel(visit, dice.Pick(world.Hotels[region]));
                break;
        }
    }

    public static void SeatAtHotel(ReceptionCase visit, Canteen hotel)
    {
        visit.Canteen = null;
        visit.Payments.Clear();
        (visit.Reception.VenueName, visit.Reception.VenueType) = (hotel.Name, "宾馆饭店");
        (visit.Reception.PayeeName, visit.Reception.PayeeAccount) = (hotel.Operator, hotel.Account);
    }

    public void SeatAtCanteen(Dice dice, ReceptionCase visit, Canteen canteen)
    {
        visit.Canteen = canteen;
        (visit.Reception.VenueName, visit.Reception.VenueType) = (canteen.Name, "定点食堂");
        (visit.Reception.PayeeName, visit.Reception.PayeeAccount) = (canteen.Operator, canteen.Account);
        PayEach(dice, visit);
    }

    /// <summary>One payment per diner, within the meal's hours.</summary>
    public void PayEach(Dice dice, ReceptionCase visit)
    {
        visit.Payments.Clear();
        var start = MealTimes.Start(dice, visit.Reception);
        for (var i = 0; i < visit.Heads; i++)
        {
            var isGuest = i < visit.Reception.GuestCount;
            visit.Payments.Add(new CanteenPayment
            {
                CanteenCode = visit.Canteen!.Code,
                CanteenRegionCode = visit.Canteen.Region.Code,
                PaidAt = start.AddSeconds(dice.Whole(0, 1500)),
                Amount = Fee(visit.Canteen, visit.Reception.MealType),
                PayerId = isGuest ? world.Ids.PersonId(visit.Guest.Region.Code) : Staff(visit.Host, dice.Whole(0, 9) + ((i - visit.Reception.GuestCount) * 10)),
                PayerOrgName = isGuest ? visit.Guest.Name : visit.Host.Name,
                PayerKind = isGuest ? "来宾" : "陪餐",
                Letter = visit.Reception.Letter,
                MealType = visit.Reception.MealType,
            });
        }
    }

    public static decimal Fee(Canteen canteen, string? meal) => meal == "早" ? Math.Round(canteen.Fee / 2) : canteen.Fee;

    /// <summary>The identity of the n-th employee of a house.</summary>
    public static string Staff(Organisation host, int n) => Identifiers.PersonId(host.Region.Code, 6_000_000 + (host.Number * 200L) + n);

    public static decimal Standard(ReceptionCase visit) =>
        ReceptionStandards.PerHead(visit.Host.Region.Code, visit.Host.Level, visit.Reception.MealType!, visit.Reception.ReceptionDate);

    /// <summary>A bill of the given share of the standard.</summary>
    public static decimal MealAmount(Dice dice, ReceptionCase visit, double shareOfStandard)
    {
        var amount = Standard(visit) * visit.Heads * (decimal)shareOfStandard;
        return dice.Chance(0.6) ? Amounts.Down(amount, 1) : Amounts.Down(amount, 0.5m);
    }

    public static void SetMeal(ReceptionCase visit, decimal meal, decimal lodging)
    {
        var row = visit.Reception;
        row.MealAmount = meal;
        row.LodgingAmount = lodging;
        row.TotalAmount = meal + lodging + (row.OtherAmount ?? 0) + (row.AlcoholAmount ?? 0);
        row.StandardPerHead = Standard(visit);
    }

    /// <summary>The claim: some days later, by transfer or official card, with an invoice of its own.</summary>
    public void Book(Dice dice, ReceptionCase visit)
    {
        var row = visit.Reception;
        row.ReimbursedOn = WorkCalendar.Later(row.ReceptionDate, dice.Whole(2, 22));
        row.PaymentMethod = row.VenueType == "定点食堂" ? dice.Weighted(("扫码", 7.0), ("转账", 3.0)) : dice.Weighted(("转账", 6.0), ("公务卡", 4.0));
        row.InvoiceNo = world.Ids.Invoice(row.ReceptionDate);
        if (dice.Chance(0.1))
        {
            row.StandardPerHead = null;
        }
    }

    private static string NameAsKeyed(Dice dice, string name) => dice.Weighted((0, 94.0), (1, 2.0), (2, 2.0), (3, 2.0)) switch
    {
        1 => name + " ",
        2 => name + "（机关）",
        3 when name.Length > 6 => name.Insert(3, " "),
        _ => name,
    };
}

using FundWatch.Samples.Randomness;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>The subsidy flows back: to the head of the company, to its own other account, or through a company of the same head.</summary>
public sealed class RoundTrips : StoryKind
{
    public override int Count => 9;

    public override void Plant(Plot plot)
    {
        var company = plot.World.NewCompany(Trade.Industry);
        var file = plot.Approved(plot.ProgrammeFor(ApplicantKind.Company), company, plot.Day(160));
        var way = plot.Dice.Weighted((0, 4.0), (1, 3.0), (2, 3.0));
        plot.Tell(way switch { 0 => "奖补资金转给法定代表人", 1 => "奖补资金转回申报企业账户", _ => "奖补资金转给同一法定代表人的企业" });
        var (payee, account) = way switch
        {
            0 => (company.LegalRep, plot.World.Ids.PersonalAccount()),
            1 => (company.Name, company.Account),
            _ => Sister(plot, company),
        };
        var row = file.Subsidy;
        var back = row.DisbursedAmount!.Value * (decimal)plot.Dice.Between(0.52, 0.95);
        file.Uses.Clear();
        var parts = plot.Dice.Whole(1, 4);
        for (var i = 0; i < parts; i++)
        {
            var use = plot.Subsidies.Use(plot.Dice, file, WorkCalendar.Later(row.DisbursedOn!.Value, plot.Dice.Whole(1, 40)), Amounts.Fen(back / parts));
            (use.PayeeName, use.PayeeAccount) = (payee, account);
            (use.Category, use.InvoiceNo) = way == 0 ? ("往来款", null) : (use.Category, use.InvoiceNo);
            use.Add(plot.About("application", null));
            file.Uses.Add(use);
        }

        file.Uses.Add(plot.Subsidies.Use(plot.Dice, file, WorkCalendar.Later(row.DisbursedOn!.Value, plot.Dice.Whole(5, 60)), Amounts.Fen((row.DisbursedAmount.Value - back) * 0.9m)));
        plot.Add(file, plot.About("application", null));
    }

    private static (string, string) Sister(Plot plot, Company company)
    {
        var sister = plot.World.NewCompany(Trade.Goods);
        sister.LegalRep = company.LegalRep;
        sister.Phone = company.Phone;
        return (sister.Name, sister.Account);
    }
}

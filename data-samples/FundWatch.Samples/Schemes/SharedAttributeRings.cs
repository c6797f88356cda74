using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Companies that look apart and share a telephone, an account, an address or a head: each claims its own subsidy.</summary>
public sealed class SharedAttributeRings : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        var region = plot.Dice.Pick(plot.World.Regions);
        var ring = Enumerable.Range(0, plot.Dice.Whole(3, 6)).Select(_ => plot.World.NewCompany(Trade.Industry, region)).ToList();
        var phone = plot.Dice.Chance(0.6);
        var account = plot.Dice.Chance(0.4);
        var head = !phone && !account || plot.Dice.Chance(0.25);
        // A head alone may be a homonym; with the address it is not.
        var address = (!phone && !account) || plot.Dice.Chance(0.4);
        plot.Tell($"多家申报企业共用{string.Join('、', Words(phone, account, head, address))}");
        for (var i = 1; i < ring.Count; i++)
        {
            ring[i].Phone = phone ? ring[0].Phone : ring[i].Phone;
            // A chain: not all share everything.
            ring[i].Account = account && (i % 2 == 1 || !phone) ? ring[0].Account : ring[i].Account;
            ring[i].LegalRep = head ? ring[0].LegalRep : ring[i].LegalRep;
            ring[i].Address = address ? ring[0].Address : ring[i].Address;
        }

        var day = plot.Day(200);
        foreach (var company in ring)
        {
            var programme = plot.ProgrammeFor(ApplicantKind.Company);
            var file = plot.Approved(programme, company, day);
            plot.SetAmount(file, plot.Dice.Money(programme.Median * 1.1, programme.Median * 2.6, 100));
            plot.Add(file, plot.About("company", company.Code));
            day = WorkCalendar.Later(day, plot.Dice.Whole(0, 20));
        }
    }

    private static IEnumerable<string> Words(bool phone, bool account, bool head, bool address)
    {
        string?[] words = [phone ? "电话" : null, account ? "账户" : null, head ? "法定代表人" : null, address ? "地址" : null];
        return words.OfType<string>();
    }
}

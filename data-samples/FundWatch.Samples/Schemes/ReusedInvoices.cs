using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>The same invoices prove the spending of two applications.</summary>
public sealed class ReusedInvoices : StoryKind
{
    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        plot.Tell("同一发票在两项申报中列支");
        var company = plot.TakeApplicant();
        var programmes = plot.Dice.Shuffled(Programmes.All.Where(p => p.For == ApplicantKind.Company)).Take(2).ToList();
        var day = plot.Day(220);
        var first = plot.Approved(programmes[0], company, day);
        var second = plot.Approved(programmes[1], company, WorkCalendar.Later(day, plot.Dice.Whole(5, 40)));
        var times = plot.Dice.Whole(1, Math.Min(first.Uses.Count, second.Uses.Count));
        for (var i = 0; i < times; i++)
        {
            var (one, two) = (first.Uses[i], second.Uses[i]);
            (two.InvoiceNo, two.PayeeName, two.PayeeAccount) = (one.InvoiceNo, one.PayeeName, one.PayeeAccount);
            one.Add(plot.About("company", company.Code));
            two.Add(plot.About("company", company.Code));
        }

        plot.Add(first, plot.About("company", company.Code));
        plot.Add(second, plot.About("company", company.Code));
    }
}

namespace FundWatch.Samples.Schemes;

/// <summary>One invoice claimed twice or three times: by one house months apart, or by two houses.</summary>
public sealed class DuplicateInvoices : StoryKind
{
    public override void Plant(Plot plot)
    {
        var host = plot.TakeHost();
        var other = plot.Dice.Chance(0.4) ? plot.TakeHost() : host;
        plot.Tell(other == host ? "同一发票重复报销" : "同一发票在两个单位报销");
        var first = plot.Reception(host, plot.Guest(host), plot.Day(250));
        plot.Add(first, plot.About("organisation", host.Code));
        var times = plot.Dice.Weighted((1, 3.0), (2, 1.0));
        for (var i = 0; i < times; i++)
        {
            var again = plot.Reception(other, plot.Guest(other), first.Reception.ReceptionDate.AddDays(plot.Dice.Whole(20, 180)));
            again.Reception.InvoiceNo = first.Reception.InvoiceNo;
            again.Reception.PayeeName = first.Reception.PayeeName;
            again.Reception.PayeeAccount = first.Reception.PayeeAccount;
            plot.Add(again, plot.About("organisation", other.Code));
        }
    }
}

namespace FundWatch.Samples.Schemes;

/// <summary>Open tenders that close before twenty days are over: works that must be tendered, and goods and services.</summary>
public sealed class ShortBidPeriods : StoryKind
{
    public override void Plant(Plot plot)
    {
        plot.Tell("招标公告至投标截止不足20日");
        var kind = plot.Dice.Weighted(("工程", 3.0), ("货物", 1.0), ("服务", 1.0));
        var file = plot.NewWorks(kind, kind == "工程" ? plot.Dice.Money(4_500_000, 18_000_000, 10_000) : null, "公开招标");
        var project = file.Project;
        var days = plot.Dice.Chance(0.4) ? plot.Dice.Whole(16, 19) : plot.Dice.Whole(4, 15);
        project.TenderNoticeOn = DateOnly.FromDateTime(project.BidDeadline!.Value).AddDays(-days);
        foreach (var bid in file.Bids)
        {
            bid.SubmittedAt = project.BidDeadline.Value.AddMinutes(-plot.Dice.Whole(15, 1_400));
        }

        plot.Add(file, plot.About("project", null));
    }
}

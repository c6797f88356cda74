namespace FundWatch.Samples.Schemes;

/// <summary>Bids of rivals written by one hand, or uploaded from one machine.</summary>
public sealed class SharedBidAuthors : StoryKind
{
    public override void Plant(Plot plot)
    {
        var file = plot.Project(plot.Dice.Weighted(("工程", 3.0), ("货物", 1.0), ("服务", 1.0)), method: "公开招标");
        var shared = plot.Dice.Shuffled(file.Bids).Take(plot.Dice.Whole(2, Math.Min(4, file.Bids.Count))).ToList();
        var author = plot.Dice.Chance(0.65);
        var device = !author || plot.Dice.Chance(0.4);
        plot.Tell(author ? device ? "不同投标人标书作者与上传设备相同" : "不同投标人标书作者相同" : "不同投标人上传设备相同");
        foreach (var bid in shared)
        {
            bid.DocumentAuthor = author ? shared[0].DocumentAuthor : bid.DocumentAuthor;
            bid.DeviceId = device ? shared[0].DeviceId : bid.DeviceId;
            bid.Add(plot.About("project", null));
        }

        plot.Add(file, plot.About("project", null));
    }
}

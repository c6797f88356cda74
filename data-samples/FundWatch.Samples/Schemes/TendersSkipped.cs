using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>Projects over the limit of mandatory tender, given away without one.</summary>
public sealed class TendersSkipped : StoryKind
{
    public override void Plant(Plot plot)
    {
        var kind = plot.Dice.Weighted(("工程", 4.0), ("货物", 2.0), ("服务", 2.0), ("农田建设", 1.0));
        var budget = plot.Dice.Money((double)ProjectFactory.TenderFrom(kind) * 1.12, (double)ProjectFactory.TenderFrom(kind) * plot.Dice.Between(1.2, 3.5), 1000);
        plot.Tell("达到必须招标限额而未招标");
        var file = plot.Project(kind, budget, plot.Dice.Weighted(("直接发包", 3.0), ("竞争性磋商", 2.0), ("单一来源", 1.0), ("竞争性谈判", 1.0)));
        plot.Add(file, plot.About("project", null));
    }
}

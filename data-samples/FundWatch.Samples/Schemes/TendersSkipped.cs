using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>
/// Projects over the limit of mandatory tender, given away without one: works, and the goods and services bought for works
/// (other goods and services fall under the procurement law).
/// </summary>
public sealed class TendersSkipped : StoryKind
{
    private static readonly string[] _goods = ["供水工程管材采购", "泵站工程设备采购", "污水处理工程设备采购", "道路照明工程电缆采购"];
    private static readonly string[] _services = ["河道治理工程勘察设计", "学校新建工程监理", "道路改建工程设计", "医院扩建工程监理"];

    public override void Plant(Plot plot)
    {
        var kind = plot.Dice.Weighted(("工程", 5.0), ("货物", 1.0), ("服务", 1.0), ("农田建设", 1.0));
        var limit = (double)ProjectFactory.TenderFrom(kind);
        var method = plot.Dice.Weighted(("直接发包", 3.0), ("竞争性磋商", 2.0), ("单一来源", 1.0), ("竞争性谈判", 1.0));
        plot.Tell("达到必须招标限额而未招标");
        var file = plot.NewWorks(kind, plot.Dice.Money(limit * 1.12, limit * plot.Dice.Between(1.2, 3.5), 1000), method);
        if (kind is "货物" or "服务")
        {
            file.Project.ProjectName = file.Owner.Name + plot.Dice.Pick(kind == "货物" ? _goods : _services);
        }

        plot.Add(file, plot.About("project", null));
    }
}

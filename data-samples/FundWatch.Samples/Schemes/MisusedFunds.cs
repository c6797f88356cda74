using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Spent on what no programme pays for.</summary>
public sealed class MisusedFunds : StoryKind
{
    private static readonly (string Category, string Purpose)[] _other =
    [
        ("购买理财产品", "认购结构性存款"), ("购置房产", "支付商品房首付款"), ("偿还借款", "归还民间借款本息"), ("业务招待费", "宴请及礼品支出"), ("购置车辆", "购买商务轿车"),
    ];

    public override int Count => 8;

    public override void Plant(Plot plot)
    {
        plot.Tell("奖补资金用于规定范围之外");
        var file = plot.Approved(plot.ProgrammeFor(ApplicantKind.Company), plot.TakeApplicant(), plot.Day(160));
        foreach (var use in plot.Dice.Shuffled(file.Uses).Take(plot.Dice.Whole(1, Math.Max(1, file.Uses.Count - 1))))
        {
            (use.Category, use.Purpose) = plot.Dice.Pick(_other);
            use.Add(plot.About("application", null));
        }

        plot.Add(file, plot.About("application", null));
    }
}

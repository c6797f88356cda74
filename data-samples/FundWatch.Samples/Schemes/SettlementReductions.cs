using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.Schemes;

/// <summary>Final accounts sent in far above what the audit leaves of them.</summary>
public sealed class SettlementReductions : StoryKind
{
    public override void Plant(Plot plot)
    {
        plot.Tell("结算审减率异常");
        var file = plot.FinishedProject();
        file.Project.SettlementSubmitted = Amounts.Fen(file.Project.SettlementAudited!.Value / (1 - (decimal)plot.Dice.Between(0.12, 0.4)));
        plot.Add(file, plot.About("project", null));
    }
}

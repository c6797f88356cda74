using FundWatch.Samples.Randomness;
using FundWatch.Samples.Schemes;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Lookalikes;

/// <summary>A framework contract, tendered once and called off month by month: many equal payments to one supplier, all behind the progress.</summary>
public sealed class FrameworkContracts : Lookalike
{
    public override void Plant(Plot plot)
    {
        plot.Tell("公开招标的框架协议，按月结算");
        var file = plot.Project("服务", plot.Dice.Money(1_100_000, 1_900_000, 1000), "公开招标");
        file.Project.ProjectName += "（框架协议）";
        var start = file.Project.StartedOn ?? file.Project.ContractSignedOn!.Value;
        file.Events.Clear();
        (file.Project.CompletedOn, file.Project.AcceptedOn, file.Project.SettlementSubmitted, file.Project.SettlementAudited) = (null, null, null, null);
        var monthly = Amounts.Down(file.Project.ContractAmount!.Value / 12 * 0.9m, 0.01m);
        for (var m = 1; m <= 12; m++)
        {
            var on = WorkCalendar.OnOrAfter(start.AddMonths(m).AddDays(6));
            if (on <= plot.World.Options.Until)
            {
                file.Events.Add(Execution.Event(file, "支付", on, monthly, $"第{m}期框架结算", 100 * m / 12));
            }
        }

        plot.Add(file, plot.About("project", null));
    }
}

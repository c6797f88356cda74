using FundWatch.Samples.Randomness;
using FundWatch.Samples.Streams;

namespace FundWatch.Samples.Schemes;

/// <summary>Change orders and site visas that add more than a tenth to the contract, in one piece or in many small ones.</summary>
public sealed class ExcessiveChanges : StoryKind
{
    private static readonly string[] _reasons = ["设计变更增加工程量", "现场签证土石方增加", "新增附属工程", "道路加宽", "隐蔽工程增加"];

    public override void Plant(Plot plot)
    {
        plot.Tell("变更签证累计超过合同价10%");
        var file = plot.FinishedProject();
        var project = file.Project;
        var contract = project.ContractAmount!.Value;
        file.Events.RemoveAll(e => e.EventKind is "变更" or "签证");
        var total = contract * (decimal)plot.Dice.Between(0.115, plot.Dice.Chance(0.5) ? 0.18 : 0.5);
        var parts = plot.Dice.Whole(1, 7);
        var days = project.CompletedOn!.Value.DayNumber - project.StartedOn!.Value.DayNumber;
        for (var i = 0; i < parts; i++)
        {
            var step = Execution.Event(file, plot.Dice.Chance(0.5) ? "变更" : "签证", project.StartedOn.Value.AddDays((int)(days * plot.Dice.Between(0.1, 0.95))),
                Amounts.Fen(total / parts), plot.Dice.Pick(_reasons), null);
            step.Add(plot.About("project", null));
            file.Events.Add(step);
        }

        plot.Add(file, plot.About("project", null));
    }
}

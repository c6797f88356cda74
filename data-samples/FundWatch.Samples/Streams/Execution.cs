using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;

namespace FundWatch.Samples.Streams;

/// <summary>From the start of works to the settlement: progress first, money after it, and nothing beyond the end of the data.</summary>
public static class Execution
{
    public static void Run(Dice dice, ProjectCase file, DateOnly until)
    {
        var project = file.Project;
        file.Events.Clear();
        if (project.ContractAmount is not { } contract || project.ContractSignedOn > until)
        {
            return;
        }

        var days = project.ProjectKind switch
        {
            "货物" => dice.Whole(20, 60),
            "服务" => dice.Whole(60, 180),
            _ => dice.Whole(80, 260),
        };
        var start = dice.Chance(0.1) ? project.ContractSignedOn!.Value : project.ContractSignedOn!.Value.AddDays(dice.Whole(4, 25));
        var completed = start.AddDays(days);
        var accepted = completed.AddDays(dice.Whole(8, 40));
        project.StartedOn = start <= until ? start : null;
        project.CompletedOn = completed <= until ? completed : null;
        project.AcceptedOn = accepted <= until ? accepted : null;

        var changed = project.ProjectKind is "工程" or "农田建设" && dice.Chance(0.4) ? Changes(dice, file, contract, start, days, until) : 0m;
        var settledOn = accepted.AddDays(dice.Whole(15, 70));
        var audited = Math.Min(project.BudgetAmount!.Value, Amounts.Fen((contract + changed) * (decimal)dice.Between(0.972, 1)));
        Payments(dice, file, contract, start, days, until);
        if (settledOn > until)
        {
            return;
        }

        project.SettlementAudited = audited;
        project.SettlementSubmitted = Amounts.Fen(audited / (1 - (decimal)dice.Between(0.004, 0.068)));
        file.Events.Add(Event(file, "结算", settledOn, audited, "竣工结算审定", 100));
        Final(dice, file, Math.Min(contract, audited), settledOn, until);
    }

    /// <summary>Progress payments: each time 82 to 92 % of what is built by then.</summary>
    private static void Payments(Dice dice, ProjectCase file, decimal contract, DateOnly start, int days, DateOnly until)
    {
        var steps = file.Project.ProjectKind is "货物" ? 1 : dice.Whole(3, 5);
        var share = (decimal)dice.Between(0.82, 0.9);
        var paid = 0m;
        var last = start;
        for (var i = 1; i <= steps; i++)
        {
            var progress = i == steps ? 100 : Math.Min(96, (100 * i / steps) + dice.Whole(-6, 6));
            var on = start.AddDays(Math.Max((days * progress / 100) + dice.Whole(3, 12), last.DayNumber - start.DayNumber + 4));
            last = on;
            var amount = Amounts.Down((contract * progress / 100 * share) - paid, 0.01m);
            if (on > until || amount <= 0)
            {
                return;
            }

            paid += amount;
            file.Events.Add(Event(file, "支付", on, amount, i == steps ? "完工支付" : "进度款", progress));
        }
    }

    /// <summary>After the settlement up to 97 %; 3 % stay as retention.</summary>
    private static void Final(Dice dice, ProjectCase file, decimal settled, DateOnly settledOn, DateOnly until)
    {
        var paid = file.Events.Where(e => e.EventKind == "支付").Sum(e => e.Amount);
        var on = settledOn.AddDays(dice.Whole(5, 28));
        var rest = Amounts.Down((settled * 0.97m) - paid, 0.01m);
        if (on <= until && rest > 0)
        {
            file.Events.Add(Event(file, "支付", on, rest, "结算尾款", 100));
        }
    }

    private static decimal Changes(Dice dice, ProjectCase file, decimal contract, DateOnly start, int days, DateOnly until)
    {
        var total = 0m;
        var count = dice.Whole(1, 3);
        for (var i = 0; i < count; i++)
        {
            var on = start.AddDays((int)(days * dice.Between(0.15, 0.9)));
            var amount = Amounts.Round(contract * (decimal)dice.Between(0.004, 0.022), 0.01m);
            if (on <= until)
            {
                total += amount;
                file.Events.Add(Event(file, dice.Chance(0.6) ? "变更" : "签证", on, amount, dice.Pick(_reasons), null));
            }
        }

        return total;
    }

    public static ProjectEvent Event(ProjectCase file, string kind, DateOnly on, decimal amount, string reason, int? progress) => new()
    {
        EventKind = kind,
        EventOn = on,
        Amount = amount,
        Reason = reason,
        PayeeName = kind == "支付" ? file.Supplier!.Name : null,
        PayeeAccount = kind == "支付" ? file.Supplier!.Account : null,
        ProgressPct = progress,
    };

    private static readonly string[] _reasons = ["地质条件变化", "增加排水涵管", "图纸优化", "土方外运距离调整", "材料品牌变更", "群众诉求增设便道"];
}

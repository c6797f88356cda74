using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;

namespace FundWatch.Samples.Schemes;

/// <summary>Money that runs ahead of the works: early payments far beyond what is built.</summary>
public sealed class PaymentsAheadOfProgress : StoryKind
{
    public override void Plant(Plot plot)
    {
        plot.Tell("累计付款超过形象进度");
        var file = plot.FinishedProject();
        var payments = file.Events.Where(e => e.EventKind == "支付").OrderBy(e => e.EventOn).ToList();
        var contract = file.Project.ContractAmount!.Value;
        RunAhead(plot, payments, contract);
        file.Events.RemoveAll(e => e.EventKind == "支付" && e.Amount <= 0);
        plot.Add(file, plot.About("project", null));
    }

    private static void RunAhead(Plot plot, List<ProjectEvent> payments, decimal contract)
    {
        var total = payments.Sum(p => p.Amount);
        var early = plot.Dice.Whole(1, Math.Max(1, payments.Count - 2));
        var paid = 0m;
        for (var i = 0; i < payments.Count; i++)
        {
            var payment = payments[i];
            if (i < early)
            {
                // An advance of up to 30 % of what is still to be built is lawful (财建〔2004〕369号); this is beyond it.
                var built = (payment.ProgressPct ?? 100) / 100;
                payment.Amount = Amounts.Fen(Math.Min(total, Math.Max(paid + 1_000, contract * (built + ((1 - built) * (decimal)plot.Dice.Between(0.34, 0.75))))) - paid);
                payment.Add(plot.About("project", null));
            }
            else
            {
                // What came early is missing later.
                payment.Amount = Math.Min(payment.Amount, total - paid);
            }

            paid += payment.Amount;
        }
    }
}

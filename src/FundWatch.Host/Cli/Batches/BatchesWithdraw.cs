using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Batches;

namespace FundWatch.Host.Cli.Batches;

internal static class BatchesWithdraw
{
    public static Command Build()
    {
        var id = new Argument<long>("ID") { Description = Language.Pick("批次编号", "number of the batch") };
        var reason = new Option<string?>("--reason") { Description = Language.Pick("撤回的原因（必填，留痕）", "why (required, kept in the trail)"), HelpName = "TEXT" };
        var withLater = new Option<bool>("--with-later") { Description = Language.Pick("连同其后含有相同行的批次一并撤回", "withdraw later batches that contained the same rows along with it") };
        var dryRun = new Option<bool>("--dry-run") { Description = Language.Pick("只说明将发生什么，不撤回", "say what would happen and change nothing") };
        var command = new Command("withdraw", Language.Pick("整批撤回：新增的行退出、更新的行恢复原样、相关线索重新评分", "withdraw a batch whole: rows it added go, rows it changed come back, leads are judged anew"))
        {
            id, reason, withLater, dryRun,
        }.WithExamples("fundwatch batches withdraw 12 --dry-run", "fundwatch batches withdraw 12 --reason \"县局发错文件\"");
        command.SetAction(async (parse, ct) =>
        {
            var why = parse.GetValue(reason);
            if (string.IsNullOrWhiteSpace(why) && !parse.GetValue(dryRun))
            {
                throw new UsageException("撤回批次须用 --reason 说明原因。", "Say why with --reason.");
            }

            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var withdrawal = new BatchWithdrawal(db, TimeProvider.System);
            if (parse.GetValue(dryRun))
            {
                var plan = await withdrawal.PlanAsync(parse.GetValue(id), parse.GetValue(withLater), ct);
                output.Result(plan);
                Say(output, plan);
                return ExitCode.Done;
            }

            var result = await output.ProgressAsync(Language.Pick("撤回", "Withdrawing"), progress =>
                withdrawal.WithdrawAsync(parse.GetValue(id), why!, CliActor.Name, parse.GetValue(withLater), new Relay(progress), ct));
            output.Result(result);
            var batches = string.Join(", ", result.Batches);
            output.Say($"批次 {batches} 已撤回：移出 {result.Removed:N0} 行，其中 {result.Restored:N0} 行恢复为先前的内容；隔离行 {result.Refused:N0} 行记为随批次撤回{(result.Reopened > 0 ? $"，另有 {result.Reopened:N0} 行其他批次的隔离行重新待处理" : "")}。",
                $"Batch {batches} withdrawn: {Counted.Of(result.Removed, "row")} taken out, {result.Restored:N0} of them back as they were before; {Counted.Of(result.Refused, "row")} in quarantine marked as withdrawn{(result.Reopened > 0 ? $", {result.Reopened:N0} of other batches waiting again" : "")}.");
            output.Note("网页服务运行时，几分钟内自动重新判断受影响的线索；也可立即运行：fundwatch score", "While the page is served, the leads concerned are judged anew within minutes; or at once: fundwatch score");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Say(Output output, WithdrawalPlan plan)
    {
        foreach (var batch in plan.Batches)
        {
            output.Say($"撤回批次 {batch.BatchId}：{batch.FileName}（新增 {batch.Loaded:N0}、更新 {batch.Updated:N0}）", $"withdraws batch {batch.BatchId}: {batch.FileName} ({batch.Loaded:N0} loaded, {batch.Updated:N0} updated)");
        }

        output.Say($"移出 {plan.Removed:N0} 行，其中 {plan.Restored:N0} 行恢复为先前的内容；{plan.Superseded:N0} 行已被后来的批次替换，保持不变。",
            $"{Counted.Of(plan.Removed, "row")} would go, {plan.Restored:N0} of them back as they were before; {plan.Superseded:N0} {(plan.Superseded == 1 ? "has been replaced by a later batch and stays" : "have been replaced by later batches and stay")}.");
        output.Say($"隔离行 {plan.Refused:N0} 行记为随批次撤回（其中 {plan.RefusedOpen:N0} 行待处理，{plan.Refused - plan.RefusedOpen:N0} 行已处理）{(plan.Reopened > 0 ? $"，另有 {plan.Reopened:N0} 行其他批次的隔离行重新待处理" : "")}；{plan.Leads:N0} 条未结线索的证据含有这些行，将重新判断。",
            $"{Counted.Of(plan.Refused, "row")} in quarantine would be marked as withdrawn ({plan.RefusedOpen:N0} waiting, {plan.Refused - plan.RefusedOpen:N0} settled already){(plan.Reopened > 0 ? $", {plan.Reopened:N0} of other batches would be waiting again" : "")}; {Counted.Of(plan.Leads, "open lead")} {(plan.Leads == 1 ? "has" : "have")} evidence among these rows and would be judged anew.");
        if (plan.Standing.Count > 0)
        {
            var list = string.Join(", ", plan.Standing.Select(b => $"{b.BatchId} ({b.FileName})"));
            output.Warn($"以下后来的批次含有未变的行，可能正是这些行，须加 --with-later 一并撤回，再重新导入其文件：{list}",
                $"Later batches contained rows unchanged, perhaps these: withdraw them along (--with-later) and take their files in again: {list}");
        }
    }

    private sealed class Relay(IProgress<(double Share, string? Stage)> to) : IProgress<double>
    {
        public void Report(double value) => to.Report((value, null));
    }
}

using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Postgres;

namespace FundWatch.Host.Cli.Batches;

internal static class BatchesShow
{
    public static Command Build()
    {
        var id = new Argument<long>("ID") { Description = Language.Pick("批次编号", "number of the batch") };
        var command = new Command("show", Language.Pick("一个批次及其数据质量报告", "one batch and what its file held")) { id }
            .WithExamples("fundwatch batches show 12", "fundwatch batches show 12 --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var batch = await FindAsync(db, parse.GetValue(id), ct);
            var report = await new QualityReports(db).ReadAsync(batch.BatchId, ct);
            output.Result(new { Batch = batch, report?.Load, report?.Findings });
            if (!output.IsJson)
            {
                Show(output, batch, report);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <exception cref="ProblemException">There is no such batch.</exception>
    internal static async Task<BatchRow> FindAsync(FundWatchDatabase db, long id, CancellationToken ct) => await new BatchStore(db).FindAsync(id, ct)
        ?? throw new ProblemException($"没有批次 {id}。用 fundwatch batches list 查看编号。", $"There is no batch {id}. See `fundwatch batches list` for the numbers.");

    private static void Show(Output output, BatchRow batch, QualityReport? report)
    {
        var (zh, en) = batch.Currency is { } currency ? ($"，金额以 {currency} 计", $", amounts in {currency}") : ("", "");
        output.Say($"批次 {batch.BatchId}：{batch.ShownName}，{batch.Stream}，来源 {batch.Source}{zh}，{BatchWords.Status(batch.ShownStatus)}", $"batch {batch.BatchId}: {batch.ShownName}, {batch.Stream}, source {batch.Source}{en}, {BatchWords.Status(batch.ShownStatus)}");
        output.Say($"{batch.Rows:N0} 行 = 新增 {batch.Loaded:N0} + 更新 {batch.Updated:N0} + 未变 {batch.Unchanged:N0} + 隔离 {batch.Quarantined:N0}",
            $"{Counted.Of(batch.Rows, "row")} = {batch.Loaded:N0} loaded + {batch.Updated:N0} updated + {batch.Unchanged:N0} unchanged + {batch.Quarantined:N0} quarantined");
        if (batch.IsStopped)
        {
            output.Warn("这次导入已停止，没有完成。重新导入同一文件会从中断处接着做，也可撤回本批次；在此之前，其后到达的数据暂不评分。",
                "This load was stopped and is not complete. Load the same file again and it carries on, or withdraw the batch; until then data that arrived later is not judged.");
        }

        if (batch.Settled > 0)
        {
            output.Say($"导入时结清了此前隔离的 {batch.Settled:N0} 行", $"it took in {Counted.Of(batch.Settled, "row")} that had been refused before");
        }

        if (batch.WithdrawReason is not null)
        {
            output.Say($"由 {batch.WithdrawnBy} 撤回：{batch.WithdrawReason}（移出 {batch.Removed:N0} 行，恢复 {batch.Restored:N0} 行）", $"withdrawn by {batch.WithdrawnBy}: {batch.WithdrawReason} ({Counted.Of(batch.Removed, "row")} out, {batch.Restored:N0} back as before)");
        }

        if (batch.Error is not null)
        {
            output.Warn(batch.ErrorZh ?? batch.Error, batch.Error);
        }

        if (report is null)
        {
            output.Note("此批次没有数据质量报告。", "This batch has no quality report.");
            return;
        }

        ReportText.Whole(output, report);
    }
}

using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Export;

namespace FundWatch.Host.Cli.Batches;

internal static class BatchesReport
{
    public static Command Build()
    {
        var id = new Argument<long>("ID") { Description = Language.Pick("批次编号", "number of the batch") };
        var format = new Option<string>("--format") { Description = Language.Pick("html、json 或 csv", "html, json or csv"), HelpName = "F", DefaultValueFactory = _ => "html" }.Among([.. ReportExport.Formats]);
        var to = new Option<string?>("--output") { Description = Language.Pick("写入此文件；默认标准输出", "write to this file; standard output by default"), HelpName = "F" };
        var command = new Command("report", Language.Pick("导出数据质量报告", "the quality report as a file")) { id, format, to }
            .WithExamples("fundwatch batches report 12 --format html --output report.html", "fundwatch batches report 12 --format csv > columns.csv");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var path = parse.GetValue(to);
            if (path is null && output.IsJson)
            {
                throw new UsageException("--json 时请用 --output 指定文件。", "With --json, name the file with --output.");
            }

            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var batch = await BatchesShow.FindAsync(db, parse.GetValue(id), ct);
            var report = await new QualityReports(db).ReadAsync(batch.BatchId, ct) ?? throw new ProblemException(
                $"批次 {batch.BatchId} 没有数据质量报告（更正批次、被整体拒收的文件和旧版本导入的批次没有）。", $"Batch {batch.BatchId} has no quality report (corrections, files refused whole and batches of older versions have none).");
            var text = ReportExport.Write(report, parse.GetValue(format)!);
            if (path is null)
            {
                Console.Out.Write(text);
            }
            else
            {
                await File.WriteAllTextAsync(path, text, ReportExport.EncodingOf(parse.GetValue(format)!), ct);
                output.Note($"已写入 {path}", $"written to {path}");
            }

            output.Result(new { batch.BatchId, Format = parse.GetValue(format), Output = path, Remarks = report.Findings.Remarks.Count });
            return ExitCode.Done;
        });
        return command;
    }
}

using System.CommandLine;
using FundWatch.Host.Cli.Batches;

namespace FundWatch.Host.Cli;

/// <summary>Files taken in: list, show with what they held, report as a file, withdraw.</summary>
public sealed class BatchesCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build() => new Command("batches", Language.Pick("数据批次：列表、数据质量报告、撤回", "files taken in: list, quality report, withdraw"))
    {
        BatchesList.Build(), BatchesShow.Build(), BatchesReport.Build(), BatchesWithdraw.Build(),
    }.WithExamples("fundwatch batches list", "fundwatch batches show 12", "fundwatch batches report 12 --format html --output report.html",
        "fundwatch batches withdraw 12 --reason \"县局发错文件\"");
}

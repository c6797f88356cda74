using System.CommandLine;
using FundWatch.Host.Cli.Batches;

namespace FundWatch.Host.Cli;

/// <summary>Files taken in: list, withdraw.</summary>
public sealed class BatchesCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build() => new Command("batches", Language.Pick("数据批次：列表、撤回", "files taken in: list, withdraw"))
    {
        BatchesList.Build(), BatchesWithdraw.Build(),
    }.WithExamples("fundwatch batches list", "fundwatch batches withdraw 12 --dry-run",
        "fundwatch batches withdraw 12 --reason \"县局发错文件\"");
}

using System.CommandLine;
using FundWatch.Data.Batches;
using Spectre.Console;

namespace FundWatch.Host.Cli.Batches;

internal static class BatchesList
{
    public static Command Build()
    {
        var stream = new Option<string?>("--stream") { Description = Language.Pick("只看此数据流", "only this stream"), HelpName = "S" }.Among(Choices.Streams);
        var source = new Option<string?>("--source") { Description = Language.Pick("只看此来源", "only this source"), HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = Language.Pick("最多几个，新的在前", "at most so many, newest first"), HelpName = "N", DefaultValueFactory = _ => 50 }.Between(1);
        var command = new Command("list", Language.Pick("列出批次，新的在前", "list batches, newest first")) { stream, source, limit }
            .WithExamples("fundwatch batches list --stream reception", "fundwatch batches list --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            if (parse.GetValue(source) is { } named)
            {
                Choices.Check("--source", named, await new KnownSources(db).ListAsync(ct));
            }

            var batches = await new BatchStore(db).LatestAsync(parse.GetValue(limit), parse.GetValue(stream), parse.GetValue(source), ct);
            output.Result(new { Batches = batches });
            if (!output.IsJson)
            {
                Show(output, batches, parse.GetValue(stream) is not null || parse.GetValue(source) is not null);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(Output output, IReadOnlyList<BatchRow> batches, bool isFiltered)
    {
        if (batches.Count == 0)
        {
            output.Say(isFiltered ? "没有符合条件的批次。" : "还没有导入过文件。", isFiltered ? "No batch matches." : "No file has been taken in yet.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", Language.Pick("文件", "file"), Language.Pick("数据流", "stream"), Language.Pick("来源", "source"), Language.Pick("状态", "status"));
        foreach (var name in new[] { Language.Pick("行数", "rows"), Language.Pick("新增", "loaded"), Language.Pick("更新", "updated"), Language.Pick("未变", "unchanged"), Language.Pick("隔离", "refused") })
        {
            table.AddColumn(name, c => c.RightAligned());
        }

        foreach (var b in batches)
        {
            table.AddRow($"{b.BatchId}", Markup.Escape(b.Sheet is null ? b.ShownName : $"{b.ShownName}!{b.Sheet}"), b.Stream, Markup.Escape(b.Source), BatchWords.Status(b.ShownStatus),
                $"{b.Rows:N0}", $"{b.Loaded:N0}", $"{b.Updated:N0}", $"{b.Unchanged:N0}", $"{b.Quarantined:N0}");
        }

        output.Show(table);
    }
}

/// <summary>Words of a batch on the command line.</summary>
internal static class BatchWords
{
    public static string Status(string status) => status switch
    {
        "loading" => Language.Pick("导入中", "loading"),
        "stopped" => Language.Pick("已停止，未完成", "stopped, not complete"),
        "done" => Language.Pick("完成", "done"),
        "failed" => Language.Pick("失败", "failed"),
        "withdrawing" => Language.Pick("撤回中", "being withdrawn"),
        "withdrawn" => Language.Pick("已撤回", "withdrawn"),
        _ => status,
    };
}

using System.CommandLine;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Takes files and folders in, or drafts a mapping for one that is not recognised.</summary>
public sealed class IngestCommand : ICliCommand
{
    private static readonly Argument<string[]> _paths = new("PATH")
    {
        Description = Language.Pick("文件或文件夹（含子文件夹）", "files or folders (with all below them)"), Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> _stream = new("--stream")
    {
        Description = Language.Pick("数据流；不给则按表头识别", "stream; recognised from the header where not given"), HelpName = "S",
    };

    private static readonly Option<string> _source = new("--source")
    {
        Description = Language.Pick("来源系统的名称，是行身份的一部分", "name of the source system, part of a row's identity"), HelpName = "NAME", DefaultValueFactory = _ => "default",
    };

    private static readonly Option<string?> _mapping = new("--mapping") { Description = Language.Pick("映射文件（JSON）", "mapping file (JSON)"), HelpName = "F" };
    private static readonly Option<string?> _sheet = new("--sheet") { Description = Language.Pick("工作表名称；默认第一个", "sheet of a spreadsheet; the first by default"), HelpName = "S" };
    private static readonly Option<bool> _dryRun = new("--dry-run") { Description = Language.Pick("只检查和统计，不写入", "check and count, keep nothing") };

    private static readonly Option<string?> _suggest = new("--suggest-mapping")
    {
        Description = Language.Pick("为不认识的表打印映射草稿", "print a mapping draft for a file with an unknown layout"), HelpName = "FILE",
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("ingest", Language.Pick("导入文件；同一文件再次导入不改变任何数据", "take files in; the same file again changes nothing"))
        {
            _paths, _stream, _source, _mapping, _sheet, _dryRun, _suggest,
        }.WithExamples("fundwatch ingest ./exports", "fundwatch ingest 2025-03.csv --source finance --dry-run",
            "fundwatch ingest --suggest-mapping payments.csv > payments.mapping.json", "fundwatch ingest payments.csv --mapping payments.mapping.json");
        command.SetAction((parse, ct) => parse.GetValue(_suggest) is { } file ? Task.FromResult(Suggest(parse, file)) : IngestAsync(parse, ct));
        return command;
    }

    private static async Task<int> IngestAsync(ParseResult parse, CancellationToken ct)
    {
        var paths = parse.GetValue(_paths) ?? [];
        if (paths.Length == 0)
        {
            throw new UsageException("请给出要导入的文件或文件夹，例如 fundwatch ingest ./exports", "Name the files or folders to take in, e.g. fundwatch ingest ./exports");
        }

        var stream = parse.GetValue(_stream);
        if (stream is not null && RecordStreams.Find(stream) is null)
        {
            var known = string.Join(", ", RecordStreams.All.Select(s => s.Name));
            throw new UsageException($"没有数据流 {stream}。可选：{known}", $"There is no stream '{stream}'. Known: {known}");
        }

        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var service = new IngestService(database, TimeProvider.System);
        var request = new IngestRequest(paths, stream, parse.GetValue(_source)!, parse.GetValue(_mapping), parse.GetValue(_sheet), parse.GetValue(_dryRun));
        var report = await output.ProgressAsync(Language.Pick("导入", "Taking in"), progress => service.IngestAsync(request, new Relay(progress), ct));
        output.Result(report);
        if (!output.IsJson)
        {
            Show(output, report, request.DryRun);
        }

        return report.HasRefusals ? ExitCode.SomeRefused : ExitCode.Done;
    }

    private static int Suggest(ParseResult parse, string file)
    {
        var draft = MappingDraft.Of(file, parse.GetValue(_stream), parse.GetValue(_sheet));
        Console.Out.WriteLine(draft.Mapping.ToJson());
        CliContext.Output(parse).Note(draft.AdviceZh, draft.AdviceEn);
        return ExitCode.Done;
    }

    private static void Show(Output output, IngestReport report, bool dryRun)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Language.Pick("文件", "file")).AddColumn(Language.Pick("数据流", "stream"));
        foreach (var (zh, en) in new[] { ("行数", "rows"), ("= 新增", "= loaded"), ("+ 更新", "+ updated"), ("+ 未变", "+ unchanged"), ("+ 隔离", "+ quarantined"), ("秒", "s") })
        {
            table.AddColumn(new TableColumn(Language.Pick(zh, en)).RightAligned());
        }

        foreach (var f in report.Files)
        {
            table.AddRow(Markup.Escape(Path.GetFileName(f.Path)), f.Stream is null ? "?" : Markup.Escape(f.Stream), $"{f.Rows:N0}", $"{f.Loaded:N0}", $"{f.Updated:N0}",
                $"{f.Unchanged:N0}", f.Quarantined > 0 ? $"[yellow]{f.Quarantined:N0}[/]" : "0", $"{f.Seconds:0.0}");
        }

        var t = report.Totals;
        table.AddRow(Language.Pick("合计", "total"), "", $"{t.Rows:N0}", $"{t.Loaded:N0}", $"{t.Updated:N0}", $"{t.Unchanged:N0}", $"{t.Quarantined:N0}", $"{t.Seconds:0.0}");
        output.Show(table);
        foreach (var failed in report.Files.Where(f => f.Error is not null))
        {
            output.Warn($"{failed.Path}：{failed.Error!.Zh}", $"{failed.Path}: {failed.Error.En}");
        }

        foreach (var skipped in report.Files.Where(f => f.Skipped > 0))
        {
            output.Note($"{skipped.Path}：按映射跳过 {skipped.Skipped:N0} 行（不是记录）", $"{skipped.Path}: {skipped.Skipped:N0} rows skipped by the mapping (no records)");
        }

        if (t.Quarantined > 0)
        {
            output.Warn($"有 {t.Quarantined:N0} 行被隔离。查看原因：fundwatch quarantine list；导出更正：fundwatch quarantine export --output 待更正.csv",
                $"{t.Quarantined:N0} rows are in quarantine. Why: fundwatch quarantine list; to correct them: fundwatch quarantine export --output to-correct.csv");
        }

        if (dryRun)
        {
            output.Note("试运行：没有写入任何数据。", "Dry run: nothing was kept.");
        }
    }

    private sealed class Relay(IProgress<(double Share, string? Stage)> to) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) =>
            to.Report(((value.File - 1 + value.Share) / value.Files, $"{value.File}/{value.Files} {Path.GetFileName(value.Path)} {value.Rows:N0}"));
    }
}

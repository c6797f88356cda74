using System.CommandLine;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Query;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Postgres;
using FundWatch.Host.Cli.Batches;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Takes files and folders in, or drafts a mapping for one that is not recognised.</summary>
public sealed class IngestCommand : ICliCommand
{
    private const int RemarksShown = 6;

    private static readonly Argument<string[]> _paths = new("PATH")
    {
        Description = Language.Pick("文件或文件夹（含子文件夹）", "files or folders (with all below them)"), Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> _stream = new Option<string?>("--stream")
    {
        Description = Language.Pick("数据流；不给则按表头识别", "stream; recognised from the header where not given"), HelpName = "S",
    }.Among(Choices.Streams);

    private static readonly Option<string> _source = new Option<string>("--source")
    {
        Description = Language.Pick("来源系统的名称，是行身份的一部分", "name of the source system, part of a row's identity"), HelpName = "NAME", DefaultValueFactory = _ => "default",
    }.Named();

    private static readonly Option<string?> _mapping = new("--mapping") { Description = Language.Pick("映射：JSON 文件，或 mappings save 保存的名称", "mapping: a JSON file, or a name kept with mappings save"), HelpName = "F|NAME" };
    private static readonly Option<string?> _sheet = new("--sheet") { Description = Language.Pick("只导入这个工作表；默认导入表头可识别的所有工作表", "take only this sheet; by default all whose header is recognised"), HelpName = "S" };
    private static readonly Option<bool> _dryRun = new("--dry-run") { Description = Language.Pick("只检查和统计，不写入", "check and count, keep nothing") };

    private static readonly Option<bool> _report = new("--report") { Description = Language.Pick("显示完整的数据质量报告", "show the quality report whole") };
    private static readonly Option<string?> _fromQuery = new("--from-query") { Description = Language.Pick("从另一 PostgreSQL 读取：一条 select 语句", "read from another PostgreSQL: one select statement"), HelpName = "SQL" };

    private static readonly Option<string?> _fromConnection = new("--from-connection")
    {
        Description = Language.Pick("该数据库的连接字符串（密码可放在环境变量 PGPASSWORD；不显示、不保存）", "its connection string (the password may stand in PGPASSWORD; never shown nor stored)"), HelpName = "C",
    };

    private static readonly Option<string[]> _key = new("--key")
    {
        Description = Language.Pick("查询中能唯一确定一行的列，按它分页、断点续传；可给多个", "columns of the query that tell its rows apart: read in pages by them, carried on after a break"), HelpName = "COL", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> _suggest = new("--suggest-mapping")
    {
        Description = Language.Pick("为不认识的表打印映射草稿", "print a mapping draft for a file with an unknown layout"), HelpName = "FILE",
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("ingest", Language.Pick(
            $"导入文件；同一文件再次导入不改变任何数据。格式：{SourceFile.ReadableFormats}", $"take files in; the same file again changes nothing. Formats: {SourceFile.ReadableFormats}"))
        {
            _paths, _stream, _source, _mapping, _sheet, _dryRun, _report, _fromQuery, _fromConnection, _key, _suggest,
        }.WithExamples("fundwatch ingest ./exports", "fundwatch ingest subsidy.xlsx --report", "fundwatch ingest 2025-03.csv --source finance --dry-run",
            "fundwatch ingest --suggest-mapping payments.csv > payments.json", "fundwatch ingest payments.csv --mapping payments.json --dry-run",
            "fundwatch mappings save payments payments.json", "fundwatch ingest payments.csv --mapping payments --source bank",
            "fundwatch ingest --from-query \"select * from payments where paid_at >= '2025-01-01'\" --from-connection \"Host=10.0.0.5;Database=finance;Username=reader\" --key payment_id --source finance");
        command.SetAction((parse, ct) => parse.GetValue(_suggest) is { } file ? Task.FromResult(Suggest(parse, file)) : IngestAsync(parse, ct));
        return command;
    }

    private static async Task<int> IngestAsync(ParseResult parse, CancellationToken ct)
    {
        var paths = parse.GetValue(_paths) ?? [];
        var query = Query(parse, paths);
        if (paths.Length == 0 && query is null)
        {
            throw new UsageException("请给出要导入的文件或文件夹，例如 fundwatch ingest ./exports", "Name the files or folders to take in, e.g. fundwatch ingest ./exports");
        }

        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var service = new IngestService(database, TimeProvider.System);
        var request = new IngestRequest(paths, parse.GetValue(_stream), parse.GetValue(_source)!, parse.GetValue(_mapping), parse.GetValue(_sheet), parse.GetValue(_dryRun),
            BringBack: paths is [var alone] && File.Exists(alone));
        var report = await output.ProgressAsync(Language.Pick("导入", "Taking in"), progress => query is null ? service.IngestAsync(request, new Relay(progress), ct) : service.IngestAsync(query, request, new Relay(progress), ct));
        report = report with { Files = [.. report.Files.Select(f => f with { RefusedRows = f.RefusedRows?.Select(r => r with { Message = Language.Pick(r.MessageZh, r.MessageEn) }).ToList() })] };
        output.Result(report);
        if (report.Files.Count == 0)
        {
            output.Warn($"{string.Join("、", paths)} 中没有找到可读的文件（隐藏文件不计），没有导入任何数据。可读：{SourceFile.ReadableFormats}",
                $"No file was found in {string.Join(", ", paths)} (hidden ones do not count), and nothing was taken in. Readable: {SourceFile.ReadableFormats}");
        }
        else if (!output.IsJson)
        {
            Show(output, report, request.DryRun);
            await QualityAsync(output, database, report, parse.GetValue(_report), ct);
        }

        if (!request.DryRun && report.Totals.Loaded + report.Totals.Updated > 0)
        {
            await JobHere.FindNamesAsync(database, output, ct);
        }

        var isUndone = query is not null && report.Files.All(f => f.Error is { } error && QueryRefusals.IsBeforeAnyRow(error.Code));
        return isUndone ? ExitCode.Failed : report.HasRefusals ? ExitCode.SomeRefused : ExitCode.Done;
    }

    private static QuerySource? Query(ParseResult parse, string[] paths)
    {
        var (sql, connection, key) = (parse.GetValue(_fromQuery), parse.GetValue(_fromConnection), parse.GetValue(_key) ?? []);
        if (sql is null && connection is null && key.Length == 0)
        {
            return null;
        }

        if (paths.Length > 0)
        {
            throw new UsageException($"从数据库导入时不能同时给出文件（{paths[0]}）。请分两次运行。", $"Rows of a database and files ({paths[0]}) cannot be taken in at once. Run the command twice.");
        }

        var missing = new[] { (_fromQuery.Name, sql is null), (_fromConnection.Name, connection is null), (_key.Name, key.Length == 0) }.Where(o => o.Item2).Select(o => o.Name).ToList();
        if (missing.Count > 0)
        {
            throw new UsageException($"从数据库导入还缺 {string.Join("、", missing)}。示例见 fundwatch ingest --help。", $"Taking in from a database also needs {string.Join(" and ", missing)}. See fundwatch ingest --help for an example.");
        }

        return new QuerySource(sql!, connection!, [.. key.SelectMany(k => k.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]);
    }

    private static int Suggest(ParseResult parse, string file)
    {
        var draft = MappingDraft.Of(file, parse.GetValue(_stream), parse.GetValue(_sheet), () => new WorkFolder(DataDirectory.Open(CliContext.Settings(parse).DataDirectory).Work));
        var output = CliContext.Output(parse);
        output.Result(new
        {
            draft.Mapping, // as a file is written, comments apart
            Columns = draft.Columns.Select(c => new { Column = c.Column.Name, c.Column.ChineseHeader, c.Column.IsRequired, c.Header, c.Confidence, c.Samples }),
            draft.Unused,
        });
        if (!output.IsJson)
        {
            Console.Out.WriteLine(draft.ToText(Language.IsChinese));
        }

        var stream = RecordStreams.Get(draft.Mapping.Stream);
        output.Note($"草稿按“{stream.ChineseName}”（{stream.Name}）拟定，{draft.Open} 个必填列尚无来源；不是这种数据？用 --stream 指明。核对后存为文件，先用 --mapping 文件 --dry-run 试，再用 fundwatch mappings save 名称 文件 保存。",
            $"Drafted for {stream.Name}; {draft.Open} required columns have no source yet. Another kind of data? Say so with --stream. Correct it, save it as a file, try it with --mapping FILE --dry-run, keep it with `fundwatch mappings save NAME FILE`.");
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
            table.AddRow(Markup.Escape(NameOf(f)), f.Stream is null ? "?" : Markup.Escape(f.Stream), $"{f.Rows:N0}", $"{f.Loaded:N0}", $"{f.Updated:N0}",
                $"{f.Unchanged:N0}", f.Quarantined > 0 ? $"[yellow]{f.Quarantined:N0}[/]" : "0", $"{f.Seconds:0.0}");
        }

        var t = report.Totals;
        table.AddRow(Language.Pick("合计", "total"), "", $"{t.Rows:N0}", $"{t.Loaded:N0}", $"{t.Updated:N0}", $"{t.Unchanged:N0}", $"{t.Quarantined:N0}", $"{t.Seconds:0.0}");
        output.Show(table);
        foreach (var failed in report.Files.Where(f => f.Status == FileReport.Failed).DistinctBy(f => (NameOf(f, whole: true), f.Error))) // an OCDS file fails once for each of its streams
        {
            output.Warn($"{NameOf(failed, whole: true)}：{failed.Error!.Zh}", $"{NameOf(failed, whole: true)}: {failed.Error.En}");
        }

        foreach (var ignored in report.Files.Where(f => f.Status == FileReport.Ignored))
        {
            output.Note($"{NameOf(ignored, whole: true)}：该工作表未导入。{ignored.Error!.Zh}（用 --sheet \"{ignored.Sheet}\" 指定工作表）",
                $"{NameOf(ignored, whole: true)}: this sheet was not taken in. {ignored.Error.En} (Choose it with --sheet \"{ignored.Sheet}\".)");
        }

        foreach (var file in report.Files.Where(f => f.Discarded > 0))
        {
            output.Note($"{NameOf(file)}：“未变”中有 {file.Discarded:N0} 行此前被隔离、已由人工放弃，不在库中", $"{NameOf(file)}: of those unchanged, {file.Discarded:N0} {(file.Discarded == 1 ? "was" : "were")} refused before and given up: not in the store");
        }

        foreach (var file in report.Files.Where(f => f.RowsReplaced))
        {
            output.Note($"{NameOf(file)}：{FileReport.ReplacedWords.Zh}", $"{NameOf(file)}: {FileReport.ReplacedWords.En}");
        }

        foreach (var file in report.Files.Where(f => f.ReplacedUnknown is not null))
        {
            output.Note($"{NameOf(file)}：{file.ReplacedUnknown!.Zh}", $"{NameOf(file)}: {file.ReplacedUnknown.En}");
        }

        foreach (var file in report.Files.Where(f => f.Settled > 0))
        {
            output.Note($"{NameOf(file)}：此前隔离的 {file.Settled:N0} 行已由本文件导入，不再待处理（查看：fundwatch quarantine list --settled）",
                $"{NameOf(file)}: {file.Settled:N0} {(file.Settled == 1 ? "row that was" : "rows that were")} refused before came in with this file and {(file.Settled == 1 ? "is" : "are")} no longer waiting (see fundwatch quarantine list --settled)");
        }

        foreach (var skipped in report.Files.Where(f => f.Skipped > 0))
        {
            output.Note($"{skipped.Path}：跳过 {skipped.Skipped:N0} 行，不是记录（合计、签字，或映射所指）", $"{skipped.Path}: {skipped.Skipped:N0} {(skipped.Skipped == 1 ? "row is no record and was" : "rows are no records and were")} left out (totals, signatures, or as the mapping says)");
        }

        foreach (var file in report.Files)
        {
            if (UnusedColumns.Words(file.UnusedColumns ?? []) is var (zh, en))
            {
                output.Note($"{NameOf(file)}：{zh}", $"{NameOf(file)}: {en}");
            }
        }

        foreach (var mapped in report.Files.Where(f => f.Mapping is not null && f.Status != FileReport.Failed))
        {
            if (mapped.MappingRemembered)
            {
                output.Note($"{mapped.Path}：表头不认识；此来源同样表头的文件上次按映射“{mapped.Mapping}”导入，这次照用（要换请用 --mapping）", $"{mapped.Path}: unknown header; this source's last file with the same header went through the mapping '{mapped.Mapping}', and so did this one (--mapping to choose another)");
            }
            else
            {
                output.Note($"{mapped.Path}：按映射“{mapped.Mapping}”导入；此来源再有同样表头的文件将照此导入", $"{mapped.Path}: read through the mapping '{mapped.Mapping}', and so will be this source's next file with the same header");
            }
        }

        foreach (var file in report.Files)
        {
            WarningText.Show(output, file);
        }

        TriedText.Show(output, report.Files, NameOf);
        if (t.Quarantined > 0 && report.Files.Any(f => f.Quarantined > 0 && f.BatchId is not null))
        {
            output.Warn($"有 {t.Quarantined:N0} 行被隔离。查看原因：fundwatch quarantine list；导出更正：fundwatch quarantine export --output 待更正.csv",
                $"{t.Quarantined:N0} {(t.Quarantined == 1 ? "row is" : "rows are")} in quarantine. Why: fundwatch quarantine list; to correct them: fundwatch quarantine export --output to-correct.csv");
        }

        if (dryRun)
        {
            output.Note("试运行：没有写入任何数据；报告中所说的隔离、批次，均指实际导入时。", "Dry run: nothing was kept. Where a report speaks of quarantine or of a batch, it means the load itself.");
        }
    }

    // Short by default: what is remarkable, and nothing where all is well.
    private static async Task QualityAsync(Output output, FundWatchDatabase database, IngestReport report, bool whole, CancellationToken ct)
    {
        foreach (var file in report.Files.Where(f => f.BatchId is not null || f.Tried is not null))
        {
            var name = NameOf(file);
            if (whole && (file.Tried ?? await new QualityReports(database).ReadAsync(file.BatchId!.Value, ct)) is { } quality)
            {
                output.Show(new Rule(Markup.Escape(name)).LeftJustified());
                ReportText.Whole(output, quality);
            }
            else if (file.Remarks is { Count: > 0 } remarks)
            {
                ReportText.Remarks(output, name, remarks.Take(RemarksShown).ToList());
                if (remarks.Count > RemarksShown && file.Tried is not null)
                {
                    output.Say($"  … 另有 {remarks.Count - RemarksShown} 条：加 --report 显示", $"  … and {remarks.Count - RemarksShown} more: with --report");
                }
                else if (remarks.Count > RemarksShown)
                {
                    output.Say($"  … 另有 {remarks.Count - RemarksShown} 条：fundwatch batches show {file.BatchId}", $"  … and {remarks.Count - RemarksShown} more: fundwatch batches show {file.BatchId}");
                }
            }
        }
    }

    private static string NameOf(FileReport report) => NameOf(report, whole: false);

    // A sheet's name tells the reports of one workbook apart; the parts of an OCDS file are told apart by their stream.
    private static string NameOf(FileReport report, bool whole)
    {
        var name = whole ? report.Path : ShortName(report.Path);
        return report.Sheet is null || report.Sheet == report.Stream ? name : $"{name} [{report.Sheet}]";
    }

    // What lies in an archive is named with it: several archives may hold a file of the same name.
    private static string ShortName(string path)
    {
        for (var above = Path.GetDirectoryName(path); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                return Path.GetFileName(above) + path[above.Length..];
            }
        }

        return Path.GetFileName(path);
    }

    private sealed class Relay(IProgress<(double Share, string? Stage)> to) : IProgress<IngestProgress>
    {
        // A bar that was full once is not drawn again.
        private const double AllRows = 0.999;

        public void Report(IngestProgress value) => to.Report(value.Reports is var (done, due)
            ? ((double)done / due, Language.Pick($"质量报告 {done:N0}/{due:N0}", $"quality reports {done:N0}/{due:N0}"))
            : (Math.Min(AllRows, (value.File - 1 + value.Share) / value.Files), $"{value.File}/{value.Files} {Path.GetFileName(value.Path)} {value.Rows:N0}"));
    }
}

using System.CommandLine;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Postgres;
using FundWatch.Data.Review;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Rows that were refused: why, corrected, taken back in, or given up with a reason.</summary>
public sealed class QuarantineCommand : ICliCommand
{
    private readonly Option<string?> _stream = new Option<string?>("--stream") { Description = Language.Pick("只看此数据流", "only this stream"), HelpName = "S" }.Among(Choices.Streams);
    private readonly Option<string?> _code = new Option<string?>("--code") { Description = Language.Pick("只看此原因代码，如 bad_date", "only this reason code, e.g. bad_date"), HelpName = "C" }.Among([.. CellIssues.RefusalCodes]);
    private readonly Option<string?> _file = new("--file") { Description = Language.Pick("只看此文件", "only this file"), HelpName = "NAME" };
    private readonly Option<long?> _batch = new("--batch") { Description = Language.Pick("只看此批次", "only this batch"), HelpName = "N" };
    private readonly Option<string?> _column = new Option<string?>("--column") { Description = Language.Pick("只看此列有问题的行，如 amount", "only rows with this column wrong, e.g. amount"), HelpName = "C" }.Among([.. RecordStreams.All.SelectMany(s => s.Columns).Select(c => c.Name).Distinct()]);
    private readonly Option<DateTimeOffset?> _since = new("--since") { Description = Language.Pick("只看此时以后隔离的行，如 2025-03-02", "only rows refused since, e.g. 2025-03-02"), HelpName = "DATE" };
    private readonly Option<string?> _format = new Option<string?>("--format") { Description = Language.Pick("csv 或 xlsx；默认按文件名", "csv or xlsx; by the file's name by default"), HelpName = "F" }.Among([.. QuarantineService.Formats]);
    private readonly Option<int?> _limit = new Option<int?>("--limit") { Description = Language.Pick("最多行数", "at most so many rows"), HelpName = "N" }.Between(1);
    private readonly Option<string?> _output = new("--output") { Description = Language.Pick("写入此文件；默认标准输出", "write to this file; standard output by default"), HelpName = "F" };
    private readonly Option<string?> _reason = new("--reason") { Description = Language.Pick("放弃的原因（必填，留痕）", "why they are given up (required, kept)"), HelpName = "TEXT" };
    private readonly Option<string?> _mapping = new("--mapping") { Description = Language.Pick("用此映射（文件或名称）重新读取", "read them again by this mapping (a file or a name)"), HelpName = "F|NAME" };
    private readonly Option<bool> _settled = new("--settled") { Description = Language.Pick("只看后来的导入已结清的行", "rows that a later load has settled, instead of open ones") };
    private readonly Option<bool> _all = new("--all") { Description = Language.Pick("全部未处理的行", "all open rows") };
    private readonly Argument<long[]> _ids = new("ID") { Description = Language.Pick("隔离行编号", "ids of quarantined rows"), Arity = ArgumentArity.ZeroOrMore };
    private readonly Argument<long[]> _shown = new("ID") { Description = Language.Pick("隔离行编号，见 quarantine list", "ids of quarantined rows, see quarantine list"), Arity = ArgumentArity.OneOrMore };
    private readonly Argument<string?> _corrected = new("FILE") { Description = Language.Pick("更正后的导出文件", "a corrected export"), Arity = ArgumentArity.ZeroOrOne };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("quarantine", Language.Pick("被隔离的行：查看、导出更正、交回、放弃", "refused rows: look, correct, take back in, give up"))
        {
            SubCommand.Of("list", Language.Pick("列出隔离行及原因", "list refused rows and why"), ListAsync, "fundwatch quarantine list --stream reception", _stream, _code, _file, _batch, _column, _since, _settled, _limit),
            SubCommand.Of("show", Language.Pick("逐格显示指定的隔离行（留痕）", "show refused rows cell by cell (recorded)"), ShowAsync, "fundwatch quarantine show 17", _shown),
            SubCommand.Of("export", Language.Pick("导出为可在表格软件中更正的 CSV 或 XLSX，原因在各格旁边", "export to correct in a spreadsheet, the reason beside each cell"), ExportAsync,
                "fundwatch quarantine export --output to-correct.xlsx", _stream, _code, _file, _batch, _column, _since, _limit, _format, _output),
            SubCommand.Of("retry", Language.Pick("交回更正后的文件，或重新读取现有隔离行", "take a corrected export back in, or read open rows again"), RetryAsync,
                "fundwatch quarantine retry --batch 12 --mapping payments", _corrected, _all, _stream, _code, _file, _batch, _column, _since, _mapping),
            SubCommand.Of("discard", Language.Pick("放弃隔离行（须说明原因）", "give refused rows up, with a reason"), DiscardAsync,
                "fundwatch quarantine discard 17 18 --reason \"测试数据\"", _ids, _all, _stream, _code, _file, _batch, _column, _since, _reason),
        };
        return command.WithExamples("fundwatch quarantine list", "fundwatch quarantine export --output to-correct.csv", "fundwatch quarantine retry to-correct.csv");
    }

    private async Task<int> ListAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var store = new QuarantineStore(database);
        var filter = Filter(parse);
        if (output.IsJson)
        {
            await RecordReadAsync(database, "quarantine_read", filter, ct); // raw rows are shown, with personal data in clear
        }

        var rows = await store.ListAsync(filter with { Limit = filter.Limit ?? (output.IsJson ? null : 100) }, ct);
        var counts = await store.CountAsync(filter with { Limit = null }, ct);
        output.Result(new
        {
            Total = counts.Sum(c => c.Rows),
            Rows = rows.Select(r => new { r.Id, r.Stream, r.File, r.Sheet, r.Line, r.Column, r.Code, Message = Language.Pick(r.MessageZh, r.MessageEn), r.MessageZh, r.MessageEn, r.Raw, r.Source, r.CreatedAt, r.Status, r.SettledIn }),
        });
        if (!output.IsJson)
        {
            Show(output, rows, counts, isFiltered: filter != new QuarantineFilter());
        }

        return ExitCode.Done;
    }

    private static void WarnOfAbsent(Output output, IReadOnlyList<long> ids)
    {
        if (ids.Count > 0)
        {
            output.Warn($"没有隔离行 {string.Join("、", ids)}。编号见 fundwatch quarantine list。", $"There is no refused row {string.Join(", ", ids)}. See fundwatch quarantine list for the numbers.");
        }
    }

    private async Task<int> ShowAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var store = new QuarantineStore(database);
        var (pages, absent) = (new List<RefusedRowPage>(), new List<long>());
        foreach (var id in parse.GetValue(_shown)!.Distinct())
        {
            await RecordReadAsync(database, "quarantine_read", new { Id = id }, ct);
            if (await store.ShowAsync(id, clear: true, ct) is { } page)
            {
                pages.Add(page);
            }
            else
            {
                absent.Add(id);
            }
        }

        output.Result(new
        {
            Total = pages.Count,
            Rows = pages.Select(p => new
            {
                p.Row.Id, p.Row.Stream, p.Row.File, p.Row.Sheet, p.Row.Line, p.Row.Column, p.Row.Code, Message = Language.Pick(p.Row.MessageZh, p.Row.MessageEn), p.Row.MessageZh, p.Row.MessageEn, p.Row.Raw,
                p.Row.Source, p.Row.CreatedAt, p.Row.Status, p.Row.SettledIn, Batch = p.Row.BatchId, p.Reason, p.ResolvedBy, p.ResolvedAt, p.Units, p.Cells,
            }),
        });
        if (!output.IsJson)
        {
            pages.ForEach(page => Show(output, page));
        }

        WarnOfAbsent(output, absent);
        return absent.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Show(Output output, RefusedRowPage page)
    {
        var row = page.Row;
        output.Say($"{row.Id}：{row.File}{(row.Sheet is null ? "" : "!" + row.Sheet)} 第 {row.Line} 行，批次 {row.BatchId}，{row.Code}", $"{row.Id}: {row.File}{(row.Sheet is null ? "" : "!" + row.Sheet)} line {row.Line}, batch {row.BatchId}, {row.Code}");
        output.Say(row.MessageZh, row.MessageEn);
        if (page.Units.Length > 0)
        {
            output.Say($"金额单位：{page.Units}（格内可另写，如 1.2万）", $"Unit of amounts: {page.Units} (a cell may name its own unit)");
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("", Language.Pick("列名", "header"), Language.Pick("内容", "value"), Language.Pick("问题", "problem"));
        foreach (var cell in page.Cells)
        {
            table.AddRow(cell.Reasons.Count > 0 ? "[red]✗[/]" : "", Markup.Escape(cell.Header), Markup.Escape(cell.Value), Markup.Escape(string.Join("；", cell.Reasons.Select(r => Language.Pick(r.Zh, r.En)))));
        }

        output.Show(table);
        if (row.Status != "open")
        {
            var how = row.Status switch
            {
                "replayed" => Language.Pick("已交回", "taken back in"), "discarded" => Language.Pick("已放弃", "given up"), "withdrawn" => Language.Pick("随批次撤回", "withdrawn with its batch"),
                "settled" => Language.Pick($"批次 {row.SettledIn} 已导入同一主键的行", $"settled: batch {row.SettledIn} has loaded its key since"), _ => row.Status,
            };
            output.Say(string.Join("，", new[] { how, page.ResolvedBy, page.Reason }.Where(t => !string.IsNullOrEmpty(t))), string.Join(", ", new[] { how, page.ResolvedBy, page.Reason }.Where(t => !string.IsNullOrEmpty(t))));
        }
    }

    private async Task<int> ExportAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        var path = parse.GetValue(_output);
        if (path is null && output.IsJson)
        {
            throw new UsageException("--json 时请用 --output 指定文件。", "With --json, name the file with --output.");
        }

        var format = Choices.Format(parse.GetValue(_format), path, QuarantineService.Formats, "csv");
        if (format == "xlsx" && path is null)
        {
            throw new UsageException("xlsx 须用 --output 指定文件。", "xlsx needs a file named with --output.");
        }

        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        await RecordReadAsync(database, "quarantine_export", new { Filter = Filter(parse), Output = path }, ct);
        await using var to = path is null ? Console.OpenStandardOutput() : PrivateFile(path);
        var count = await new QuarantineService(database, TimeProvider.System).ExportAsync(Filter(parse), to, ct, format);
        output.Result(new { Rows = count, Output = path });
        output.Note($"已导出 {count:N0} 行。更正后运行 fundwatch quarantine retry {path ?? "文件"}（不要改动 quarantine_id 列）。",
            $"{Counted.Of(count, "row")} exported. Correct {(count == 1 ? "it" : "them")} and run `fundwatch quarantine retry {path ?? "FILE"}` (leave the column quarantine_id alone).");
        return ExitCode.Done;
    }

    // Refused rows hold personal data in clear: whoever reads them is in the trail first, and the file is for its owner only.
    private static Task RecordReadAsync(FundWatchDatabase database, string what, object payload, CancellationToken ct) =>
        new TrailStore(database, TimeProvider.System).RecordAsync(what, CliActor.Name, null, payload, ct);

    private static FileStream PrivateFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Create, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private async Task<int> RetryAsync(ParseResult parse, CancellationToken ct)
    {
        var file = parse.GetValue(_corrected);
        var named = parse.GetValue(_mapping);
        var filter = Filter(parse);
        if (file is null && !parse.GetValue(_all) && named is null && filter == new QuarantineFilter())
        {
            throw new UsageException("请给出更正后的文件，或用 --all、--batch、--stream、--code、--column、--file、--since 选择要重新读取的行。",
                "Name the corrected file, or choose the rows to read again with --all, --batch, --stream, --code, --column, --file or --since.");
        }

        if (file is not null && (named is not null || parse.GetValue(_all) || filter != new QuarantineFilter()))
        {
            throw new UsageException($"交回更正后的文件 {file} 时不能再用 --mapping 或其他筛选：其中的行按原文件的读法读取，哪些行由表格决定。要按映射重读隔离中的行，请不写文件名。",
                $"With a corrected file ({file}) neither --mapping nor a choice of rows can be given: its rows are read as their file was, and the sheet says which they are. To read rows again through a mapping, name no file.");
        }

        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var service = new QuarantineService(database, TimeProvider.System);
        var mapping = named is null ? null : (await new MappingStore(database, TimeProvider.System).ResolveAsync(named, ct)) switch { { Name: null } inFile => inFile with { Name = named }, var kept => kept };
        var report = file is null ? await service.RetryAsync(filter, mapping, CliActor.Name, ct) : await service.RetryAsync(file, CliActor.Name, ct);
        output.Result(report);
        output.Say($"{report.Rows:N0} 行 = 新增 {report.Loaded:N0} + 更新 {report.Updated:N0} + 未变 {report.Unchanged:N0} + 仍有问题 {report.Quarantined:N0}",
            $"{Counted.Of(report.Rows, "row")} = {report.Loaded:N0} loaded + {report.Updated:N0} updated + {report.Unchanged:N0} unchanged + {report.Quarantined:N0} still wrong");
        if (report.Untouched > 0)
        {
            output.Warn($"其中 {report.Untouched:N0} 行未作更改，仍按原来的原因隔离。", $"{report.Untouched:N0} of them {(report.Untouched == 1 ? "is as it was exported and stays" : "are as they were exported and stay")} refused for the same reason.");
        }

        if (report.HalfGiven > 0)
        {
            output.Warn($"其中 {report.HalfGiven:N0} 行虽有更改，没有收下：金额属于另一种单位或币种的行，要把每个金额都改成本表的单位和币种；在另一表头之下的行，要把那张表单独存成文件再导入。",
                $"{report.HalfGiven:N0} of them {(report.HalfGiven == 1 ? "was changed, but not taken in: where its amounts are" : "were changed, but not taken in: where amounts are")} in another unit or currency, write every amount in those of the table; what stands below another header, load as a file of its own.");
        }

        if (report.OtherUnit > 0)
        {
            var units = report.ReadIn is { Count: > 0 } kept ? string.Join("；", kept) : null;
            output.Warn($"其中 {report.OtherUnit:N0} 行写明金额单位的那一列被改过，没有收下：这一列不能更改。请恢复原样，把金额换算成{(units is null ? "列名所写的单位" : $"原来的单位（{units}）")}；或在金额格内连单位一起写，如 1.2万。",
                $"{report.OtherUnit:N0} of them {(report.OtherUnit == 1 ? "has" : "have")} another unit in the column that names it, and {(report.OtherUnit == 1 ? "was" : "were")} not taken in: that column cannot be changed. Put back what stood there and convert the amounts to {(units is null ? "the unit of their header" : $"that unit ({units})")}; or write the unit into their cells, as in 1.2万.");
        }

        if (report.Undecided > 0)
        {
            output.Warn($"另有 {report.Undecided:N0} 行与已有记录主键相同、内容不同，要由人决定保留哪一行，没有重读：用 --code duplicate_key（同一文件中的后一行）或 --code loaded_since（此后已有别的文件导入）重读，以取代库中的行；或更正后交回。",
                $"{report.Undecided:N0} more {(report.Undecided == 1 ? "has the key of another row and says" : "have the key of another row and say")} something else. A person decides which one holds, so {(report.Undecided == 1 ? "it was" : "they were")} not read again: do so with --code duplicate_key (the later row of one file) or --code loaded_since (a later file has loaded the key), and {(report.Undecided == 1 ? "it replaces" : "they replace")} what is in the store; or give {(report.Undecided == 1 ? "it" : "them")} back corrected.");
        }

        if (report.OfAnotherTable > 0)
        {
            output.Warn($"另有 {report.OfAnotherTable:N0} 行属于另一种金额单位、币种或另一表头，按本文件的读法会读错，没有重读：导出后把金额改成本表的单位和币种再交回，或用写明其单位的映射重读（--code other_money_unit --mapping …；仅限单位不同的行），或把该表单独存成文件再导入。",
                $"{report.OfAnotherTable:N0} more {(report.OfAnotherTable == 1 ? "has" : "have")} another unit of amounts, currency or header. As their file is read they would be read wrongly, so they were not read again: export them, write the amounts in the unit and currency of the table and give them back; or, where only the unit is another, read them through a mapping that states it (--code other_money_unit --mapping ...); or load that table as a file of its own.");
        }

        if (report.LoadedSince > 0)
        {
            var ask = QuarantineService.CommandForLoadedSince(named);
            output.Warn($"其中 {report.LoadedSince:N0} 行的主键此后已由别的文件导入，没有覆盖较新的数据，仍在隔离中。哪个批次、何时：fundwatch quarantine list --code loaded_since；仍要用这些行取代：{ask}",
                $"The key of {report.LoadedSince:N0} of them has been loaded by a later file: they did not replace it and stay in quarantine. Which batch, and when: fundwatch quarantine list --code loaded_since; to replace it all the same: {ask}");
        }

        if (report.Settled > 0)
        {
            output.Note($"此前隔离的另外 {report.Settled:N0} 行主键相同，一并结清。", $"{report.Settled:N0} earlier refused {(report.Settled == 1 ? "row" : "rows")} with the same key {(report.Settled == 1 ? "is" : "are")} settled with them.");
        }

        foreach (var newer in report.NewerMappings ?? [])
        {
            output.Warn(newer.Words.Zh, newer.Words.En);
        }

        if (report.Skipped > 0)
        {
            output.Note($"跳过 {report.Skipped:N0} 行（按映射不是记录）", $"{Counted.Of(report.Skipped, "row")} skipped by the mapping (no records)");
        }

        if (report.OfOtherRows is { Count: > 0 } others)
        {
            output.Warn($"以下编号的行仍待处理，但表中该编号旁的 stream、file 或 line 为空或属于另一行，未使用：{string.Join(", ", others.Take(20))}。请重新导出，在导出的行上更正。",
                $"Open, but not used: beside these numbers the sheet has another row's stream, file or line, or none: {string.Join(", ", others.Take(20))}. Export them again and correct the rows as they are exported.");
        }

        if (report.NotOpen is { Count: > 0 } gone)
        {
            output.Warn($"以下编号不在待处理的隔离行中，未使用：{string.Join(", ", gone.Take(20))}", $"Not open in quarantine and not used: {string.Join(", ", gone.Take(20))}");
        }

        if (report.WithoutId is { Count: > 0 } lines)
        {
            output.Warn($"表中第 {string.Join("、", lines.Take(20))}{(lines.Count > 20 ? " …" : "")} 行没有 {CorrectionSheet.IdHeader}，未使用，也没有导入。要更正隔离行，请恢复该行的编号；要新增记录，请另存为一个文件导入。",
                $"{(lines.Count == 1 ? "Line" : "Lines")} {string.Join(", ", lines.Take(20))}{(lines.Count > 20 ? " ..." : "")} of the sheet {(lines.Count == 1 ? "has" : "have")} no {CorrectionSheet.IdHeader}: not used, and not taken in. To correct a refused row, give it back its number; new records go into a file of their own.");
        }

        if (report.Loaded + report.Updated > 0)
        {
            await JobHere.FindNamesAsync(database, output, ct);
        }

        return report.Quarantined > 0 || report.WithoutId is not null ? ExitCode.SomeRefused : ExitCode.Done;
    }

    private async Task<int> DiscardAsync(ParseResult parse, CancellationToken ct)
    {
        var reason = parse.GetValue(_reason);
        var filter = Filter(parse);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new UsageException("放弃隔离行须用 --reason 说明原因。", "Say why with --reason.");
        }

        if (filter == new QuarantineFilter() && !parse.GetValue(_all))
        {
            throw new UsageException("请给出编号，或用 --batch、--stream、--code、--column、--file、--since、--all 选择。", "Name ids, or choose with --batch, --stream, --code, --column, --file, --since or --all.");
        }

        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var store = new QuarantineStore(database);
        var open = filter.Ids is null ? null : (await store.ListAsync(filter with { Limit = null }, ct, withRaw: false)).Select(r => r.Id).ToHashSet();
        var count = await store.DiscardAsync(filter, CliActor.Name, reason, ct);
        IReadOnlyList<long> notOpen = open is null ? [] : [.. filter.Ids!.Distinct().Where(id => !open.Contains(id))];
        output.Result(new { Discarded = count, NotOpen = notOpen });
        if (count > 0)
        {
            output.Say($"已放弃 {count:N0} 行（原因和操作人已留存）。", $"{Counted.Of(count, "row")} given up (reason and person kept).");
        }
        else
        {
            output.Say("没有可放弃的行，什么都没有改动。", "No row to give up; nothing was changed.");
        }

        if (notOpen.Count > 0)
        {
            output.Warn($"以下编号不在待处理的隔离行中（不存在、已处理，或不符合其他条件）：{string.Join(", ", notOpen)}。查看：fundwatch quarantine show {notOpen[0]}",
                $"Not open in quarantine (unknown, settled already, or left out by another option): {string.Join(", ", notOpen)}. See fundwatch quarantine show {notOpen[0]}");
        }

        return notOpen.Count > 0 && count == 0 ? ExitCode.Failed : ExitCode.Done;
    }

    // As a finance system heads the column, for readers of Chinese; the canonical name is what --column takes.
    private static string Header(QuarantinedRow row) =>
        RecordStreams.Find(row.Stream)?.Columns.FirstOrDefault(c => c.Name == row.Column) is { } known ? Language.Pick(known.ChineseHeader, known.Name) : row.Column ?? "";

    private QuarantineFilter Filter(ParseResult parse)
    {
        var options = parse.CommandResult.Command.Options;
        var ids = parse.CommandResult.Command.Arguments.Contains(_ids) ? parse.GetValue(_ids) : null;
        return new QuarantineFilter(options.Contains(_stream) ? parse.GetValue(_stream) : null, options.Contains(_code) ? parse.GetValue(_code) : null,
            options.Contains(_file) ? parse.GetValue(_file) : null, ids is { Length: > 0 } ? ids : null, options.Contains(_limit) ? parse.GetValue(_limit) : null,
            options.Contains(_batch) ? parse.GetValue(_batch) : null, options.Contains(_column) ? parse.GetValue(_column) : null, options.Contains(_since) ? parse.GetValue(_since) : null,
            IsSettled: options.Contains(_settled) && parse.GetValue(_settled));
    }

    private static void Show(Output output, IReadOnlyList<QuarantinedRow> rows, IReadOnlyList<(string Stream, string Code, long Rows)> counts, bool isFiltered)
    {
        if (rows.Count == 0)
        {
            output.Say(isFiltered ? "没有符合条件的隔离行。" : "没有待处理的隔离行。", isFiltered ? "No row in quarantine matches." : "No rows in quarantine.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", Language.Pick("文件:行", "file:line"), Language.Pick("列", "column"), Language.Pick("原因", "reason"));
        foreach (var r in rows)
        {
            table.AddRow($"{r.Id}", Markup.Escape($"{r.File}{(r.Sheet is null ? "" : "!" + r.Sheet)}:{r.Line}"), Markup.Escape(Header(r)), Markup.Escape(Language.Pick(r.MessageZh, r.MessageEn)));
        }

        output.Show(table);
        foreach (var (stream, code, count) in counts)
        {
            var (zh, en) = CellIssueNames.Of(code);
            output.Say($"{RecordStreams.Get(stream).ChineseName}，{zh}（--stream {stream} --code {code}）：{count:N0} 行", $"{stream}, {en} (--code {code}): {Counted.Of(count, "row")}");
        }
    }
}

using System.Text;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality;

namespace FundWatch.Data.Ingest.Inbox;

/// <summary>What became of a file, for whoever put it into the inbox: Chinese first, then English. Needs no account and no program to read.</summary>
internal static class ReportText
{
    /// <param name="name">As it was sent.</param>
    /// <param name="keptAs">The name under which it lies, where that is another.</param>
    public static string Write(string name, string? keptAs, string source, DateTimeOffset at, IngestReport report, IReadOnlyList<RefusedRowSummary> refusals)
    {
        var text = new StringBuilder();
        Write(text, name, keptAs, source, at, report, refusals, chinese: true);
        text.AppendLine().AppendLine(new string('-', 60)).AppendLine();
        Write(text, name, keptAs, source, at, report, refusals, chinese: false);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, string? keptAs, string source, DateTimeOffset at, IngestReport report, IReadOnlyList<RefusedRowSummary> refusals, bool chinese)
    {
        string Pick(string zh, string en) => chinese ? zh : en;
        var (t, local) = (report.Totals, at.ToOffset(TimeSpan.FromHours(8)));
        text.AppendLine(Pick("FundWatch 收件报告", "FundWatch: report on a file"));
        text.AppendLine(Pick($"文件：{name}（来源：{source}）", $"File: {name} (source: {source})"));
        if (keptAs is not null)
        {
            text.AppendLine(Pick($"存放为：{keptAs}（已有同名的文件）", $"Kept as: {keptAs} (another file has its name)"));
        }

        text.AppendLine(Pick($"时间：{local:yyyy-MM-dd HH:mm:ss}（北京时间）", $"Time: {local:yyyy-MM-dd HH:mm:ss} (Beijing)"));
        text.AppendLine(Pick("结果：", "Result: ") + Outcome(report, chinese));
        foreach (var file in report.Files)
        {
            if (file.Status == FileReport.Ignored)
            {
                var part = file.Sheet ?? Path.GetFileName(file.Path);
                text.AppendLine().AppendLine(file is { LeavesRows: true, Error: { } why } ? Pick($"未读取：{part}（{why.Code}）：{why.Zh}", $"Not read: {part} ({why.Code}): {why.En}")
                    : Pick($"未读取：{part}（不是已知的表）", $"Not read: {part} (no known table)"));
                continue;
            }

            text.AppendLine();
            if (report.Files.Count > 1 || file.Sheet is not null)
            {
                text.AppendLine(Pick("部分：", "Part: ") + Path.GetFileName(file.Path) + (file.Sheet is null ? "" : " · " + file.Sheet));
            }

            if (file.Error is { } error)
            {
                text.AppendLine(Pick($"原因（{error.Code}）：{error.Zh}", $"Why ({error.Code}): {error.En}"));
                continue;
            }

            var stream = file.Stream is null ? null : RecordStreams.Find(file.Stream);
            text.AppendLine(Pick($"数据种类：{stream?.ChineseName}（{file.Stream}）", $"Kind of data: {stream?.EnglishName} ({file.Stream})"));
            text.AppendLine(Pick($"共 {file.Rows:N0} 行 = 新增 {file.Loaded:N0} + 更新 {file.Updated:N0} + 未变 {file.Unchanged:N0} + 未导入（隔离） {file.Quarantined:N0}",
                $"{Counted.Of(file.Rows, "row")} = {file.Loaded:N0} loaded + {file.Updated:N0} updated + {file.Unchanged:N0} unchanged + {file.Quarantined:N0} refused (quarantined)"));
            if (file.Discarded > 0)
            {
                text.AppendLine(Pick($"“未变”中有 {file.Discarded:N0} 行此前被隔离、已由人工放弃，不在库中", $"Of those unchanged, {file.Discarded:N0} {(file.Discarded == 1 ? "was" : "were")} refused before and given up: not in the store"));
            }

            if (file.RowsReplaced)
            {
                text.AppendLine(Pick(FileReport.ReplacedWords.Zh, char.ToUpperInvariant(FileReport.ReplacedWords.En[0]) + FileReport.ReplacedWords.En[1..]));
            }

            if (file.ReplacedUnknown is { } unknown)
            {
                text.AppendLine(Pick(unknown.Zh, char.ToUpperInvariant(unknown.En[0]) + unknown.En[1..]));
            }

            if (file.Settled > 0)
            {
                text.AppendLine(Pick($"此前隔离的 {file.Settled:N0} 行已由本文件导入，不再待处理", $"{file.Settled:N0} {(file.Settled == 1 ? "row that was" : "rows that were")} refused before came in with this file and {(file.Settled == 1 ? "is" : "are")} no longer waiting"));
            }

            if (file.Skipped > 0)
            {
                text.AppendLine(Pick($"另有 {file.Skipped:N0} 行不是记录（合计、签字，或映射所指），未导入", $"A further {(file.Skipped == 1 ? "row is no record" : $"{file.Skipped:N0} rows are no records")} (totals, signatures, or as the mapping says)"));
            }

            if (UnusedColumns.Words(file.UnusedColumns ?? []) is var (zh, en))
            {
                text.AppendLine(Pick(zh, en));
            }

            Refusals(text, file, refusals, chinese);
            Remarks(text, file, chinese);
        }

        if (t.Quarantined > 0)
        {
            text.AppendLine().AppendLine(Pick("怎么办：在原系统更正这些行后把整个文件重新放入收件箱（已导入的行不会重复）；或请数据人员导出隔离行、更正后收回。",
                "What to do: correct these rows where they come from and put the whole file into the inbox again (rows that are in are not doubled); or ask the data staff to export, correct and take back the quarantined rows."));
        }
    }

    private static string Outcome(IngestReport report, bool chinese) => WithoutTablesLeft(report, chinese) + (report.TablesLeft, chinese) switch
    {
        (0, _) => "",
        (var left, true) => $"；另有 {left} 张表没有读取（见下）",
        (var left, false) => $"; {Counted.Of(left, "table")} {(left == 1 ? "was" : "were")} not read (see below)",
    };

    private static string WithoutTablesLeft(IngestReport report, bool chinese) =>
        report.IsRefusedWhole ? chinese ? "未导入，整个文件被退回" : "not taken in; the whole file was refused"
        : report.Files.Any(f => f.Status == FileReport.Failed) ? chinese ? "部分导入，有的部分被退回" : "partly loaded; some parts were refused"
        : report.Files.All(f => f.Status is FileReport.AlreadyLoaded or FileReport.Ignored) ? chinese ? "此前已导入过，没有变化" : "was taken in before; nothing has changed"
        : report.NoRowCameIn ? chinese ? $"没有导入任何行，{report.Totals.Quarantined:N0} 行全部隔离" : $"no row was taken in; {Counted.Of(report.Totals.Quarantined, "row")} went into quarantine"
        : report.Totals.Quarantined > 0 ? chinese ? $"已导入，其中 {report.Totals.Quarantined:N0} 行未导入" : $"taken in, except {Counted.Of(report.Totals.Quarantined, "row")}"
        : report.TablesLeft > 0 ? chinese ? "部分导入" : "taken in in part"
        : chinese ? "已全部导入" : "taken in whole";

    // Refused cells stand above, row by row; which rules are blind is for those who run them.
    private static void Remarks(StringBuilder text, FileReport file, bool chinese)
    {
        var own = (file.Remarks ?? []).Where(r => r.Code is not ("refused_cells" or "refused_rows" or "blind_rules")).ToList();
        if (own.Count > 0)
        {
            text.AppendLine(chinese ? "值得注意：" : "Worth a look:");
        }

        foreach (var remark in own)
        {
            text.Append("  ").AppendLine(chinese ? remark.Zh : remark.En);
        }
    }

    private static void Refusals(StringBuilder text, FileReport file, IReadOnlyList<RefusedRowSummary> refusals, bool chinese)
    {
        var own = refusals.Where(r => r.BatchId == file.BatchId).ToList();
        if (own.Count == 0)
        {
            return;
        }

        text.AppendLine(own.Count < file.Quarantined
            ? chinese ? $"未导入的行（前 {own.Count} 行）：" : $"Refused rows (the first {own.Count}):"
            : chinese ? "未导入的行：" : "Refused rows:");
        foreach (var row in own)
        {
            text.AppendLine(chinese ? $"  第 {row.Line} 行：{row.Zh}" : $"  line {row.Line}: {row.En}");
        }
    }
}

using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>The rows that a dry run refused, on the terminal: they are in no quarantine to be looked up.</summary>
internal static class TriedText
{
    public static void Show(Output output, IReadOnlyList<FileReport> files, Func<FileReport, string> nameOf)
    {
        foreach (var file in files)
        {
            if (file.RefusedRows is not { } rows || file.RefusedCodes is not { } codes)
            {
                continue;
            }

            var stream = RecordStreams.Get(file.Stream!);
            var table = new Table().Border(TableBorder.Simple).AddColumns(Language.Pick("文件:行", "file:line"), Language.Pick("列", "column"), Language.Pick("原因", "reason"));
            foreach (var row in rows)
            {
                table.AddRow(Markup.Escape($"{nameOf(file)}:{row.Line}"), row.Column is null ? "" : Markup.Escape(Language.Pick(stream.Column(row.Column).ChineseHeader, row.Column)),
                    Markup.Escape(Language.Pick(row.MessageZh, row.MessageEn)));
            }

            var all = codes.Values.Sum();
            output.Warn($"{nameOf(file)}：导入时将隔离 {all:N0} 行{(all > rows.Count ? $"，以下是前 {rows.Count} 行" : "")}：", $"{nameOf(file)}: {Counted.Of(all, "row")} would go into quarantine{(all > rows.Count ? $", the first {rows.Count} of them:" : ":")}");
            output.Show(table);
            var rest = codes.Select(c => (c.Key, Rows: c.Value - rows.Count(r => r.Code == c.Key))).Where(c => c.Rows > 0).OrderByDescending(c => c.Rows).ToList();
            if (rest.Count > 0)
            {
                output.Say($"其余 {rest.Sum(c => c.Rows):N0} 行：{string.Join("；", rest.Select(c => $"{CellIssueNames.Of(c.Key).Chinese}（{c.Key}）{c.Rows:N0} 行"))}",
                    $"the other {Counted.Of(rest.Sum(c => c.Rows), "row")}: {string.Join("; ", rest.Select(c => $"{CellIssueNames.Of(c.Key).English} ({c.Key}) {c.Rows:N0}"))}");
            }
        }
    }
}

using System.Globalization;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;
using Spectre.Console;

namespace FundWatch.Host.Cli.Batches;

/// <summary>A quality report on the terminal: what is remarkable, or all of it.</summary>
internal static class ReportText
{
    private const int Width = 10;

    public static void Remarks(Output output, string file, IReadOnlyList<Remark> remarks)
    {
        if (remarks.Count == 0)
        {
            return;
        }

        output.Show(new Text($"{file}\n", new Style(decoration: Decoration.Bold)));
        foreach (var remark in remarks)
        {
            output.Show(new Text($"  {(remark.IsGrave ? "!" : "·")} {Language.Pick(remark.Zh, remark.En)}\n", remark.IsGrave ? new Style(Color.Red) : Style.Plain));
        }
    }

    public static void Whole(Output output, QualityReport report)
    {
        Remarks(output, Language.Pick("值得注意", "Remarkable"), report.Findings.Remarks);
        if (EmptyFile.Words(report) is var (zhEmpty, enEmpty))
        {
            output.Say(zhEmpty, enEmpty);
            return;
        }

        var stream = RecordStreams.Get(report.Batch.Stream);
        var table = new Table().Border(TableBorder.Simple).AddColumn(Language.Pick("列", "column")).AddColumn(Language.Pick(ColumnWords.FilledHeader.Zh, ColumnWords.FilledHeader.En))
            .AddColumn(Language.Pick("无法读取", "refused"), c => c.RightAligned()).AddColumn(Language.Pick("不同值", "distinct"), c => c.RightAligned()).AddColumn(Language.Pick("最小 · 中位 · 最大", "min · median · max"));
        foreach (var c in report.Load.Columns.Where(c => c.Supplied))
        {
            var share = c.Share(report.Load);
            table.AddRow(Markup.Escape(Language.Pick(stream.Column(c.Column).ChineseHeader, c.Column)),
                $"{new string('█', (int)Math.Round(share * Width)).PadRight(Width, '·')} {ColumnWords.Filled(c, report.Load)}",
                Markup.Escape(string.Join(" · ", c.Refused.Select(r => $"{Reason(r.Key)} {r.Value:N0}"))), ColumnWords.Distinct(c),
                c.Range is { } r ? $"{RangePicture.Text(c.Kind, r.Min)} · {ColumnWords.Median(c, r)} · {RangePicture.Text(c.Kind, r.Max)}" : Codes(c));
        }

        output.Show(table);
        if (report.Load.Columns.Where(c => !c.Supplied).Select(c => Language.Pick(stream.Column(c.Column).ChineseHeader, c.Column)).ToList() is { Count: > 0 } absent)
        {
            output.Say($"文件中没有的列：{string.Join("、", absent)}", $"columns that the file does not have: {string.Join(", ", absent)}");
        }

        if (UnusedColumns.Words(report.Load.Unused) is var (zh, en))
        {
            output.Say(zh, en);
        }

        foreach (var rule in report.Findings.Blind)
        {
            var missing = string.Join("；", rule.Missing.Select(m => $"{m.Stream}.{m.Column} {Language.Pick(MissingWords.Of(m).Zh, MissingWords.Of(m).En)}"));
            output.Say($"规则 {rule.RuleId} {rule.TitleZh}：可评估 {rule.Share:P0} 的行，{missing}", $"rule {rule.RuleId} {rule.TitleEn}: judges {rule.Share:P0} of the rows; {missing}");
        }
    }

    private static string Reason(string code)
    {
        var (zh, en) = CellIssueNames.Of(code);
        return Language.Pick(zh, en);
    }

    private static string Codes(ColumnSummary column) => Markup.Escape(string.Join("  ", ColumnWords.Codes(column, most: 6)));
}

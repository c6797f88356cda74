using System.Globalization;
using System.Net;
using System.Text;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality.Export;

/// <summary>The report as one page that needs nothing else: Chinese first, English by a switch of style alone (no script).</summary>
internal static class HtmlReport
{
    private const string Style = """
        body{font:14px/1.55 -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1b2530;background:#f5f6f8;margin:0}
        main{max-width:1180px;margin:0 auto;padding:1.2rem}h1{font-size:1.3rem;margin:.2rem 0}h2{font-size:1.02rem;margin:1.4rem 0 .5rem}
        table{border-collapse:collapse;width:100%;background:#fff;border:1px solid #dde2e8}th{text-align:left;font-size:.8rem;color:#53606e}th,td{padding:.35rem .6rem;border-bottom:1px solid #edf0f3;vertical-align:top}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}small{color:#53606e;display:block}.card{background:#fff;border:1px solid #dde2e8;border-radius:8px;padding:.8rem 1.1rem;margin:.6rem 0}
        .grave{border-left:4px solid #a8322a}.note{border-left:4px solid #c77a12}.card p{margin:.2rem 0}.bar{display:block;width:90px;height:7px;background:#e6eaef;border-radius:3px;overflow:hidden}.bar i{display:block;height:100%;background:#1f4f7b}
        .range{display:block;position:relative;width:160px;height:12px}.range i{position:absolute}.line{left:0;right:0;top:5px;height:2px;background:#cfd6de}.body{top:4px;height:4px;background:#8fa9c2}.box{top:1px;height:10px;background:#1f4f7b;opacity:.75;border-radius:2px}.mid{top:0;width:2px;height:12px;background:#b23a2e}
        .bad{color:#a8322a}.quiet{color:#53606e}.en{display:none}#en:checked~main .en{display:revert}#en:checked~main .zh{display:none}#en{position:absolute;left:-99rem}.switch{float:right;color:#1f4f7b;cursor:pointer;text-decoration:underline}
        """;

    public static string Write(QualityReport report, string? keptAs)
    {
        var stream = RecordStreams.Get(report.Batch.Stream);
        var b = report.Batch;
        var page = new StringBuilder($"""
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{Safe(b.FileName)} · FundWatch</title><style>{Style}</style></head><body><input type="checkbox" id="en"><main>
            <label class="switch" for="en"><span class="zh">English</span><span class="en">中文</span></label>
            <h1>{Both("数据质量报告", "Data quality report")}</h1>
            <p class="quiet">{Safe(b.FileName)}{(keptAs is null ? "" : " · " + Both($"存放为 {Safe(keptAs)}", $"kept as {Safe(keptAs)}"))}{(b.Sheet is null ? "" : " · " + Safe(b.Sheet))} · {Both(stream.ChineseName, stream.EnglishName)} · {Both("批次", "batch")} {b.BatchId} · {Both("来源", "source")} {Safe(b.Source)}{(b.Currency is { } currency ? " · " + Both($"金额以 {currency} 计", $"amounts in {currency}") : "")} · {b.StartedAt.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm} · SHA-256 {b.Sha256[..Math.Min(12, b.Sha256.Length)]}…</p>
            <p>{Both($"{b.Rows:N0} 行 = 新增 {b.Loaded:N0} + 更新 {b.Updated:N0} + 未变 {b.Unchanged:N0} + 隔离 {b.Quarantined:N0}", $"{Counted.Of(b.Rows, "row")} = {b.Loaded:N0} loaded + {b.Updated:N0} updated + {b.Unchanged:N0} unchanged + {b.Quarantined:N0} in quarantine")}</p>
            """);
        if (EmptyFile.Words(report) is var (zhEmpty, enEmpty))
        {
            page.Append($"<div class=card>{Both(zhEmpty, enEmpty)}</div>");
            if (report.Findings.Remarks.Count > 0)
            {
                Remarks(page, report.Findings.Remarks);
            }

            return page.Append("</main></body></html>\n").ToString();
        }

        Remarks(page, report.Findings.Remarks);
        page.Append($"<h2>{Both("各列", "Columns")}</h2><table><tr><th>{Both("列", "column")}</th><th>{Both(ColumnWords.FilledHeader.Zh, ColumnWords.FilledHeader.En)}</th><th>{Both("无法读取", "refused")}</th><th class=n>{Both("不同值", "distinct")}</th><th>{Both("范围（最小、5%–95%、四分位、中位、最大）", "range (smallest, 5–95 %, quartiles, median, largest)")}</th></tr>");
        foreach (var column in report.Load.Columns)
        {
            Column(page, stream.Column(column.Column), column, report.Load);
        }

        page.Append("</table>");
        if (UnusedColumns.Words(report.Load.Unused) is var (zhUnused, enUnused))
        {
            page.Append($"<p class=quiet>{Both(Safe(zhUnused), Safe(enUnused))}</p>");
        }

        References(page, stream, report.Findings);
        Blind(page, report.Findings.Blind);
        page.Append($"<h2>{Both("统计说明", "How this is counted")}</h2><div class=card>");
        foreach (var (zh, en) in Thresholds.Explained)
        {
            page.Append($"<p class=quiet>{Both(zh, en)}</p>");
        }

        return page.Append("</div></main></body></html>\n").ToString();
    }

    private static void Remarks(StringBuilder page, IReadOnlyList<Remark> remarks)
    {
        page.Append($"<h2>{Both("值得注意", "Remarkable")}</h2>");
        if (remarks.Count == 0)
        {
            page.Append($"<div class=card>{Both("没有发现异常。", "Nothing unusual was found.")}</div>");
        }

        foreach (var remark in remarks)
        {
            page.Append($"<div class=\"card {(remark.IsGrave ? "grave" : "note")}\"><p>{Both(Safe(remark.Zh), Safe(remark.En))}</p></div>");
        }
    }

    private static void Column(StringBuilder page, Column about, ColumnSummary column, LoadSummary load)
    {
        var share = column.Share(load);
        page.Append($"<tr><td>{Both(about.ChineseHeader, about.Name)}<small>{Both(about.Name, about.ChineseHeader)}</small></td><td>");
        page.Append(column.Supplied
            ? $"{ColumnWords.Filled(column, load)}<span class=bar><i style=\"width:{share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal)}\"></i></span>"
            : $"<span class=quiet>{Both("文件中没有此列", "not in the file")}</span>");
        page.Append("</td><td>").AppendJoin("<br>", column.Refused.Select(r => $"<span class=bad>{Reason(r.Key)} {r.Value:N0}</span>")).Append($"</td><td class=n>{ColumnWords.Distinct(column)}</td><td>");
        if (column.Range is { } range)
        {
            var at = RangePicture.Of(range);
            string P(double v) => v.ToString("0.#", CultureInfo.InvariantCulture) + "%";
            page.Append($"<span class=range><i class=line></i><i class=body style=\"left:{P(at.P05)};width:{P(at.P95 - at.P05)}\"></i><i class=box style=\"left:{P(at.P25)};width:{P(at.P75 - at.P25)}\"></i><i class=mid style=\"left:{P(at.Median)}\"></i></span>")
                .Append($"<small>{RangePicture.Text(column.Kind, range.Min)} … <b>{ColumnWords.Median(column, range)}</b> … {RangePicture.Text(column.Kind, range.Max)}{(at.IsLogarithmic ? Both("（对数刻度）", " (logarithmic)") : "")}</small>");
        }
        else if (ColumnWords.Codes(column, most: 12) is { Count: > 0 } codes)
        {
            page.Append("<small>").AppendJoin(" · ", codes.Select(Safe)).Append("</small>");
        }

        page.Append("</td></tr>");
    }

    private static string Reason(string code)
    {
        var (zh, en) = CellIssueNames.Of(code);
        return Both(Safe(zh), Safe(en));
    }

    private static void References(StringBuilder page, RecordStream stream, Findings findings)
    {
        if (findings.References.Count == 0)
        {
            return;
        }

        page.Append($"<h2>{Both("与其他数据的关联", "References to other streams")}</h2><table><tr><th>{Both("列", "column")}</th><th>{Both("应见于", "names a row of")}</th><th class=n>{Both("核对行数", "rows checked")}</th><th class=n>{Both("找不到", "not found")}</th><th>{Both("例如", "e.g.")}</th></tr>");
        foreach (var check in findings.References)
        {
            var to = RecordStreams.Get(check.ToStream);
            page.Append($"<tr><td>{Both(stream.Column(check.Column).ChineseHeader, check.Column)}</td><td>{Both(to.ChineseName, to.EnglishName)}</td>")
                .Append(check.IsTargetEmpty ? $"<td colspan=3 class=quiet>{Both("尚无该类数据，无法核对", "nothing of that stream is here yet: not checked")}</td>"
                    : $"<td class=n>{check.Rows:N0}{(check.IsSample ? Both("（抽样）", " (sample)") : "")}</td><td class=\"n{(check.Broken > 0 ? " bad" : "")}\">{check.Broken:N0}</td><td>{Safe(string.Join("、", check.Examples))}</td>")
                .Append("</tr>");
        }

        page.Append("</table>");
    }

    private static void Blind(StringBuilder page, IReadOnlyList<BlindRule> blind)
    {
        if (blind.Count == 0)
        {
            return;
        }

        page.Append($"<h2>{Both("因数据缺失而无法（或不能完全）评估的规则", "Rules that cannot judge, or not everything, for want of data")}</h2><table><tr><th>{Both("规则", "rule")}</th><th>{Both("缺少", "missing")}</th><th class=n>{Both("可评估的行", "rows judged")}</th></tr>");
        foreach (var rule in blind)
        {
            page.Append($"<tr><td>{rule.RuleId} {Both(Safe(rule.TitleZh), Safe(rule.TitleEn))}</td><td>").AppendJoin("<br>", rule.Missing.Select(Missing)).Append($"</td><td class=n>{rule.Share.ToString("P0", CultureInfo.InvariantCulture)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Missing(MissingInput missing)
    {
        var stream = RecordStreams.Get(missing.Stream);
        var (zh, en) = MissingWords.Of(missing);
        return Both($"{stream.ChineseName} · {stream.Column(missing.Column).ChineseHeader}：{zh}", $"{missing.Stream}.{missing.Column}: {en}");
    }

    private static string Both(string zh, string en) => $"<span class=zh>{zh}</span><span class=en>{en}</span>";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Puts what was found into sentences: what is remarkable, with its figures, and nothing where all is well. Pure.</summary>
internal sealed partial class Remarks(RecordStream stream, LoadSummary load)
{
    private const int Named = 5;
    private readonly List<Remark> _all = [];

    public static IReadOnlyList<Remark> Of(RecordStream stream, LoadSummary load, PreviousLoad? previous, LoadSummary? before, IReadOnlyList<ReferenceCheck> references, TwinCheck? twins,
        IReadOnlyList<ColumnDrift> drift, IReadOnlyList<ScaleDoubt> scale, IReadOnlyList<BlindRule> blind, ErasedValues? erased = null, SheetsReplaced? sheets = null, string? format = null,
        IReadOnlyList<ScaleWithin>? within = null, BroughtBack? back = null, OthersReplaced? others = null, KeysShared? shared = null)
    {
        var remarks = new Remarks(stream, load);
        foreach (var doubt in scale)
        {
            remarks.Say(doubt);
        }

        foreach (var doubt in within ?? [])
        {
            remarks.Say(doubt);
        }

        remarks.Say(back);
        remarks.Say(erased);
        remarks.Say(sheets);
        remarks.Say(others);
        remarks.Say(shared);
        remarks.OtherEncoding();
        remarks.Nothing();
        remarks.LeftOut();
        remarks.Unit();
        remarks.Currency();
        remarks.OtherUnits();
        remarks.NamedUnits();
        remarks.OwnUnits();
        remarks.TakenTwice();
        remarks.Beside();
        remarks.ListsUnread();
        remarks.RowsAbove();
        remarks.Lacking();
        remarks.Foot();
        remarks.Totals();
        remarks.Hidden();
        remarks.Merged();
        remarks.Scaled();
        remarks.OpenEnd();
        remarks.Abroad(format);
        remarks.Cells();
        remarks.Dates();
        foreach (var reference in references.Where(r => r.Broken > 0))
        {
            remarks.Say(reference);
        }

        remarks.Say(twins);
        if (previous is not null && before is not null && Comparison.RowsMoved(before, load))
        {
            remarks.Add("rows_drift", null, load.Rows, false, $"行数 {load.Rows:N0}，上次（批次 {previous.BatchId}）为 {previous.Rows:N0}，相差 {Thresholds.RowFactor} 倍以上",
                $"{Counted.Of(load.Rows, "row")}; the last load (batch {previous.BatchId}) had {previous.Rows:N0}: a factor of {Thresholds.RowFactor} or more");
        }

        // A column in the wrong unit has of course moved, and one that brought nothing is spoken of already.
        foreach (var moved in drift.Where(d => d.What switch { "median" => scale.All(s => s.Column != d.Column), "fill" => erased?.Columns.Any(e => e.Column == d.Column) != true, _ => true }))
        {
            remarks.Say(moved);
        }

        remarks.Say(blind);
        return [.. remarks._all.OrderByDescending(r => r.IsGrave)];
    }

    private void Say(ScaleDoubt doubt)
    {
        var (zh, en) = Names(doubt.Column);
        var (more, less) = (doubt.Median > doubt.Usual, doubt.Against == "source");
        Add("scale", doubt.Column, null, true,
            $"“{zh}”的中位数为 {Figure(doubt.Median)}，{(less ? "同一来源以往" : "同类数据以往")}为 {Figure(doubt.Usual)}，约{(more ? "大" : "小")}一万倍：疑似{(more ? "把元当作万元" : "把万元当作元")}，请核对单位",
            $"the median of '{en}' is {Figure(doubt.Median)}, that of {(less ? "earlier loads of this source" : "other loads of the stream")} {Figure(doubt.Usual)}, about ten thousand times {(more ? "smaller" : "larger")}: check 万元 against 元");
    }

    private void Say(ScaleWithin doubt)
    {
        var (zh, en) = Names(doubt.Column);
        var isLarge = doubt.Value > doubt.Median;
        var times = isLarge ? doubt.Value / doubt.Median : doubt.Median / doubt.Value;
        var more = doubt.Count > doubt.Rows.Count ? "…" : "";
        var (rows, rowsEn) = doubt.Rows.Count == 0 ? ("", "")
            : ($"（{string.Join("、", doubt.Rows.Select(r => $"{r.Key}，第 {r.Line} 行"))}{more}）", $" ({string.Join("; ", doubt.Rows.Select(r => $"{r.Key}, line {r.Line}"))}{(more.Length > 0 ? "; …" : "")})");
        Add("scale_within", doubt.Column, doubt.Count == 0 ? null : doubt.Count, true,
            $"“{zh}”{(isLarge ? "最大" : "最小")}的一笔为 {Figure(doubt.Value)}，是本列中位数 {Figure(doubt.Median)} 的{(isLarge ? $" {times:N0} 倍" : $" {times:N0} 分之一")}{rows}：疑似个别行的万元与元混淆，请核对；如确有误，请撤回本批次，改正这些行后重新导入",
            $"the {(isLarge ? "largest" : "smallest")} amount of '{en}' is {Figure(doubt.Value)}, {times:N0} times {(isLarge ? "" : "less than ")}the column's median of {Figure(doubt.Median)}{rowsEn}: some rows look as if 万元 and 元 were mixed; if they are wrong, withdraw the batch, correct them and load the file again");
    }

    private void Say(BroughtBack? back)
    {
        if (back is not null)
        {
            Add("brought_back", null, back.Rows, true,
                $"与批次 {back.Batch} 是同一个文件：那批数据中后来被更正的 {back.Rows:N0} 行，又被改回文件当初的内容。如非本意，请撤回本批次，更正后的内容随即恢复",
                $"this is the file of batch {back.Batch} again: {Counted.Of(back.Rows, "row")} of it that later loads had corrected {(back.Rows == 1 ? "says" : "say")} again what the file said at first. If that was not meant, withdraw this batch: the corrections are then in force again");
        }
    }

    private void Say(ErasedValues? erased)
    {
        if (erased is null)
        {
            return;
        }

        var (absent, empty) = (erased.Columns.Where(c => !c.IsSupplied).ToList(), erased.Columns.Where(c => c.IsSupplied).ToList());
        var (zh, en) = (new List<string>(), new List<string>());
        if (absent.Count > 0)
        {
            zh.Add($"本文件没有列{string.Join("、", absent.Select(c => $"“{Names(c.Column).Zh}”"))}");
            en.Add($"the file has no {(absent.Count == 1 ? "column" : "columns")} {string.Join(", ", absent.Select(c => $"'{c.Column}'"))}");
        }

        if (empty.Count > 0)
        {
            zh.Add($"列{string.Join("、", empty.Select(c => $"“{Names(c.Column).Zh}”"))}每一行都是空的");
            en.Add($"{string.Join(", ", empty.Select(c => $"'{c.Column}'"))} {(empty.Count == 1 ? "is" : "are")} empty in every row");
        }

        var (sample, sampleEn) = erased.IsSample ? ($"抽查的 {erased.Updated:N0} 行更新中，", $" of a sample of {erased.Updated:N0} updated") : ("", "");
        Add("erased_values", erased.Columns is [var one] ? one.Column : null, erased.Rows, true,
            $"{string.Join("，", zh)}；{sample}库中 {erased.Rows:N0} 行原有的值因此清空。如非本意，请撤回本批次，或重新导入列齐全的文件",
            $"{string.Join(", and ", en)}: {Counted.Of(erased.Rows, "row")}{sampleEn} in the store lost the {(erased.Rows == 1 ? "value it" : "values they")} had there. If that was not meant, withdraw the batch or take in a complete file");
    }

    private void Cells()
    {
        foreach (var (code, count) in load.RowRefusals)
        {
            var (why, whyEn) = CellIssueNames.Of(code);
            Add("refused_rows", null, count, false, $"{count:N0} 行整行无法读取：{why}", $"{Counted.Of(count, "row")} could not be read as a whole: {whyEn}");
        }

        foreach (var column in load.Columns)
        {
            var (zh, en) = Names(column.Column);
            foreach (var (code, count) in column.Refused)
            {
                var (why, whyEn) = CellIssueNames.Of(code);
                Add("refused_cells", column.Column, count, false, $"“{zh}”有 {count:N0} 格{why}，所在行已隔离", $"{Counted.Of(count, "cell")} of '{en}': {whyEn}; {(count == 1 ? "its row is" : "their rows are")} in quarantine");
            }

            foreach (var (code, count) in column.Warned)
            {
                if (code == CellIssues.Code(CellIssue.RegionMapped))
                {
                    Add("mapped_cells", column.Column, count, false, $"“{zh}”有 {count:N0} 格为已撤并的旧代码，已换为现行代码", $"{Counted.Of(count, "cell")} of '{en}' held {(count == 1 ? "an abolished code, replaced by the one" : "abolished codes, replaced by those")} in force");
                    continue;
                }

                if (code == CellIssues.Code(CellIssue.ResidentIdAsCode))
                {
                    var (todo, todoEn) = stream.Column(column.Column).Type == ColumnType.CreditCode
                        ? ("如其中有单位，请改填统一社会信用代码后重新导入", "if it is an organisation, enter its credit code and load the file again")
                        : ("如有单据自己的编号，请改用该编号", "better to use the document's own number, where it has one");
                    Add("personal_cells", column.Column, count, false,
                        $"“{zh}”有 {count:N0} 格是（或形似）居民身份证号码：已入库，按个人信息处理（只存令牌，原号加密，页面只显示后四位）；{todo}",
                        $"{Counted.Of(count, "cell")} of '{en}' {(count == 1 ? "holds" : "hold")} (what looks like) a resident identity number: taken in, kept as personal data (a token, the number encrypted, masked on pages); {todoEn}");
                    continue;
                }

                if (code == CellIssues.Code(CellIssue.PersonalNumberInText))
                {
                    Add("personal_text", column.Column, count, false,
                        $"“{zh}”有 {count:N0} 格的文字中含身份证号码或银行卡号：已入库，号码换成令牌并加密；建议今后不在文字中填写这类号码",
                        $"{Counted.Of(count, "text")} of '{en}' {(count == 1 ? "holds" : "hold")} a resident identity number or a bank card's: taken in with a token in its place, the number encrypted; better not to write such numbers into texts");
                    continue;
                }

                var (doubt, doubtEn) = CellIssueNames.Of(code);
                Add("warned_cells", column.Column, count, false, $"“{zh}”有 {count:N0} 格存疑：{doubt}；已入库", $"{Counted.Of(count, "cell")} of '{en}' in doubt: {doubtEn}; taken in");
            }
        }
    }

    private void Dates()
    {
        foreach (var column in load.Columns)
        {
            var (zh, en) = Names(column.Column);
            if (column.Future > 0)
            {
                Add("future_dates", column.Column, column.Future, true, $"“{zh}”有 {column.Future:N0} 个日期在导入日之后，最晚 {Day(column.Range!.Max)}", $"{Counted.Of(column.Future, "date")} of '{en}' {(column.Future == 1 ? "lies" : "lie")} in the future, the latest {Day(column.Range.Max)}");
            }

            if (column.Early > 0)
            {
                Add("early_dates", column.Column, column.Early, true, $"“{zh}”有 {column.Early:N0} 个日期早于 1949 年 10 月，最早 {Day(column.Range!.Min)}", $"{Counted.Of(column.Early, "date")} of '{en}' {(column.Early == 1 ? "lies" : "lie")} before October 1949, the earliest {Day(column.Range.Min)}");
            }
        }
    }

    private void Say(ReferenceCheck check)
    {
        var (zh, en) = Names(check.Column);
        var to = RecordStreams.Get(check.ToStream);
        var (such, ofWhich) = (string.Join("、", check.Examples.Take(3)), check.IsSample ? ("抽查 ", "of a sample of ") : ("", "of "));
        Add("broken_reference", check.Column, check.Broken, false,
            $"“{zh}”：{ofWhich.Item1}{check.Rows:N0} 行中有 {check.Broken:N0} 行在“{to.ChineseName}”中找不到，如 {such}",
            $"'{en}': {check.Broken:N0} {ofWhich.Item2}{Counted.Of(check.Rows, "row")} {(check.Broken == 1 ? "refers" : "refer")} to something that is not in stream {check.ToStream}, e.g. {string.Join(", ", check.Examples.Take(3))}");
    }

    private void Say(TwinCheck? twins)
    {
        if (load.Repeated > 0)
        {
            Add("repeated_keys", null, load.Repeated, false, $"{load.Repeated:N0} 行的编号在本文件中重复出现：内容相同的不计，不同的已隔离", $"{load.Repeated:N0} {(load.Repeated == 1 ? "row repeats" : "rows repeat")} a key of this file: the same again counts as unchanged, others are in quarantine");
        }

        if (twins is null)
        {
            return;
        }

        if (twins.InFile > 0)
        {
            var (zh, en) = Sample(twins.IsFileSample, twins.FileRows);
            Add("twins_in_file", null, twins.InFile, false, $"{zh}{twins.InFile:N0} 行与本文件中另一行内容相同而编号不同，疑似重复", $"{twins.InFile:N0}{en} {(twins.InFile == 1 ? "row says" : "rows say")} the same as another row of this file under another key: suspected duplicates");
        }

        if (twins.InStore > 0)
        {
            var (zh, en) = Sample(twins.IsStoreSample, twins.StoreRows);
            Add("twins_in_store", null, twins.InStore, false, $"{zh}{twins.InStore:N0} 行与库中已有的行内容相同而编号不同，疑似重复导入", $"{twins.InStore:N0}{en} {(twins.InStore == 1 ? "row says" : "rows say")} the same as a row of another load under another key: suspected duplicates");
        }
    }

    private static (string Zh, string En) Sample(bool isSample, long rows) => isSample ? ($"抽查 {rows:N0} 行，其中 ", $" of a sample of {rows:N0}") : ("", "");

    private void Say(ColumnDrift drift)
    {
        var (zh, en) = Names(drift.Column);
        switch (drift.What)
        {
            case "fill":
                Add("fill_drift", drift.Column, null, false, $"“{zh}”填写率由上次的 {drift.Before:P0} 变为 {drift.Now:P0}", $"'{en}' is filled in {drift.Now:P0} of the rows, {drift.Before:P0} the last time");
                break;
            case "median":
                Add("median_drift", drift.Column, null, false, $"“{zh}”的中位数由上次的 {Figure(drift.Before!.Value)} 变为 {Figure(drift.Now!.Value)}", $"the median of '{en}' is {Figure(drift.Now.Value)}, {Figure(drift.Before.Value)} the last time");
                break;
            default:
                var codes = string.Join("、", drift.Codes!.Take(Named)) + (drift.Codes!.Count > Named ? "…" : "");
                var isNew = drift.What == "new_codes";
                Add(drift.What, drift.Column, drift.Codes!.Count, false, isNew ? $"“{zh}”出现上次没有的取值：{codes}" : $"“{zh}”不再出现上次的取值：{codes}",
                    isNew ? $"'{en}' has values that the last load did not: {codes}" : $"'{en}' lacks values of the last load: {codes}");
                break;
        }
    }

    // Only what this file itself withholds: other streams may be on their way.
    private void Say(IReadOnlyList<BlindRule> blind)
    {
        var own = blind.Where(b => b.Share == 0 && b.Missing.Any(m => m.Stream == stream.Name)).ToList();
        if (own.Count == 0)
        {
            return;
        }

        var columns = own.SelectMany(b => b.Missing).Where(m => m.Stream == stream.Name).Select(m => m.Column).Distinct().ToList();
        var (zh, en) = (string.Join("、", columns.Take(Named).Select(c => Names(c).Zh)), string.Join(", ", columns.Take(Named)));
        var rest = columns.Count > Named ? "…" : "";
        Add("blind_rules", null, own.Count, false, $"{own.Count:N0} 条规则对这些数据无法评估，因为缺少：{zh}{rest}", $"{own.Count:N0} {(own.Count == 1 ? "rule" : "rules")} cannot judge these rows for want of: {en}{rest}");
    }

    private void Add(string code, string? column, long? count, bool isGrave, string zh, string en) => _all.Add(new Remark(code, column, count, isGrave, zh, en));

    private (string Zh, string En) Names(string column) => (stream.Column(column).ChineseHeader, column);

    private static string Day(double number) => DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Figure(double number) => number.ToString(Math.Abs(number) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}

using System.Text.RegularExpressions;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>
/// What is said of a file, its rows and batches, for those who know neither the server's folders nor its command line: they know the file by its name, and have the pages.
/// What only the command line can do (queries, training, a setting of the server) goes on being called by its name.
/// </summary>
public static partial class SenderWords
{
    private static readonly (Regex Advice, string OnPage)[] _advice =
    [
        (CurrencyZh(), "或拟定映射，在其中选定币种 ${code}；此来源系统如已有人民币的数据，请先在上传页的“来源系统”一栏另填一个名称，重新上传。"),
        (CurrencyEn(), "or draft a mapping and choose the currency ${code} in it; where this source system has records in yuan, upload the file again under another name in the field Source system first."),
        (DoctorZh(), "仍不行请告知系统管理员"), (DoctorEn(), "if it stays so, tell the system administrator"),
        (DraftZh(), "请拟定映射后再导入。"), (DraftEn(), "draft a mapping and load it again."), (DraftEnFirst(), "Draft a mapping and load it again."),
        (StreamZh(), "请拟定映射，在其中选定数据种类。"), (StreamEn(), "Draft a mapping and choose the kind of data in it."),
        (BelowZh(), "请删去这些行。"), (BelowEn(), "delete those lines."),
        (SheetZh(), "或在上传页的“工作表”一栏填写它的名称"), (SheetEn(), "or name it in the field Sheet of the upload page,"),
        (KeptZh(), "：在上传页的“映射”一栏选 ${name}"), (KeptEn(), ": choose ${name} in the field Mapping of the upload page"),
        (AnyStreamZh(), "不限定数据种类导入"), (AnyStreamEn(), "without a kind of data named"),
        (SourceZh(), "分别导入，在上传页的“来源系统”一栏各填不同的名称"), (SourceEn(), "take each in under a name of its own in the field Source system of the upload page"),
        (PlainZh(), "或拟定映射，作为普通 JSON 处理"), (PlainEn(), "or draft a mapping to treat it as plain JSON"),
        (RetryZh(), ""), (RetryByZh(), "（映射选 ${name}）"), (RetryEn(), ""), (RetryByEn(), " (by the mapping ${name})"),
        (NewerZh(), ""), (NewerEn(), ""),
        (ExportZh(), "请在“隔离行”页导出更正表，更正后再交回"), (ExportEn(), "Give back a sheet that was exported on the page Quarantine"),
        (LaterZh(), "请勾选“一并撤回上列批次”，撤回后重新导入这些文件"), (LaterEn(), "Choose to withdraw them along with it, then"),
        (BatchesZh(), "“数据批次”页列有编号"), (BatchesEn(), "The page Data in lists them"),
        (AgainZh(), "点“继续导入”"), (AgainEn(), "press Carry on"),
        (TraceZh(), "请告知系统管理员。"), (TraceEn(), "Tell the system administrator."), (NarrowZh(), ""), (NarrowEn(), ""),
    ];

    /// <param name="path">Where the file lies, or lay when this was said.</param>
    /// <param name="name">As its sender knows it.</param>
    public static string Of(string text, string path, string name) => Of(path.Length == 0 ? text : text.Replace(path, name, StringComparison.Ordinal));

    public static string Of(string text) => text.Contains("fundwatch ", StringComparison.Ordinal) || text.Contains("--", StringComparison.Ordinal) || text.Contains("同一命令", StringComparison.Ordinal) || text.Contains("the same command", StringComparison.Ordinal)
        ? _advice.Aggregate(text, (words, a) => a.Advice.Replace(words, a.OnPage)) : text;

    public static FileError Of(FileError error, string path, string name) => error with { Zh = Of(error.Zh, path, name), En = Of(error.En, path, name) };

    [GeneratedRegex("""或用写明 "currency": "(?<code>\w+)" 的映射、以单独的 --source 导入。请运行 fundwatch .*""", RegexOptions.Singleline)] private static partial Regex CurrencyZh();
    [GeneratedRegex("""or use a mapping with "currency": "(?<code>\w+)" under a --source of its own; run `fundwatch .*""", RegexOptions.Singleline)] private static partial Regex CurrencyEn();
    [GeneratedRegex("请运行 fundwatch .*", RegexOptions.Singleline)] private static partial Regex DraftZh();
    [GeneratedRegex("run `fundwatch .*", RegexOptions.Singleline)] private static partial Regex DraftEn();
    [GeneratedRegex("Run `fundwatch .*", RegexOptions.Singleline)] private static partial Regex DraftEnFirst();
    [GeneratedRegex("请用 --stream 指明。")] private static partial Regex StreamZh();
    [GeneratedRegex(@"Say which with --stream\.")] private static partial Regex StreamEn();
    [GeneratedRegex(@"请用 --stream \S+ 指明只读下面的表。")] private static partial Regex BelowZh();
    [GeneratedRegex(@"--stream \S+ reads the table below it alone\.")] private static partial Regex BelowEn();
    [GeneratedRegex("或用 --sheet 指明")] private static partial Regex SheetZh();
    [GeneratedRegex("or name it with --sheet,")] private static partial Regex SheetEn();
    [GeneratedRegex(@"：--stream \S+ --mapping (?<name>[^（\s]+)")] private static partial Regex KeptZh();
    [GeneratedRegex(@": --stream \S+ --mapping (?<name>[^(\s]+)")] private static partial Regex KeptEn();
    [GeneratedRegex("不加 --stream 导入")] private static partial Regex AnyStreamZh();
    [GeneratedRegex("without --stream")] private static partial Regex AnyStreamEn();
    [GeneratedRegex("分别用不同的 --source 导入")] private static partial Regex SourceZh();
    [GeneratedRegex("take each in with a --source of its own")] private static partial Regex SourceEn();
    [GeneratedRegex("或用 --suggest-mapping 作为普通 JSON 处理")] private static partial Regex PlainZh();
    [GeneratedRegex("or treat it as plain JSON with --suggest-mapping")] private static partial Regex PlainEn();
    [GeneratedRegex("（fundwatch quarantine retry --code loaded_since( --mapping FILE)?）")] private static partial Regex RetryZh();
    [GeneratedRegex("（fundwatch quarantine retry --code loaded_since --mapping (?<name>[^）]+)）")] private static partial Regex RetryByZh();
    [GeneratedRegex(@" \(fundwatch quarantine retry --code loaded_since( --mapping FILE)?\)")] private static partial Regex RetryEn();
    [GeneratedRegex(@" \(fundwatch quarantine retry --code loaded_since --mapping (?<name>[^)]+)\)")] private static partial Regex RetryByEn();
    [GeneratedRegex("（--mapping [^）]+）")] private static partial Regex NewerZh();
    [GeneratedRegex(@" \(--mapping [^)]+\)")] private static partial Regex NewerEn();
    [GeneratedRegex("请用 fundwatch quarantine export 导出的文件更正后再交回")] private static partial Regex ExportZh();
    [GeneratedRegex("Give back a file made by `fundwatch quarantine export`")] private static partial Regex ExportEn();
    [GeneratedRegex("请加 --with-later 一并撤回，然后重新导入这些文件")] private static partial Regex LaterZh();
    [GeneratedRegex("Withdraw them along with --with-later, then")] private static partial Regex LaterEn();
    [GeneratedRegex("重新运行同一命令")] private static partial Regex AgainZh();
    [GeneratedRegex("run the same command again")] private static partial Regex AgainEn();
    [GeneratedRegex("(加 --verbose|请检查 --connection|请先创建，或更正 --connection)[^。]*。")] private static partial Regex TraceZh();
    [GeneratedRegex(@"(Add --verbose|Run again with --verbose|Check [^.]*--connection|Create it first or correct [^.]*--connection)[^.]*\.")] private static partial Regex TraceEn();
    [GeneratedRegex("（--(stream|source)）")] private static partial Regex NarrowZh();
    [GeneratedRegex(@" \(--(stream|source)\)")] private static partial Regex NarrowEn();
    [GeneratedRegex("仍不行则运行 `fundwatch doctor`")] private static partial Regex DoctorZh();
    [GeneratedRegex("if it stays so, run `fundwatch doctor`")] private static partial Regex DoctorEn();
    [GeneratedRegex("用 fundwatch batches list 查看编号")] private static partial Regex BatchesZh();
    [GeneratedRegex("See `fundwatch batches list` for the numbers")] private static partial Regex BatchesEn();
}

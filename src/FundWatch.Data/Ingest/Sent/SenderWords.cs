using System.Text.RegularExpressions;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>What is said of a file, for those who know neither the server's folders nor its command line: they know the file by its name, and draft mappings on the page.</summary>
public static partial class SenderWords
{
    private static readonly (Regex Advice, string OnPage)[] _advice =
    [
        (DraftZh(), "请拟定映射后再导入。"), (DraftEn(), "draft a mapping and load it again."), (DraftEnFirst(), "Draft a mapping and load it again."),
        (StreamZh(), "请拟定映射，在其中选定数据种类。"), (StreamEn(), "Draft a mapping and choose the kind of data in it."),
        (BelowZh(), "请删去这些行。"), (BelowEn(), "delete those lines."),
        (SheetZh(), "或在上传页的“工作表”一栏填写它的名称"), (SheetEn(), "or name it in the field Sheet of the upload page,"),
        (KeptZh(), "：在上传页的“映射”一栏选 ${name}"), (KeptEn(), ": choose ${name} in the field Mapping of the upload page"),
        (AnyStreamZh(), "不限定数据种类导入"), (AnyStreamEn(), "without a kind of data named"),
    ];

    /// <param name="path">Where the file lies, or lay when this was said.</param>
    /// <param name="name">As its sender knows it.</param>
    public static string Of(string text, string path, string name) => Of(path.Length == 0 ? text : text.Replace(path, name, StringComparison.Ordinal));

    public static string Of(string text) => text.Contains("fundwatch ", StringComparison.Ordinal) || text.Contains(" --", StringComparison.Ordinal) || text.Contains("：--", StringComparison.Ordinal)
        ? _advice.Aggregate(text, (words, a) => a.Advice.Replace(words, a.OnPage)) : text;

    public static FileError Of(FileError error, string path, string name) => error with { Zh = Of(error.Zh, path, name), En = Of(error.En, path, name) };

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
}

namespace FundWatch.Data.Files;

/// <summary>What is wrong with a damaged binary file, for people. The library's own words stay in the exception within.</summary>
internal static class DamageWords
{
    private static readonly string[] _cutOff = ["the end of the file is missing", "ends within", "breaks off", "end of the stream"];

    public static (string Zh, string En) Of(Exception cause) => cause switch
    {
        _ when cause is EndOfStreamException || Array.Exists(_cutOff, w => cause.Message.Contains(w, StringComparison.OrdinalIgnoreCase)) =>
            ("文件不完整，后面的内容缺失（下载或复制可能中断）", "the file breaks off, its end is missing (a copy or download may have been cut short)"),
        // Our own readers' words, which whoever wrote the file may need.
        FormatException => ($"内部结构有误（技术细节：{cause.Message}）", $"its inner structure is wrong (detail: {cause.Message})"),
        _ => ("内部的偏移量、长度或数值超出范围", "an offset, length or value within it is out of range"),
    };
}

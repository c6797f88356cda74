using System.Text.Json;

namespace FundWatch.Data.Files.Json;

/// <summary>Damage of a JSON text that our own readers have noticed, in words for whoever sent the file.</summary>
internal sealed class BrokenJson(string zh, string en) : JsonException(en)
{
    public string Zh { get; } = zh;

    public string En { get; } = en;

    /// <summary>What is wrong, as a clause without a full stop: what .NET says is English and speaks of its own types, and stays with the exception for the log.</summary>
    /// <param name="line">On which the text begins that was being read, from 1; 0 where its lines say nothing.</param>
    public static (string Zh, string En) Words(Exception cause, long line = 0) => cause switch
    {
        BrokenJson own => (own.Zh, own.En),
        JsonException { LineNumber: { } below, BytePositionInLine: { } at } when line > 0 =>
            ($"从第 {line + below} 行第 {at + 1} 个字节起不是有效的 JSON（缺引号、逗号、括号，或数字、文字写法不对）", $"from line {line + below}, byte {at + 1} on it is not valid JSON (a quote, comma or bracket is missing, or a number or text is written wrongly)"),
        JsonException => ("不是有效的 JSON（缺引号、逗号、括号，或数字、文字写法不对）", "it is not valid JSON (a quote, comma or bracket is missing, or a number or text is written wrongly)"),
        _ => ("其中的数字、名称或文字不是有效的写法，或编码有误", "a number, name or text in it is not written as it must be, or its encoding is damaged"),
    };
}

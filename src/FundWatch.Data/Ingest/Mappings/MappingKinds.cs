namespace FundWatch.Data.Ingest.Mappings;

/// <summary>What kind of value each key of a mapping takes, and how it is written.</summary>
internal static class MappingKinds
{
    private enum Kind
    {
        Text,
        Number,
        Texts,
        Codes,
        Rules,
        Columns,
    }

    private static readonly Dictionary<string, (Kind Kind, string Example)> _keys = new()
    {
        ["stream"] = (Kind.Text, "\"fund_use\""), ["sheet"] = (Kind.Text, "\"2025\""), ["delimiter"] = (Kind.Text, "\"|\""), ["quote"] = (Kind.Text, "\"'\""), ["currency"] = (Kind.Text, "\"USD\""),
        ["header_row"] = (Kind.Number, "2"), ["skip_below_header"] = (Kind.Number, "1"), ["skip_rows"] = (Kind.Rules, "[{ \"column\": \"摘要\", \"values\": [\"合计*\"] }]"),
        ["column"] = (Kind.Text, "\"摘要\""), ["values"] = (Kind.Texts, "[\"合计*\"]"), ["columns"] = (Kind.Columns, "{ \"amount\": { \"from\": \"金额\" } }"),
        ["template"] = (Kind.Text, "\"{年}-{月}-{日}\""), ["constant"] = (Kind.Text, "\"2025-03-31\""), ["separator"] = (Kind.Text, "\"-\""), ["unit"] = (Kind.Text, "\"万元\""),
        ["formats"] = (Kind.Texts, "[\"MM/dd/yyyy\"]"), ["empty"] = (Kind.Texts, "[\"无\"]"), ["may_be_empty"] = (Kind.Texts, "[\"分号\"]"), ["remove"] = (Kind.Texts, "[\"£\"]"), ["codes"] = (Kind.Codes, "{ \"Y\": \"有效\" }"),
    };

    public static (string Zh, string En) Words(string key)
    {
        var (kind, example) = _keys.GetValueOrDefault(key, (Kind.Text, "\"…\""));
        var (zh, en) = kind switch
        {
            Kind.Number => ("整数，不加引号", "a whole number without quotes"),
            Kind.Texts => ("文本的列表，只有一个也放在方括号里", "a list of texts, in brackets even if there is one"),
            Kind.Codes => ("对象，左边是文件中的代码，右边是其含义，都是文本", "an object that gives for each code of the file, a text, what it means, a text"),
            Kind.Rules => ("对象的列表，每个对象有 column（列名）和 values（取值列表）", "a list of objects, each with a 'column' (a header) and 'values' (a list)"),
            Kind.Columns => ("对象，每个标准列名一项", "an object with an entry for each column of the stream"),
            _ => ("一个文本，放在引号里", "a text in quotes"),
        };
        return ($"“{key}”的值应为{zh}，如 \"{key}\": {example}", $"the value of '{key}' should be {en}, as in \"{key}\": {example}");
    }
}

using System.Globalization;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Whether a mapping makes sense before any file is read through it: each complaint names the place, what is wrong and what would be right.</summary>
/// <param name="name">The file, or the name it is kept under, for the complaint.</param>
internal sealed class MappingCheck(string name, byte[] json)
{
    /// <exception cref="FileRefused"><c>bad_mapping</c>.</exception>
    public void Check(Mapping mapping)
    {
        var stream = RecordStreams.Find(mapping.Stream)
            ?? throw Bad(["stream"], $"没有数据流“{mapping.Stream}”{NearStream(mapping.Stream).Zh}；可选：{Streams}", $"there is no stream '{mapping.Stream}'{NearStream(mapping.Stream).En}; known: {Streams}");
        if (mapping.Currency is { } currency && !ForeignMoney.IsCode(currency))
        {
            throw Bad(["currency"], $"币种 {currency} 不是三个大写字母的代码，如 GBP", $"currency '{currency}' is not a code of three capital letters, such as GBP");
        }

        if (mapping.Delimiter is { } delimiter && (delimiter.Length is 0 or > WrittenDialect.Longest || delimiter.Any(c => char.IsLetterOrDigit(c) || c is '\n' or '\r' or '"') || (delimiter.Length > 1 && delimiter.Trim().Length == 0)))
        {
            throw Bad(["delimiter"], $"delimiter 应为 1 至 {WrittenDialect.Longest} 个符号，不含文字、数字、引号和换行，如 \"|@|\"、\"，\"、\"\\t\"；\" \" 表示若干空格", $"'delimiter' should be 1 to {WrittenDialect.Longest} signs, no letters, digits, quotes or line breaks: \"|@|\", \":\", \"\\t\"; \" \" stands for any number of blanks");
        }

        if (mapping.Quote is { } quote && (quote.Length > 1 || (quote.Length == 1 && (quote[0] is <= ' ' or > '~' || char.IsLetterOrDigit(quote[0]) || mapping.Delimiter?.Contains(quote[0]) == true))))
        {
            throw Bad(["quote"], "quote 应为一个符号，如 \"'\"；没有引号则写 \"\"", "'quote' should be one sign, such as \"'\"; \"\" for none");
        }

        if (mapping.HeaderRow is < 1 or > 20)
        {
            throw Bad(["header_row"], "header_row 应为 1 至 20", "header_row should be 1 to 20");
        }

        if (mapping.SkipBelowHeader is < 0 or > 1000)
        {
            throw Bad(["skip_below_header"], "skip_below_header 应为 0 至 1000", "skip_below_header should be 0 to 1000");
        }

        if (mapping.SkipRows.FirstOrDefault(s => s.Values is not { Length: > 0 } || string.IsNullOrWhiteSpace(s.Column)) is not null)
        {
            throw Bad(["skip_rows"], "每条 skip_rows 须有 column（列名）和 values（取值列表）", "each of skip_rows needs a 'column' (a header) and 'values' (a list)");
        }

        foreach (var (column, mapped) in mapping.Columns)
        {
            CheckColumn(stream, column, mapped);
        }
    }

    /// <summary>Whether every required column has a source: without one no row of any file could load.</summary>
    /// <exception cref="FileRefused"><c>bad_mapping</c>.</exception>
    public void RequireSources(Mapping mapping)
    {
        if (mapping.WithoutSource is not [var first, ..] lacking)
        {
            return;
        }

        // A draft has them as constants without a value: the line of the first of these is the place to write.
        var written = lacking.FirstOrDefault(c => mapping.Columns.ContainsKey(c.Name));
        throw Bad(written is null ? ["columns"] : ["columns", written.Name],
            $"{mapping.Stream} 的必填列没有来源：{string.Join("、", lacking.Select(c => $"{c.ChineseHeader} {c.Name}"))}；没有它们，一行也导入不了。请为每列写明来自文件的哪一列，或固定值，如 \"{first.Name}\": {{ \"from\": \"列名\" }} 或 {{ \"constant\": \"值\" }}",
            $"required columns of {mapping.Stream} have no source: {string.Join(", ", lacking.Select(c => c.Name))}; without them no row can load. For each, name the column of the file or a fixed value, as in \"{first.Name}\": {{ \"from\": \"header\" }} or {{ \"constant\": \"value\" }}");
    }

    private static string Streams => string.Join(", ", RecordStreams.All.Select(s => s.Name));

    private void CheckColumn(RecordStream stream, string columnName, MappedColumn? mapped)
    {
        string[] At(params string[] key) => ["columns", columnName, .. key];
        var column = stream.Columns.FirstOrDefault(c => c.Name == columnName)
            ?? throw Bad(At(), $"{stream.Name} 没有列“{columnName}”{NearColumn(stream, columnName).Zh}", $"stream {stream.Name} has no column '{columnName}'{NearColumn(stream, columnName).En}");
        if (mapped is null || (mapped.From is null ? 0 : 1) + (mapped.Template is null ? 0 : 1) + (mapped.Constant is null ? 0 : 1) != 1)
        {
            throw Bad(At(), $"列 {columnName} 须有 from、template、constant 三者之一，且只有一个", $"column '{columnName}' needs one of 'from', 'template' and 'constant', and only one");
        }

        if (mapped.From is { } from && (from.Names.Count == 0 || from.Names.Any(string.IsNullOrWhiteSpace)))
        {
            throw Bad(At("from"), "from 应为表头，或表头的列表", "'from' should be a header or a list of headers");
        }

        if (mapped.Template is { } template && MappedColumn.TemplateNames(template).Count == 0)
        {
            throw Bad(At("template"), "template 应在花括号中写表头，如 \"{年}-{月}-{日}\"；固定值请用 constant", "'template' should name headers in braces, as in \"{year}-{month}-{day}\"; for a fixed value use 'constant'");
        }

        CheckUnit(column, mapped, At);
        CheckFormats(column, mapped, At);
        CheckCodes(column, mapped, At);
        CheckMayBeEmpty(stream, column, mapped, At);
    }

    // One cell at least must say which record it is.
    private void CheckMayBeEmpty(RecordStream stream, Column column, MappedColumn mapped, Func<string[], string[]> at)
    {
        if (mapped.MayBeEmpty is not { } names)
        {
            return;
        }

        if (!OptionalPlaces.SuitIn(stream, column) || names.Except(mapped.Headers).FirstOrDefault() is not null || !mapped.Headers.Except(names).Any())
        {
            throw Bad(at(["may_be_empty"]), $"may_be_empty 只用于由多个单元格拼成的主键列，或引用这种主键的文本列，所列表头须在该列的 from 或 template 之中，且至少留一个不列；列 {column.Name} 不是这样",
                $"'may_be_empty' is for a column of the key that is put together from several cells, or a text that refers to such a key: headers of its 'from' or 'template', not all of them; that does not hold for column '{column.Name}'");
        }

        if (OptionalPlaces.Touching(mapped) is var (left, right))
        {
            throw Bad(at([mapped.Template is null && mapped.Separator is not null ? "separator" : "may_be_empty"]), $"列 {column.Name} 的“{left}”与“{right}”之间没有文字（空格不算），而其中有可以为空的：两个不同的编号会拼成同一个（“A”与空、空与“A”），一条记录会覆盖另一条。请在二者之间加上分隔文字，如 {Between(true)}",
                $"nothing stands between '{left}' and '{right}' of column '{column.Name}' (blanks do not count), and one of them may be empty: two different keys would become one ('A' and nothing, nothing and 'A') and one record go over the other. Put a text between them, such as {Between(false)}");
        }

        string Between(bool chinese) => mapped.Template is null ? (chinese ? "\"separator\": \"|\"（不写也是它）" : "\"separator\": \"|\" (which it is where none is given)") : $"\"{{{mapped.Headers[0]}}}-{{{mapped.Headers[^1]}}}\"";
    }

    private void CheckUnit(Column column, MappedColumn mapped, Func<string[], string[]> at)
    {
        if (mapped.Unit is null)
        {
            return;
        }

        if (column.Type is not (ColumnType.Money or ColumnType.Decimal))
        {
            throw Bad(at(["unit"]), $"列 {column.Name} 不是金额，不能有 unit", $"column '{column.Name}' is no amount and takes no unit");
        }

        if (Measure.Of(column) is { } own)
        {
            if (Measure.Factor(mapped.Unit, own) is null)
            {
                throw Bad(at(["unit"]), $"单位“{mapped.Unit}”不能准确换算成{own}；可用：亩、公顷、平方米、平方公里", $"the unit '{mapped.Unit}' cannot be converted exactly to {own}; known: 亩, 公顷, 平方米, 平方公里");
            }
        }
        else if (Measure.PriceTimes(column, MoneyUnit.Parse(mapped.Unit)?.Per) is null)
        {
            throw Bad(at(["unit"]), $"单价的单位“{mapped.Unit}”不能换算成“{column.ChineseHeader}”；可用：元/公斤、元/斤、元/吨、元/克", $"the price unit '{mapped.Unit}' does not become {column.ChineseHeader}; known: 元/公斤, 元/斤, 元/吨, 元/克");
        }
        else if (Units.Factor(mapped.Unit) is null)
        {
            throw Bad(at(["unit"]), $"不认识单位“{mapped.Unit}”；可用：{string.Join("、", Units.Names)}", $"unknown unit '{mapped.Unit}'; known: {string.Join(", ", Units.Names)}");
        }
    }

    // A format that does not bring back the day it wrote cannot read one.
    private void CheckFormats(Column column, MappedColumn mapped, Func<string[], string[]> at)
    {
        if (mapped.Formats is null)
        {
            return;
        }

        if (column.Type is not (ColumnType.Date or ColumnType.Timestamp))
        {
            throw Bad(at(["formats"]), $"列 {column.Name} 不是日期，不能有 formats", $"column '{column.Name}' is no date and takes no formats");
        }

        var sample = new DateTimeOffset(2021, 11, 23, 0, 0, 0, TimeSpan.Zero);
        foreach (var format in mapped.Formats.Where(f => f != DateCell.Serial1904 || column.Type != ColumnType.Date))
        {
            var text = "";
            try
            {
                text = sample.ToString(format, CultureInfo.InvariantCulture);
            }
            catch (FormatException)
            {
                // said below
            }

            if (!DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var back) || back.Date != sample.Date)
            {
                throw Bad(at(["formats"]), $"日期格式“{format}”读不出年月日；写法如 yyyy-MM-dd、dd/MM/yyyy、d MMM yyyy、yyyy-MM-dd HH:mm（月为大写 M）",
                    $"the format '{format}' gives no year, month and day; write yyyy-MM-dd, dd/MM/yyyy, d MMM yyyy, yyyy-MM-dd HH:mm (months are capital M)");
            }
        }
    }

    private void CheckCodes(Column column, MappedColumn mapped, Func<string[], string[]> at)
    {
        if (mapped.Codes is null || CodeList.Of(column) is not { } list)
        {
            return;
        }

        foreach (var (theirs, ours) in mapped.Codes.Where(c => c.Value.Length > 0 && !list.Codes.Contains(c.Value)))
        {
            var known = string.Join(' ', list.Codes);
            throw Bad(at(["codes", theirs]), $"代码“{theirs}”对应的“{ours}”不在 {column.Name} 的取值之内：{known}", $"the code '{theirs}' becomes '{ours}', which is none of {column.Name}'s: {known}");
        }
    }

    private static (string Zh, string En) NearStream(string name) => Meant(NearName.Of(name, RecordStreams.All, s => s.Name, s => s.ChineseName, s => s.EnglishName), s => s.Name, s => s.ChineseName);

    private static (string Zh, string En) NearColumn(RecordStream stream, string name) => Meant(NearName.Of(name, stream.Columns, c => c.Name, c => c.ChineseHeader), c => c.Name, c => c.ChineseHeader);

    private static (string Zh, string En) Meant<T>(T? near, Func<T, string> name, Func<T, string> chinese) where T : class =>
        near is null ? ("", "") : ($"（是否想写 {name(near)}，即“{chinese(near)}”？）", $" (did you mean {name(near)}?)");

    public FileRefused Bad(string[] path, string zh, string en, Exception? cause = null, int? line = null)
    {
        var at = line ?? JsonPlaces.Line(json, path);
        var key = string.Join('.', path);
        return new FileRefused("bad_mapping", $"映射 {name} 第 {at} 行{(key.Length > 0 ? $"（{key}）" : "")}有误：{zh}。", $"The mapping {name} is wrong in line {at}{(key.Length > 0 ? $" ({key})" : "")}: {en}.", cause);
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Zip;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>A column of the stream in a draft: which header seems to hold it and how sure that is, or (required, without a header) a hole for a person to fill.</summary>
/// <param name="Confidence">0 to 1: likeness of the names times the share of the first 200 cells that read as the column's type.</param>
/// <param name="Values">What its cells hold, as it stands there.</param>
public sealed record DraftColumn(Column Column, string? Header, double Confidence, [property: JsonIgnore] IReadOnlyList<string> Values)
{
    /// <summary>Some of them, as they may be shown.</summary>
    public IReadOnlyList<string> Samples => SampleText.Shown(Values, Column.IsPersonal ? SampleUse.Personal : SampleUse.Known);

    /// <summary>Of money, where it is more than one yuan (or one of <see cref="Mapping.Currency"/>): from the header or from a line above it.</summary>
    public string? Unit { get; init; }

    /// <summary>Nobody can tell whether the header states that unit (专户万元): whoever uses the draft has to.</summary>
    public bool IsUnitGuessed { get; init; }
}

/// <summary>A header that no column of the stream seems to want.</summary>
/// <param name="Values">What its cells hold, as it stands there.</param>
public sealed record DraftRest(string Header, [property: JsonIgnore] IReadOnlyList<string> Values)
{
    /// <summary>Some of them, as they may be shown of a column of which nobody knows what it holds.</summary>
    public IReadOnlyList<string> Samples => SampleText.Shown(Values, SampleText.UseOf(Header));

    /// <summary>Were it money that is not in yuan: from the header or from a line above it.</summary>
    public string? Unit { get; init; }

    /// <summary>See <see cref="DraftColumn.IsUnitGuessed"/>.</summary>
    public bool IsUnitGuessed { get; init; }
}

/// <summary>A mapping drafted for a person to correct: the likeliest stream, a source for each column that seems to have one, confidence and samples as comments.</summary>
public sealed record MappingDraft(Mapping Mapping, IReadOnlyList<DraftColumn> Columns, IReadOnlyList<DraftRest> Unused)
{
    private const int RowsLookedAt = 200;
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Required columns that nothing was found for.</summary>
    public int Open => Columns.Count(c => c.Header is null);

    /// <param name="path">A file, or one within an archive as a report names it: <c>a.zip/in/b.csv</c>.</param>
    /// <param name="work">Where a file within an archive is unpacked for the moment.</param>
    /// <exception cref="FileRefused">It is not there or cannot be read; <c>no_header</c> where its rows have no names of columns above them.</exception>
    public static MappingDraft Of(string path, string? stream = null, string? sheet = null, Func<WorkFolder>? work = null) => ArchivedFile.Read(path, work, file => Of(file, stream, sheet));

    private static MappingDraft Of(SourceFile file, string? stream, string? sheet)
    {
        var rare = file.Format is TextFormat text && text.FirstOf(file) is { } first ? RareDelimiters.Find(first) : null;
        var table = SampleOf(file.With(rare), sheet);
        if (table.FirstRecord is { } line)
        {
            throw NoHeader(file.Path, table.Sheet, line);
        }

        var streams = stream is null ? RecordStreams.All : [RecordStreams.Get(stream)];
        var evidence = new SampleEvidence(table);
        var best = streams.Select(s => (Stream: s, Pairs: ColumnMatcher.Match(s, table, evidence))).OrderByDescending(c => ColumnMatcher.Fit(c.Stream, table, c.Pairs)).First();
        var columns = new List<DraftColumn>();
        foreach (var column in best.Stream.Columns)
        {
            if (best.Pairs.FirstOrDefault(p => p.Column == column) is { } pair)
            {
                var (unit, isGuessed) = column.Type == ColumnType.Money ? UnitOf(table.Headers[pair.Cell], HeaderName.Of(column.ChineseHeader).Factor ?? table.UnitAbove) : default;
                columns.Add(new DraftColumn(column, table.Headers[pair.Cell], pair.Confidence, table.Values(pair.Cell)) { Unit = unit, IsUnitGuessed = isGuessed });
            }
            else if (column.IsRequired)
            {
                columns.Add(new DraftColumn(column, null, 0, []));
            }
        }

        var unused = table.Headers.Select((h, i) => (h, i)).Where(p => p.h.Length > 0 && best.Pairs.All(pair => pair.Cell != p.i))
            .Select(p => (p.h, p.i, Unit: UnitOf(p.h, table.UnitAbove))).Select(p => new DraftRest(p.h, table.Values(p.i)) { Unit = p.Unit.Name, IsUnitGuessed = p.Unit.IsGuessed }).ToList();
        var mapping = new Mapping
        {
            Name = Path.GetFileNameWithoutExtension(file.Path), Stream = best.Stream.Name, Sheet = sheet, Delimiter = rare?.Delimiter, HeaderRow = table.HeaderRow == 0 ? null : table.HeaderRow,
            Currency = CurrencyOf([.. columns.Where(c => c.Column.Type == ColumnType.Money && c.Header is not null).Select(c => HeaderName.Of(c.Header!).Stated)], table.CurrencyAbove ?? CurrencyBeside(unused)),
            Columns = columns.ToDictionary(c => c.Column.Name, c => c.Header is null ? new MappedColumn { Constant = "" } : new MappedColumn { From = new SourceNames([c.Header]), Unit = c.Unit }),
        };
        return new MappingDraft(mapping, columns, unused);
    }

    // Of a workbook whose sheet nobody named, the first that is a table: before it may stand a cover.
    private static SampleTable SampleOf(SourceFile file, string? sheet)
    {
        var first = SampleTable.Read(file, sheet, RowsLookedAt);
        return sheet is not null || first.LooksLikeTable ? first
            : file.Parts().Where(p => p is { Name: not null, Stream: null, IsHidden: false }).Select(p => SampleTable.Read(file, p.Name, RowsLookedAt)).FirstOrDefault(t => t.LooksLikeTable, first);
    }

    // What the rows hold may be people's data, and is not said.
    private static FileRefused NoHeader(string path, string? sheet, long line) => new("no_header",
        $"文件 {path}{(sheet is null ? "" : $" 的工作表“{sheet}”")} 没有表头：从第 {line} 行起，各行都含日期、金额或号码，是记录而不是列名，因此没有拟定映射，也不显示其内容。请在第 {line} 行之上加一行列名（如 编号、日期、金额）后重试。",
        $"The file {path}{(sheet is null ? "" : $", sheet '{sheet}',")} has no header: from line {line} on, its rows hold days, amounts or numbers and are records, where names of columns are wanted. No mapping was drafted, and nothing of them is shown. Add a row of column names (number, date, amount …) above line {line} and try again.");

    /// <summary>The draft as a mapping file with a comment beside every column; comments are read over when it is used.</summary>
    public string ToText(bool chinese)
    {
        var text = new StringBuilder("{\n");
        text.Append("  \"name\": ").Append(Quote(Mapping.Name!)).Append(",\n  \"stream\": ").Append(Quote(Mapping.Stream)).Append(",\n");
        if (Mapping.Sheet is { } sheet)
        {
            text.Append("  \"sheet\": ").Append(Quote(sheet)).Append(",\n");
        }

        if (Mapping.Delimiter is { } delimiter)
        {
            text.Append(chinese ? "  // 列之间的分隔符；一个空格表示若干空格\n" : "  // between cells; one blank stands for any number of blanks\n");
            text.Append("  \"delimiter\": ").Append(Quote(delimiter)).Append(",\n");
        }

        if (Mapping.Currency is { } currency)
        {
            text.Append(chinese ? "  // 金额的币种；一个来源系统只用一种\n" : "  // of the amounts; a source system keeps to one\n");
            text.Append("  \"currency\": ").Append(Quote(currency)).Append(",\n");
        }

        if (Mapping.HeaderRow is { } row)
        {
            text.Append("  \"header_row\": ").Append(row).Append(",\n");
        }

        text.Append("  \"columns\": {\n");
        foreach (var c in Columns)
        {
            text.Append("    // ").Append(c.Column.ChineseHeader).Append(c.Column.IsRequired ? chinese ? "（必填）" : " (required)" : "").Append(Remark(c, chinese)).Append('\n');
            text.Append("    ").Append(Quote(c.Column.Name)).Append(": ")
                .Append(c.Header is null ? "{ \"constant\": \"\" }" : $"{{ \"from\": {Quote(c.Header)}{(c.Unit is { } unit ? $", \"unit\": {Quote(unit)}" : "")} }}").Append(",\n");
        }

        text.Append("  }\n");
        foreach (var rest in Unused)
        {
            text.Append(chinese ? "  // 未使用：" : "  // not used: ").Append(OneLine(rest.Header)).Append(Shown(rest.Samples, chinese)).Append('\n');
        }

        return text.Append('}').ToString();
    }

    private static string Remark(DraftColumn c, bool chinese) => c.Header is null
        ? chinese ? "：没有找到来源，请改为 from（表头）、template 或 constant（固定值）" : ": no source found; name a header (from), a template or a fixed value (constant)"
        : (chinese ? "：把握 " : ": confidence ") + c.Confidence.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) + Shown(c.Samples, chinese)
            + (c.IsUnitGuessed ? chinese ? $"；单位“{c.Unit}”是按列名推测的，请核实" : $"; the unit {c.Unit} is a guess from the header: make sure of it" : "");

    private static string Shown(IReadOnlyList<string> samples, bool chinese) => samples.Count == 0 ? chinese ? "，前 200 行为空" : ", empty in the first 200 rows"
        : (chinese ? "，样例：" : ", samples: ") + string.Join(" | ", samples.Select(OneLine));

    // 人民币 alone leaves it to others how many. Where nobody can tell (专户万元), what the header ends with is likelier than yuan, and a person looks; 约百万元 is an amount sooner than a unit.
    private static (string? Name, bool IsGuessed) UnitOf(string header, long otherwise)
    {
        var name = HeaderName.Of(header);
        return name is { Stated: not { IsYuanAlone: true }, StatedFactor: { } stated } ? (OtherThanYuan(stated), false)
            : UnitCaption.PerhapsOf(header).Select(u => u.Factor).FirstOrDefault(f => f is 1 or 10_000 or 100_000_000) is { } guess ? (OtherThanYuan(guess), guess > 1)
            : (OtherThanYuan(otherwise), false);
    }

    // Of several currencies none is that of all amounts: such a file is refused, with words that say so.
    private static string? CurrencyOf(IReadOnlyList<MoneyUnit?> amounts, string? above) =>
        amounts.Select(u => u is { } unit ? unit.Currency ?? (unit.NamesYuan ? Layout.Yuan : above) : above).Distinct().ToList() is [{ } one] && one != Layout.Yuan ? one : null;

    // What a column of currencies says in every row that was looked at (币种: 美元). 单位 that names offices says nothing.
    private static string? CurrencyBeside(List<DraftRest> unused) => unused.Where(u => UnitColumn.IsNamed(u.Header)).Select(Named).Where(codes => codes.Exists(c => c is not null)).SelectMany(c => c).Distinct().ToList() is [{ } one] ? one : null;

    private static List<string?> Named(DraftRest column) => [.. column.Values.Where(v => !CellText.IsEmpty(Encoding.UTF8.GetBytes(v))).Select(v => UnitColumn.CurrencyBy(column.Header, v))];

    private static string? OtherThanYuan(long factor) => factor is 1 ? null : Units.Name(factor);

    // A line break in a cell must not end the comment.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static string Quote(string text) => JsonSerializer.Serialize(text, _json);
}

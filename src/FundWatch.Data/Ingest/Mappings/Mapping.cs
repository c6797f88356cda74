using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>
/// How a layout that FundWatch does not know becomes a stream: a small JSON file that a person can read and mend. Unknown keys are refused, so that a
/// slip of the pen is not silently without effect. Documented in data-samples/mappings/README.md.
/// </summary>
public sealed record Mapping
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true,
        AllowDuplicateProperties = false, RespectNullableAnnotations = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    public string? Note { get; init; }

    /// <summary>The stream that the rows belong to.</summary>
    public required string Stream { get; init; }

    /// <summary>The sheet of a spreadsheet; null for those that have the columns.</summary>
    public string? Sheet { get; init; }

    /// <summary>Between the cells of a text: one sign or several, a blank for any number of blanks and tabs; null to find it from the first lines.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Around cells that hold the delimiter; empty for none. Null: the usual one, or none where the delimiter has several signs.</summary>
    public string? Quote { get; init; }

    /// <summary>Number of the header row from 1, blank rows not counted; null to look for the row that names the sources used here.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>ISO 4217, where the amounts are not in yuan. It holds for all that this source delivers.</summary>
    public string? Currency { get; init; }

    /// <summary>Rows right below the header that are no records: units, column numbers, a total.</summary>
    public int? SkipBelowHeader { get; init; }

    /// <summary>Rows that are no records.</summary>
    public IReadOnlyList<SkipRule> SkipRows { get; init; } = [];

    /// <summary>By canonical column name.</summary>
    public required IReadOnlyDictionary<string, MappedColumn> Columns { get; init; }

    /// <inheritdoc cref="ParseWhole"/>
    /// <exception cref="FileRefused"><c>bad_mapping</c>, with line and key; or the file cannot be read.</exception>
    public static Mapping Read(string path) => ParseWhole(ReadText(path), path);

    internal static byte[] ReadText(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.Unreadable(path, e);
        }
    }

    /// <param name="name">What to call it in a complaint.</param>
    /// <exception cref="FileRefused"><c>bad_mapping</c>, with line and key.</exception>
    public static Mapping Parse(byte[] json, string name)
    {
        json = json.AsSpan().StartsWith("\uFEFF"u8) ? json[3..] : json;
        var check = new MappingCheck(name, json);
        try
        {
            var mapping = JsonSerializer.Deserialize<Mapping>(json, _json) ?? throw new JsonException("the text holds null");
            check.Check(mapping);
            return mapping;
        }
        catch (JsonException e)
        {
            var path = MappingMistake.Path(e);
            var level = path switch { ["columns", _, _, ..] => typeof(MappedColumn), ["skip_rows", _, ..] => typeof(SkipRule), _ => typeof(Mapping) };
            var (zh, en) = MappingMistake.Words(json, path, Keys(level), ["stream", "columns"]);
            throw check.Bad([.. path], zh, en, e, (int)(e.LineNumber ?? 0) + 1);
        }
    }

    /// <summary>A mapping that files are to be read through: one that a column is still lacking in, as in a draft, is none yet.</summary>
    /// <inheritdoc cref="Parse"/>
    public static Mapping ParseWhole(byte[] json, string name)
    {
        var mapping = Parse(json, name);
        new MappingCheck(name, json).RequireSources(mapping);
        return mapping;
    }

    private static List<string> Keys(Type level) => [.. _json.GetTypeInfo(level).Properties.Select(p => p.Name)];

    /// <summary>How a text's cells are parted, where the mapping says so.</summary>
    internal WrittenDialect? Dialect => Delimiter is null && Quote is null ? null : new WrittenDialect(Delimiter, Quote);

    /// <summary>Required columns of the stream with neither a source nor a fixed value.</summary>
    internal IReadOnlyList<Column> WithoutSource => [.. RecordStreams.Get(Stream).Columns.Where(c => c.IsRequired && (!Columns.TryGetValue(c.Name, out var mapped) || mapped.Constant?.Trim() == ""))];

    /// <summary>The names of all the headers that the mapping reads.</summary>
    internal IReadOnlyList<string> Headers => Columns.Values.SelectMany(c => c.Headers).Concat(SkipRows.Select(s => s.Column)).Distinct().ToList();

    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>The layout of a file read through this mapping.</summary>
    /// <exception cref="FileRefused"><c>missing_column</c> where the file lacks a header that the mapping names or a required column has no source.</exception>
    internal Layout Apply(RowReader rows, string path)
    {
        var stream = RecordStreams.Get(Stream);
        var wanted = Headers;
        var first = HeaderRecognition.FirstRows(rows).Select(f => (f.Row, f.Headers, Line: rows.LineNumber)).ToList();
        CorrectionSheet.MustNotBe(first.Select(f => f.Headers), path);
        var found = first.Select(f => (f.Row, f.Headers)).ToList();
        var (firstRow, row, headers) = FindHeader(found, wanted);
        var cells = new Dictionary<string, int>();
        for (var i = headers.Length - 1; i >= 0; i--)
        {
            cells[HeaderName.Of(headers[i]).Key] = i;
        }

        var absent = wanted.Where(w => !cells.ContainsKey(HeaderName.Of(w).Key)).ToList();
        if (absent.Count > 0)
        {
            if (HeaderRow is { } said && Better(found, wanted, absent.Count) is { } better)
            {
                throw NotTheHeader(path, said, better.Row, better.Absent);
            }

            throw Lacks(path, string.Join(", ", absent), absent.Count == wanted.Count ? SampleHeader.Find(found)?.Names : headers);
        }

        if (WithoutSource.Select(c => c.Name).ToList() is { Count: > 0 } sourceless) // of a mapping kept before this was looked at as it is saved
        {
            throw new FileRefused("missing_column", $"映射没有给出必填列：{string.Join(", ", sourceless)}。请为其指定来源列或常量。",
                $"The mapping gives no source for required columns: {string.Join(", ", sourceless)}. Name a source column or a constant.");
        }

        var sources = stream.Columns.Select(c => Columns.TryGetValue(c.Name, out var mapped) ? mapped.Source(c, name => cells[HeaderName.Of(name).Key]) : new ColumnSource(c, [])).ToList();
        sources = [.. sources.Select(s => s is { Cells: [var cell], Template: null } ? HeaderUnits.InHeader(s, headers[cell], Columns[s.Column.Name].Unit) : s)];
        sources = Currency is null or Layout.Yuan ? sources : [.. sources.Select(s => s.Column.Type == ColumnType.Money ? s with { Currency = Currency } : s)];
        var used = sources.SelectMany(s => s.Cells).ToHashSet();
        var layout = new Layout(stream, headers, row + (row > 0 ? SkipBelowHeader ?? 0 : 0), sources)
        {
            Currency = Currency == Layout.Yuan ? null : Currency, SaysYuan = Currency == Layout.Yuan, Dialect = Dialect,
            SkipRows = SkipRows.Select(s => (cells[HeaderName.Of(s.Column).Key], s.Values)).ToList(),
            RowsAbove = HeaderRow is null ? RowsAbove.In(sources, [.. first.Where(f => f.Row < firstRow).Select(f => (f.Line, f.Headers))]) : null, // else a person has said where the table begins
            Unused = rows.GivesOwnNames ? [] : headers.Where((h, i) => h.Length > 0 && !used.Contains(i)).ToList(), TakenTwice = Repeated(sources, headers), Beside = rows.GivesOwnNames ? null : TableBeside.In(stream, headers, sources),
        };
        if (HeaderUnits.Foreign(layout) is { } foreign && Currency != foreign.Code && Currency != Layout.Yuan)
        {
            throw HeaderUnits.ForeignCurrency($"列名“{foreign.Header}”", $"the header '{foreign.Header}'", foreign.Code, path);
        }

        if (layout.TakenTwice.FirstOrDefault(t => stream.Key.Any(k => k.Name == t.Column)) is { } key && layout.TakenTwice.DistinctBy(t => t.Column).Count() * 2 > sources.Count(s => s.Cells.Length > 0))
        {
            throw HeaderRecognition.TwoTables(key);
        }

        layout = HeaderUnits.Compare(layout, firstRow, row, first, Columns.Where(c => c.Value.Unit is not null).Select(c => c.Key).ToHashSet());
        return RowWidths.Look(layout, rows.HasFixedWidth, [.. first.Where(f => f.Row > layout.HeaderRow).Select(f => f.Headers)]);
    }

    // Of a file without a header, the first row is a record: people may be in it.
    private static FileRefused Lacks(string path, string names, string[]? header)
    {
        var (zh, en) = header is null
            ? ("其前几行都是记录，没有表头；请在记录之上加一行列名", "Its first rows are records, and nothing names their columns: add a row of column names above them")
            : ($"表头为：{HeaderRecognition.Seen(header, 20)}。请核对映射文件", $"Its header: {HeaderRecognition.Seen(header, 20)}. Check the mapping");
        return new FileRefused("missing_column", $"文件 {path} 没有映射所用的列：{names}。{zh}。", $"The file {path} has no columns {names}, which the mapping uses. {en}.");
    }

    // What keeps this file from being read is the number, not its columns: they are there, a row or two away.
    private static FileRefused NotTheHeader(string path, int said, int row, IReadOnlyList<string> absent)
    {
        var (zh, en) = row == 0 ? ("这种格式自带列名，没有表头行", "a file of this format names its columns itself and has no row of headers")
            : absent.Count == 0 ? ($"第 {row} 行才有映射所用的全部列名（行号从 1 数起，空行不计）", $"row {row} has all the columns that the mapping uses (rows counted from 1, without blank ones)")
            : ($"第 {row} 行更像表头，但也没有映射所用的列 {string.Join("、", absent)}（行号从 1 数起，空行不计）", $"row {row} looks more like it, but has no columns {string.Join(", ", absent)}, which the mapping uses (rows counted from 1, without blank ones)");
        return new FileRefused("missing_column", $"文件 {path} 的第 {said} 行不是表头，而映射的 header_row 写着 {said}；{zh}。请在映射中{(row == 0 ? "" : $"改为 \"header_row\": {row}，或")}删去 header_row（程序会自己找表头）。",
            $"Row {said} of the file {path}, which the mapping's header_row names, is not the header; {en}. In the mapping {(row == 0 ? "" : $"write \"header_row\": {row}, or ")}leave header_row out (the header is then looked for).");
    }

    // Headers that are alike: a mapping names them, and cannot tell them apart.
    private static List<TakenTwice> Repeated(List<ColumnSource> sources, string[] headers)
    {
        return sources.SelectMany(s => s.Cells.Select(c => (s.Column, Cell: c))).SelectMany(r => Enumerable.Range(r.Cell + 1, headers.Length - r.Cell - 1)
            .Where(i => headers[i].Length > 0 && HeaderName.Of(headers[i]).Key == HeaderName.Of(headers[r.Cell]).Key).Select(i => new TakenTwice(r.Column.Name, r.Cell, headers[r.Cell], i, headers[i]))).ToList();
    }

    // The row that the header would be looked for in, and what it lacks; null where that is no less than the row lacks that the mapping says.
    private (int Row, IReadOnlyList<string> Absent)? Better(List<(int Row, string[] Headers)> found, IReadOnlyList<string> wanted, int lacking)
    {
        var (_, row, names) = (this with { HeaderRow = null }).FindHeader(found, wanted);
        var keys = names.Select(n => HeaderName.Of(n).Key).ToHashSet();
        var absent = wanted.Where(w => !keys.Contains(HeaderName.Of(w).Key)).ToList();
        return absent.Count < lacking ? (row, absent) : null;
    }

    // One row, as ever; two as one only where no single row names all that is read, and the two name more of it. Either of them may be the row that a mapping says.
    private (int First, int Row, string[] Headers) FindHeader(List<(int Row, string[] Headers)> found, IReadOnlyList<string> wanted)
    {
        var keys = wanted.Select(w => HeaderName.Of(w).Key).ToHashSet();
        var (row, headers) = HeaderRow is { } fixedRow
            ? found.FirstOrDefault(f => f.Row == fixedRow, (fixedRow, []))
            : found.OrderByDescending(f => f.Headers.Count(h => keys.Contains(HeaderName.Of(h).Key))).ThenBy(f => f.Row).FirstOrDefault((1, []));
        var named = Named(headers);
        return named == keys.Count ? (row, row, headers)
            : TwoLineHeader.Pairs(found).Where(p => (HeaderRow is null || p.First == HeaderRow || p.Row == HeaderRow) && Named(p.Headers) > named).OrderByDescending(p => Named(p.Headers)).FirstOrDefault((row, row, headers));

        int Named(string[] names) => names.Select(h => HeaderName.Of(h).Key).Where(keys.Contains).Distinct().Count();
    }
}

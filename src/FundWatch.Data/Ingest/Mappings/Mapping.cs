using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

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
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    public string? Note { get; init; }

    /// <summary>The stream that the rows belong to.</summary>
    public required string Stream { get; init; }

    /// <summary>The sheet of a spreadsheet; null for the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>Number of the header row from 1, blank rows not counted; null to look for the row that names the sources used here.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>ISO 4217, where the amounts are not in yuan. It holds for all that this source delivers.</summary>
    public string? Currency { get; init; }

    /// <summary>Rows that are no records.</summary>
    public IReadOnlyList<SkipRule> SkipRows { get; init; } = [];

    /// <summary>By canonical column name.</summary>
    public required IReadOnlyDictionary<string, MappedColumn> Columns { get; init; }

    /// <exception cref="FileRefused"><c>bad_mapping</c>, with the place.</exception>
    public static Mapping Read(string path)
    {
        try
        {
            var mapping = JsonSerializer.Deserialize<Mapping>(File.ReadAllBytes(path), _json) ?? throw new JsonException("the file holds null");
            var stream = RecordStreams.Find(mapping.Stream)
                ?? throw Bad(path, $"没有数据流 {mapping.Stream}", $"there is no stream '{mapping.Stream}'; known: {string.Join(", ", RecordStreams.All.Select(s => s.Name))}");
            if (mapping.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            {
                throw Bad(path, $"币种 {currency} 不是三个大写字母的代码，如 GBP", $"currency '{currency}' is not a code of three capital letters, such as GBP");
            }

            foreach (var (column, mapped) in mapping.Columns)
            {
                if (stream.Columns.All(c => c.Name != column))
                {
                    throw Bad(path, $"{stream.Name} 没有列 {column}", $"stream {stream.Name} has no column '{column}'");
                }

                if (mapped.From is null == mapped.Constant is null)
                {
                    throw Bad(path, $"列 {column} 须有 from 或 constant 之一", $"column '{column}' needs either 'from' or 'constant'");
                }
            }

            return mapping;
        }
        catch (JsonException e)
        {
            throw Bad(path, e.Message, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.Unreadable(path, e);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>The layout of a file read through this mapping.</summary>
    /// <exception cref="FileRefused"><c>missing_column</c> where the file lacks a header that the mapping names or a required column has no source.</exception>
    internal Layout Apply(RowReader rows, string path)
    {
        var stream = RecordStreams.Get(Stream);
        var wanted = Columns.Values.SelectMany(c => c.From?.Names ?? []).Concat(SkipRows.Select(s => s.Column)).Distinct().ToList();
        var (row, headers) = FindHeader(rows, wanted);
        var cells = new Dictionary<string, int>();
        for (var i = headers.Length - 1; i >= 0; i--)
        {
            cells[HeaderName.Of(headers[i]).Key] = i;
        }

        var absent = wanted.Where(w => !cells.ContainsKey(HeaderName.Of(w).Key)).ToList();
        if (absent.Count > 0)
        {
            var names = string.Join(", ", absent);
            throw new FileRefused("missing_column", $"文件 {path} 没有映射所用的列：{names}。表头为：{string.Join(", ", headers.Take(20))}。请核对映射文件。",
                $"The file {path} has no columns {names}, which the mapping uses. Its header: {string.Join(", ", headers.Take(20))}. Check the mapping.");
        }

        var sourceless = stream.Columns.Where(c => c.IsRequired && !Columns.ContainsKey(c.Name)).Select(c => c.Name).ToList();
        if (sourceless.Count > 0)
        {
            throw new FileRefused("missing_column", $"映射没有给出必填列：{string.Join(", ", sourceless)}。请为其指定来源列或常量。",
                $"The mapping gives no source for required columns: {string.Join(", ", sourceless)}. Name a source column or a constant.");
        }

        var sources = stream.Columns.Select(c => Columns.TryGetValue(c.Name, out var mapped) ? mapped.Source(c, name => cells[HeaderName.Of(name).Key]) : new ColumnSource(c, [])).ToList();
        var used = sources.SelectMany(s => s.Cells).ToHashSet();
        return new Layout(stream, headers, row, sources)
        {
            Currency = Currency == "CNY" ? null : Currency,
            SkipRows = SkipRows.Select(s => (cells[HeaderName.Of(s.Column).Key], s.Values)).ToList(),
            Unused = headers.Where((h, i) => h.Length > 0 && !used.Contains(i)).ToList(),
        };
    }

    private (int Row, string[] Headers) FindHeader(RowReader rows, List<string> wanted)
    {
        var keys = wanted.Select(w => HeaderName.Of(w).Key).ToHashSet();
        var found = HeaderRecognition.FirstRows(rows).ToList();
        return HeaderRow is { } fixedRow
            ? found.FirstOrDefault(f => f.Row == fixedRow, (fixedRow, []))
            : found.OrderByDescending(f => f.Headers.Count(h => keys.Contains(HeaderName.Of(h).Key))).ThenBy(f => f.Row).FirstOrDefault((1, []));
    }

    private static FileRefused Bad(string path, string zh, string en, Exception? cause = null) =>
        new("bad_mapping", $"映射文件 {path} 有误：{zh}。", $"The mapping {path} is wrong: {en}.", cause);
}

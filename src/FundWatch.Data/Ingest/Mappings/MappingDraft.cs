using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>A mapping drafted for a person to correct: the likeliest stream, a source for each column that seems to have one, samples beside it.</summary>
public sealed record MappingDraft(Mapping Mapping, string AdviceZh, string AdviceEn)
{
    private const int RowsLookedAt = 200;

    public static MappingDraft Of(string path, string? stream = null, string? sheet = null)
    {
        var file = SourceFile.Probe(path);
        var table = SampleTable.Read(file, sheet, RowsLookedAt);
        var streams = stream is null ? RecordStreams.All : [RecordStreams.Get(stream)];
        var best = streams.Select(s => (Stream: s, Pairs: ColumnMatcher.Match(s, table)))
            .OrderByDescending(c => c.Pairs.Sum(p => p.Confidence * (p.Column.IsRequired ? 2 : 1)) / Math.Sqrt(c.Stream.Columns.Count)).First();
        var columns = new Dictionary<string, MappedColumn>();
        foreach (var column in best.Stream.Columns)
        {
            if (best.Pairs.FirstOrDefault(p => p.Column == column) is { } pair)
            {
                var header = table.Headers[pair.Cell];
                columns[column.Name] = new MappedColumn
                {
                    From = new SourceNames([header]),
                    Unit = column.Type == ColumnType.Money && HeaderName.Of(header).Factor is > 1 ? "万元" : null,
                    Note = $"{column.ChineseHeader}; confidence {pair.Confidence:0.00}; samples: {string.Join(" | ", table.Samples(pair.Cell, 3))}",
                };
            }
            else if (column.IsRequired)
            {
                columns[column.Name] = new MappedColumn { Constant = "", Note = $"{column.ChineseHeader}; REQUIRED: name a source column (from) or a constant" };
            }
        }

        var unused = table.Headers.Where((h, i) => h.Length > 0 && best.Pairs.All(p => p.Cell != i)).ToList();
        var mapping = new Mapping
        {
            Name = Path.GetFileNameWithoutExtension(path), Stream = best.Stream.Name, Sheet = sheet, HeaderRow = table.HeaderRow == 0 ? null : table.HeaderRow, Columns = columns,
            Note = unused.Count == 0 ? null : $"not used: {string.Join(", ", unused)}",
        };
        var open = columns.Count(c => c.Value.Constant == "");
        return new MappingDraft(mapping,
            $"草稿按“{best.Stream.ChineseName}”({best.Stream.Name}) 拟定，{open} 个必填列尚无来源。核对后保存，并用 --mapping 导入。",
            $"Drafted for {best.Stream.Name}; {open} required columns have no source yet. Check it, save it and take the file in with --mapping.");
    }
}

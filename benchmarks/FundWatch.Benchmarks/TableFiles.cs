using System.Globalization;
using System.IO.Compression;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace FundWatch.Benchmarks;

/// <summary>The same rows in each format, as the usual writers make them.</summary>
internal static class TableFiles
{
    private const int RowsAtOnce = 100_000;

    public static void Csv(string path, BenchTable table, int rows, int seed)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 20);
        file.WriteLine(string.Join(',', table.Headers));
        foreach (var row in table.Rows(rows, seed))
        {
            file.WriteLine(string.Join(',', row));
        }
    }

    /// <param name="dictionaries">As pyarrow, Spark and DuckDB write: texts that repeat are numbers of a dictionary's entries. The library used here does so only when asked.</param>
    public static async Task ParquetAsync(string path, BenchTable table, int rows, int seed, bool dictionaries)
    {
        DataField[] fields = [.. table.Headers.Select(DataField (name, c) => table.Days.Contains(c) ? new DateTimeDataField(name, DateTimeFormat.Date)
            : table.Counts.Contains(c) ? new DataField<int>(name) : table.Amounts.Contains(c) ? new DecimalDataField(name, 18, 2) : new DataField<string>(name))];
        var schema = new ParquetSchema(fields);
        await using var file = File.Create(path);
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        var sample = table.Rows(10_000, seed).ToList();
        foreach (var c in Enumerable.Range(0, dictionaries ? fields.Length : 0).Where(c => fields[c] is DataField<string> && sample.DistinctBy(r => r[c]).Count() < sample.Count / 2))
        {
            options.ColumnEncodingHints[table.Headers[c]] = EncodingHint.Dictionary;
        }

        await using var writer = await ParquetWriter.CreateAsync(schema, file, options);
        foreach (var part in table.Rows(rows, seed).Chunk(RowsAtOnce))
        {
            using var group = writer.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++)
            {
                var texts = part.Select(r => r[c]);
                if (table.Days.Contains(c))
                {
                    await group.WriteAsync<DateTime>(fields[c], texts.Select(t => Day(t).ToDateTime(default)).ToArray());
                }
                else if (table.Counts.Contains(c))
                {
                    await group.WriteAsync<int>(fields[c], texts.Select(t => int.Parse(t, CultureInfo.InvariantCulture)).ToArray());
                }
                else if (table.Amounts.Contains(c))
                {
                    await group.WriteAsync<decimal>(fields[c], texts.Select(t => decimal.Parse(t, CultureInfo.InvariantCulture)).ToArray());
                }
                else
                {
                    await group.WriteAsync(fields[c], texts.ToArray());
                }
            }
        }
    }

    public static void Arrow(string path, BenchTable table, int rows, int seed)
    {
        var amount = new Decimal128Type(18, 2);
        var schema = new Schema(table.Headers.Select((name, c) => new Apache.Arrow.Field(name,
            table.Days.Contains(c) ? Date32Type.Default : table.Counts.Contains(c) ? Int32Type.Default : table.Amounts.Contains(c) ? amount : StringType.Default, nullable: true)), null);
        using var file = File.Create(path);
        using var writer = new ArrowFileWriter(file, schema);
        foreach (var part in table.Rows(rows, seed).Chunk(RowsAtOnce))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, table.Headers.Select((_, c) => Column(table, part.Select(r => r[c]), c, amount)), part.Length));
        }

        writer.WriteEnd();
    }

    private static IArrowArray Column(BenchTable table, IEnumerable<string> texts, int c, Decimal128Type amount) =>
        table.Days.Contains(c) ? texts.Aggregate(new Date32Array.Builder(), (b, t) => b.Append(Day(t))).Build()
        : table.Counts.Contains(c) ? new Int32Array.Builder().AppendRange(texts.Select(t => int.Parse(t, CultureInfo.InvariantCulture))).Build()
        : table.Amounts.Contains(c) ? texts.Aggregate(new Decimal128Array.Builder(amount), (b, t) => b.Append(decimal.Parse(t, CultureInfo.InvariantCulture))).Build()
        : new StringArray.Builder().AppendRange(texts).Build();

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Texts that repeat are shared, as Excel does; dates are serials with a style, amounts and counts numbers.</summary>
    public static void Xlsx(string path, BenchTable table, int rows, int seed)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "[Content_Types].xml", w => w.Write("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"));
        Add(zip, "xl/workbook.xml", w => w.Write($"<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"数据\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"));
        Add(zip, "xl/styles.xml", w => w.Write($"<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"));
        var shared = new Dictionary<string, int>();
        var epoch = new DateOnly(1899, 12, 30).DayNumber;
        Add(zip, "xl/worksheets/sheet1.xml", w =>
        {
            w.Write($"<worksheet xmlns=\"{main}\"><sheetData>");
            var line = 1;
            foreach (var texts in table.Rows(rows, seed).Prepend(table.Headers))
            {
                w.Write($"<row r=\"{line}\" spans=\"1:18\">");
                for (var c = 0; c < texts.Length; c++)
                {
                    w.Write($"<c r=\"{(char)('A' + c)}{line}\"");
                    if (line > 1 && table.Days.Contains(c))
                    {
                        w.Write($" s=\"1\"><v>{DateOnly.Parse(texts[c], null).DayNumber - epoch}</v></c>");
                    }
                    else if (line > 1 && (table.Counts.Contains(c) || table.Amounts.Contains(c)))
                    {
                        w.Write($"><v>{texts[c]}</v></c>");
                    }
                    else
                    {
                        if (!shared.TryGetValue(texts[c], out var index))
                        {
                            shared[texts[c]] = index = shared.Count;
                        }

                        w.Write($" t=\"s\"><v>{index}</v></c>");
                    }
                }

                w.Write("</row>");
                line++;
            }

            w.Write("</sheetData></worksheet>");
        });
        Add(zip, "xl/sharedStrings.xml", w =>
        {
            w.Write($"<sst xmlns=\"{main}\" uniqueCount=\"{shared.Count}\">");
            foreach (var text in shared.OrderBy(p => p.Value).Select(p => p.Key))
            {
                w.Write($"<si><t>{text}</t></si>");
            }

            w.Write("</sst>");
        });
    }

    private static void Add(ZipArchive zip, string name, Action<StreamWriter> write)
    {
        using var to = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false), 1 << 20);
        write(to);
    }
}

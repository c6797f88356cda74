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

    public static void Csv(string path, int rows, int seed)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 20);
        file.WriteLine(string.Join(',', ReceptionTable.Headers));
        foreach (var row in ReceptionTable.Rows(rows, seed))
        {
            file.WriteLine(string.Join(',', ReceptionTable.Texts(row)));
        }
    }

    public static async Task ParquetAsync(string path, int rows, int seed)
    {
        var h = ReceptionTable.Headers;
        DataField[] fields =
        [
            .. h[..5].Select(n => new DataField<string>(n)), new DateTimeDataField(h[5], DateTimeFormat.Date), new DataField<string>(h[6]), new DateTimeDataField(h[7], DateTimeFormat.Date),
            .. h[8..10].Select(n => new DataField<string>(n)), new DataField<int>(h[10]), new DataField<int>(h[11]), .. h[12..14].Select(n => new DataField<string>(n)),
            new DecimalDataField(h[14], 18, 2), new DecimalDataField(h[15], 18, 2), .. h[16..].Select(n => new DataField<string>(n)),
        ];
        var schema = new ParquetSchema(fields);
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy });
        foreach (var part in ReceptionTable.Rows(rows, seed).Chunk(RowsAtOnce))
        {
            using var group = writer.CreateRowGroup();
            var texts = part.Select(ReceptionTable.Texts).ToArray();
            for (var c = 0; c < fields.Length; c++)
            {
                var column = c;
                switch (c)
                {
                    case 5 or 7:
                        await group.WriteAsync<DateTime>(fields[c], part.Select(r => (column == 5 ? r.Date : r.LetterDate).ToDateTime(default)).ToArray());
                        break;
                    case 10 or 11:
                        await group.WriteAsync<int>(fields[c], part.Select(r => column == 10 ? r.Guests : r.Companions).ToArray());
                        break;
                    case 14 or 15:
                        await group.WriteAsync<decimal>(fields[c], part.Select(r => column == 14 ? r.MealAmount : r.Total).ToArray());
                        break;
                    default:
                        await group.WriteAsync(fields[c], texts.Select(t => t[column]).ToArray());
                        break;
                }
            }
        }
    }

    public static void Arrow(string path, int rows, int seed)
    {
        var amount = new Decimal128Type(18, 2);
        var schema = new Schema(ReceptionTable.Headers.Select((name, c) => new Apache.Arrow.Field(name, c switch
        {
            5 or 7 => Date32Type.Default, 10 or 11 => Int32Type.Default, 14 or 15 => amount, _ => StringType.Default,
        }, nullable: true)), null);
        using var file = File.Create(path);
        using var writer = new ArrowFileWriter(file, schema);
        foreach (var part in ReceptionTable.Rows(rows, seed).Chunk(RowsAtOnce))
        {
            var texts = part.Select(ReceptionTable.Texts).ToArray();
            writer.WriteRecordBatch(new RecordBatch(schema, ReceptionTable.Headers.Select((_, c) => Column(part, texts, c, amount)), part.Length));
        }

        writer.WriteEnd();
    }

    private static IArrowArray Column(ReceptionTable.Row[] part, string[][] texts, int c, Decimal128Type amount)
    {
        switch (c)
        {
            case 5 or 7:
                var dates = new Date32Array.Builder();
                System.Array.ForEach(part, r => dates.Append(c == 5 ? r.Date : r.LetterDate));
                return dates.Build();
            case 10 or 11:
                return new Int32Array.Builder().AppendRange(part.Select(r => c == 10 ? r.Guests : r.Companions)).Build();
            case 14 or 15:
                var amounts = new Decimal128Array.Builder(amount);
                System.Array.ForEach(part, r => amounts.Append(c == 14 ? r.MealAmount : r.Total));
                return amounts.Build();
            default:
                return new StringArray.Builder().AppendRange(texts.Select(t => t[c])).Build();
        }
    }

    /// <summary>Texts that repeat are shared, as Excel does; dates are serials with a style, amounts and counts numbers.</summary>
    public static void Xlsx(string path, int rows, int seed)
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
            foreach (var texts in ReceptionTable.Rows(rows, seed).Select(ReceptionTable.Texts).Prepend(ReceptionTable.Headers))
            {
                w.Write($"<row r=\"{line}\" spans=\"1:18\">");
                for (var c = 0; c < texts.Length; c++)
                {
                    w.Write($"<c r=\"{(char)('A' + c)}{line}\"");
                    if (line > 1 && c is 5 or 7)
                    {
                        w.Write($" s=\"1\"><v>{DateOnly.Parse(texts[c], null).DayNumber - epoch}</v></c>");
                    }
                    else if (line > 1 && c is 10 or 11 or 14 or 15)
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

using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace FundWatch.UnitTests.Files;

public sealed class ArrowTests
{
    private static readonly string[] _expected =
    [
        "单位名称|n|big|x|amount|paid|day|at|clock|kind",
        "县财政局|-7|18446744073709551615|0.1|1234.5678|TRUE|2025-03-02|2025-03-02 12:30:05|2025-03-02 04:30:05|来宾",
        "|8|0|2.5|-0.50|FALSE|2025-03-03|2025-03-02|2025-03-01 16:00:00|",
    ];

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, CompressionCodecType.Lz4Frame)]
    [InlineData(false, CompressionCodecType.Zstd)]
    public void Files_and_streams_packed_or_not_give_the_same_rows(bool isFile, CompressionCodecType? codec)
    {
        using var file = new TableFile("a.arrow", Write(isFile, codec, batches: 1));
        file.Read().Should().Equal(_expected);
    }

    [Fact]
    public void Batches_come_one_after_another_with_the_dictionary_of_the_first()
    {
        using var file = new TableFile("a.arrow", Write(true, null, batches: 3));
        file.Read().Should().Equal(_expected.Concat(_expected[1..]).Concat(_expected[1..]));
    }

    [Fact]
    public void A_nested_column_is_named_with_what_to_do()
    {
        var list = new ListArray.Builder(StringType.Default);
        list.Append();
        ((StringArray.Builder)list.ValueBuilder).Append("a");
        var array = list.Build();
        using var memory = new MemoryStream();
        var schema = new Schema([new Field("guests", array.Data.DataType, true)], null);
        using (var writer = new ArrowFileWriter(memory, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, [array], 1));
            writer.WriteEnd();
        }

        using var file = new TableFile("a.arrow", memory.ToArray());
        var refused = file.Refusal();
        refused.Code.Should().Be("nested_column");
        refused.En.Should().Contain("guests").And.Contain("Flatten");
    }

    [Fact]
    public void A_file_whose_schema_stands_only_at_its_end_is_read()
    {
        var whole = Write(true, null, 2);
        var schema = 8 + 8 + BitConverter.ToInt32(whole, 12); // behind the mark, the first message
        using var file = new TableFile("a.arrow", [.. whole[..8], .. whole[schema..]]);
        file.Read().Should().Equal(_expected.Concat(_expected[1..]));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, CompressionCodecType.Lz4Frame)]
    [InlineData(false, CompressionCodecType.Zstd)]
    public void Views_short_and_long_are_texts_wherever_they_lie(bool isFile, CompressionCodecType? codec)
    {
        var texts = Enumerable.Range(0, 5_000).Select(i => i % 7 == 0 ? null : i % 3 == 0 ? $"短{i}" : $"县财政局国库支付中心第{i}科{new string('长', i % 40)}").ToList();
        using var file = new TableFile("a.arrow", Views(texts, isFile, codec));
        file.Read().Should().Equal(texts.Select((t, i) => $"{t}|{i}").Prepend("name|n"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CompressionCodecType.Zstd)]
    public void Damaged_views_end_in_a_refusal_and_nothing_else(CompressionCodecType? codec) =>
        TableFile.SurvivesDamage("a.arrow", Views([.. Enumerable.Range(0, 40).Select(i => $"县财政局国库支付中心第{i}科")], true, codec), 400);

    [Fact]
    public void A_cut_off_file_is_refused()
    {
        var whole = Write(true, null, 1);
        using var file = new TableFile("a.arrow", whole[..^20]);
        file.Refusal().Code.Should().Be("damaged_file");
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, CompressionCodecType.Lz4Frame)]
    [InlineData(true, CompressionCodecType.Zstd)]
    public void Damaged_bytes_end_in_a_refusal_and_nothing_else(bool isFile, CompressionCodecType? codec) => TableFile.SurvivesDamage("a.arrow", Write(isFile, codec, 2), 400);

    private static byte[] Views(List<string?> texts, bool isFile, CompressionCodecType? codec)
    {
        var names = new StringViewArray.Builder();
        texts.ForEach(t => _ = t is null ? names.AppendNull() : names.Append(t));
        IArrowArray[] columns = [names.Build(), new Int32Array.Builder().AppendRange(Enumerable.Range(0, texts.Count)).Build()];
        var schema = new Schema([new Field("name", columns[0].Data.DataType, true), new Field("n", columns[1].Data.DataType, true)], null);
        using var memory = new MemoryStream();
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = codec is null ? null : new CompressionCodecFactory() };
        using (var writer = isFile ? new ArrowFileWriter(memory, schema, true, options) : new ArrowStreamWriter(memory, schema, true, options))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, columns, texts.Count));
            writer.WriteEnd();
        }

        return memory.ToArray();
    }

    private static byte[] Write(bool isFile, CompressionCodecType? codec, int batches)
    {
        var kinds = new StringArray.Builder().Append("陪餐").Append("来宾").Build();
        IArrowArray[] columns =
        [
            new StringArray.Builder().Append("县财政局").AppendNull().Build(),
            new Int16Array.Builder().Append(-7).Append(8).Build(),
            new UInt64Array.Builder().Append(ulong.MaxValue).Append(0).Build(),
            new DoubleArray.Builder().Append(0.1).Append(2.5).Build(),
            new Decimal128Array.Builder(new Decimal128Type(18, 4)).Append(1234.5678m).Append(-0.5m).Build(),
            new BooleanArray.Builder().Append(true).Append(false).Build(),
            new Date32Array.Builder().Append(new DateOnly(2025, 3, 2)).Append(new DateOnly(2025, 3, 3)).Build(),
            new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC")).Append(new DateTimeOffset(2025, 3, 2, 4, 30, 5, TimeSpan.Zero)).Append(new DateTimeOffset(2025, 3, 1, 16, 0, 0, TimeSpan.Zero)).Build(),
            new TimestampArray.Builder(new TimestampType(TimeUnit.Nanosecond, (string?)null)).Append(new DateTimeOffset(2025, 3, 2, 4, 30, 5, TimeSpan.Zero)).Append(new DateTimeOffset(2025, 3, 1, 16, 0, 0, TimeSpan.Zero)).Build(),
            new DictionaryArray(new DictionaryType(Int8Type.Default, StringType.Default, false), new Int8Array.Builder().Append(1).AppendNull().Build(), kinds),
        ];
        string[] names = ["单位名称", "n", "big", "x", "amount", "paid", "day", "at", "clock", "kind"];
        var schema = new Schema(columns.Select((c, i) => new Field(names[i], c.Data.DataType, true)), null);
        var batch = new RecordBatch(schema, columns, 2);
        using var memory = new MemoryStream();
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = codec is null ? null : new CompressionCodecFactory() };
        using (var writer = isFile ? new ArrowFileWriter(memory, schema, true, options) : new ArrowStreamWriter(memory, schema, true, options))
        {
            for (var i = 0; i < batches; i++)
            {
                writer.WriteRecordBatch(batch);
            }

            writer.WriteEnd();
        }

        return memory.ToArray();
    }
}

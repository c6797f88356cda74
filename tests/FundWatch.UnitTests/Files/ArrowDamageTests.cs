using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

/// <summary>Arrow files and streams with one thing broken: what it is, and where, is said in both languages.</summary>
public sealed class ArrowDamageTests
{
    private const int Rows = 777;

    [Fact]
    public void A_file_that_was_cut_short()
    {
        var whole = Write(isFile: true);
        MustBe(whole[..^20], DamageKind.CutShort, ("", $"文件应以 ARROW1 结尾，实际结尾是 {FileDamage.Hex(whole.AsSpan(whole.Length - 26, 6))}"), ("", "it should end in ARROW1, and ends in "));
    }

    [Fact]
    public void An_end_mark_that_was_changed() => MustBe([.. Write(isFile: true)[..^1], (byte)'2'], DamageKind.WrongMark, ("", "实际结尾是 41 52 52 4F 57 32"), ("", "ends in 41 52 52 4F 57 32"));

    [Fact]
    public void A_footer_of_an_impossible_length()
    {
        var whole = Write(isFile: true);
        MustBe(Patched(whole, whole.Length - 10, 1_000_000), DamageKind.WrongPlace, ("", $"结尾部分写有 1,000,000 字节，文件共 {whole.Length:N0} 字节"), ("", $"a footer of 1,000,000 bytes in a file of {whole.Length:N0}"));
    }

    [Fact]
    public void A_stream_that_was_cut_short()
    {
        var whole = Write(isFile: false);
        var body = Body(whole, Second(whole));
        MustBe(whole[..(body + 5)], DamageKind.CutShort, ("", $"文件第 {body:N0} 字节起的批次应有 *字节，文件到第 {body + 5:N0} 字节为止"), ("", $"the batch at byte {body:N0} should have * bytes, the file ends at byte {body + 5:N0}"));
        MustBe(whole[..(Second(whole) + 20)], DamageKind.CutShort, ("", $"文件第 {Second(whole):N0} 字节处的消息头"), ("", $"the head of the message at byte {Second(whole):N0}"));
    }

    [Fact]
    public void A_message_that_does_not_begin_as_one_does()
    {
        var whole = Write(isFile: false);
        MustBe(Patched(whole, Second(whole), 0x41424344), DamageKind.WrongMark, ("", $"文件第 {Second(whole):N0} 字节处的消息应以 FF FF FF FF 开头，实为 44 43 42 41"), ("", $"the message at byte {Second(whole):N0} of the file should begin with FF FF FF FF, and begins with 44 43 42 41"));
    }

    [Fact]
    public void Metadata_that_points_outside_itself()
    {
        var whole = Write(isFile: false);
        var table = Second(whole) + 8;
        MustBe(Patched(whole, table, 1_000_000), DamageKind.WrongPlace, ("", $"指向文件第 {table + 1_000_000:N0} 字节起的 4 字节"), ("", $"points at 4 bytes from byte {table + 1_000_000:N0} of the file on"));
    }

    [Fact]
    public void A_column_of_another_number_of_rows_than_its_batch()
    {
        var whole = Write(isFile: false);
        var node = whole.AsSpan().IndexOf([.. BitConverter.GetBytes((long)Rows), .. BitConverter.GetBytes(0L)]);
        MustBe(Patched(whole, node, Rows + 1), DamageKind.CountsDiffer, ("", $"有 {Rows + 1} 行（其中空值 0），所在批次却有 {Rows} 行"), ("", $"has {Rows + 1} rows (0 of them null), its batch {Rows}"));
    }

    [Fact]
    public void Offsets_of_texts_that_run_backwards()
    {
        var whole = Write(isFile: false);
        var offsets = whole.AsSpan().IndexOf([.. BitConverter.GetBytes(0), .. BitConverter.GetBytes(12), .. BitConverter.GetBytes(24)]); // 县财政局 has twelve bytes
        MustBe(Patched(whole, offsets + 8, 5), DamageKind.WrongPlace, ("列“单位”，第 1 行附近", "前后颠倒"), ("column '单位', near row 1", "run backwards"));
    }

    [Fact]
    public void An_entry_that_the_dictionary_does_not_have()
    {
        var whole = Write(isFile: false);
        var indices = whole.AsSpan().IndexOf(Enumerable.Repeat((byte)1, Rows).ToArray());
        whole[indices + 700] = 99;
        MustBe(whole, DamageKind.NoSuchEntry, ("列“类别”，第 513 行附近", "第 99 项（从 0 起），字典只有 2 项"), ("column '类别', near row 513", "entry 99 (from 0) of a dictionary of 2"));
    }

    [Theory]
    [InlineData(CompressionCodecType.Zstd, new byte[] { 0x28, 0xB5, 0x2F, 0xFD }, "zstd")]
    [InlineData(CompressionCodecType.Lz4Frame, new byte[] { 0x04, 0x22, 0x4D, 0x18 }, "lz4")]
    public void A_buffer_that_does_not_unpack(CompressionCodecType codec, byte[] frame, string name)
    {
        var whole = Write(isFile: false, codec);
        var at = Second(whole) is var second ? second + whole.AsSpan(second).LastIndexOf(frame) : 0;
        whole.AsSpan(at, 12).Fill(0xEE);
        MustBe(whole, DamageKind.NotUnpacked, ("列“类别”，第 1 行附近", name + " 压缩的缓冲区"), ("column '类别', near row 1", "a buffer packed with " + name));
    }

    private static void MustBe(byte[] bytes, DamageKind kind, (string, string) zh, (string, string) en)
    {
        using var file = new TableFile("a.arrow", bytes);
        file.MustBeDamaged("damaged_file", kind, zh, en);
    }

    private static byte[] Patched(byte[] whole, int at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(at), value);
        return whole;
    }

    // Each message of a stream: FF FF FF FF, the length of its metadata, these, its body. The first one is the schema, which has no body, the second the dictionary.
    private static int Second(byte[] stream) => Body(stream, 0);

    private static int Body(byte[] stream, int message) => message + 8 + BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(message + 4));

    private static byte[] Write(bool isFile, CompressionCodecType? codec = null)
    {
        var kinds = new StringArray.Builder().Append("陪餐").Append("来宾").Build();
        IArrowArray[] columns =
        [
            new StringArray.Builder().AppendRange(Enumerable.Repeat("县财政局", Rows)).Build(),
            new DictionaryArray(new DictionaryType(Int8Type.Default, StringType.Default, false), new Int8Array.Builder().AppendRange(Enumerable.Repeat((sbyte)1, Rows)).Build(), kinds),
        ];
        string[] names = ["单位", "类别"];
        var schema = new Schema(columns.Select((c, i) => new Field(names[i], c.Data.DataType, false)), null);
        using var memory = new MemoryStream();
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = codec is null ? null : new CompressionCodecFactory() };
        using (var writer = isFile ? new ArrowFileWriter(memory, schema, true, options) : new ArrowStreamWriter(memory, schema, true, options))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, columns, Rows));
            writer.WriteEnd();
        }

        return memory.ToArray();
    }
}

using System.Buffers.Binary;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

/// <summary>Parquet files of one column of whole numbers, written byte by byte with one thing wrong: what it is, and where, is said in both languages.</summary>
public sealed class ParquetDamageTests
{
    private const int Plain = 0, DictionaryIndices = 8, Snappy = 1, Zstd = 6;
    private static readonly byte[] _two = [7, 0, 0, 0, 8, 0, 0, 0];
    private static readonly byte[] _sound = Whole(Page(_two, 2), 2);

    [Fact]
    public void Without_damage_it_is_read()
    {
        using var file = new TableFile("a.parquet", _sound);
        file.Read().Should().Equal("n", "7", "8");
        using var entries = new TableFile("a.parquet", Whole([.. Dictionary(_two, 2), .. Page([1, 3, 2], 2, DictionaryIndices)], 2, dictionary: true));
        entries.Read().Should().Equal("n", "7", "8");
    }

    [Fact]
    public void A_file_that_was_cut_short() =>
        MustBe(_sound[..40], DamageKind.CutShort, ("", "文件应以 PAR1 结尾，实际结尾是 " + FileDamage.Hex(_sound.AsSpan(36, 4))), ("", "it should end in PAR1, and ends in " + FileDamage.Hex(_sound.AsSpan(36, 4))));

    [Fact]
    public void A_file_of_which_next_to_nothing_is_left() => MustBe(_sound[..9], DamageKind.CutShort, ("", "全部只有 9 字节"), ("", "it has 9 bytes in all"));

    [Fact]
    public void An_end_mark_that_was_changed() => MustBe([.. _sound[..^1], (byte)'2'], DamageKind.WrongMark, ("", "实际结尾是 50 41 52 32"), ("", "ends in 50 41 52 32"));

    [Fact]
    public void Metadata_of_an_impossible_length() =>
        MustBe([.. _sound[..^8], 0, 0, 1, 0, .. "PAR1"u8], DamageKind.WrongPlace, ("", $"65,536 字节，文件共 {_sound.Length:N0} 字节"), ("", $"metadata of 65,536 bytes in a file of {_sound.Length:N0}"));

    [Fact]
    public void Metadata_nested_beyond_all_measure() => MustBe(File([], Enumerable.Repeat((byte)0x1C, 60).ToArray()), DamageKind.TooDeep, ("", "元数据嵌套超过 32 层（文件第 38 字节附近）"), ("", "metadata of more than 32 levels (near byte 38 of the file)"));

    [Fact]
    public void A_length_in_the_metadata_that_leads_beyond_it() => MustBe(File([], [0x18, 100, 1, 2]), DamageKind.WrongPlace, ("", "超出了元数据本身（文件第 6 字节附近）"), ("", "leads beyond it (near byte 6 of the file)"));

    [Fact]
    public void Metadata_of_a_type_that_there_is_not() => MustBe(File([], [0x1F, 0]), DamageKind.UnknownEncoding, ("", "没有编号为 15 的元数据类型（文件第 5 字节附近）"), ("", "no type 15 (near byte 5 of the file)"));

    [Fact]
    public void Metadata_without_a_schema() => MustBe(File([], [0]), DamageKind.PartMissing, ("", "没有表结构"), ("", "there is no schema"));

    [Fact] // an empty frame is written so
    public void A_schema_without_columns() =>
        MustBe(File([], [0x15, 2, 0x19, 0x1C, 0x48, 1, (byte)'s', 0x15, 0, 0, 0x16, 0, 0x19, 0x0C, 0]), DamageKind.PartMissing, ("", "表结构中没有列"), ("", "a schema without columns"));

    [Fact]
    public void A_column_that_lies_outside_the_file() =>
        MustBe(Whole(Page(_two, 2), 2, at: 5_000), DamageKind.WrongPlace, ("列“n”", "该列写在第 5,000 字节起"), ("column 'n'", "from byte 5,000 on in a file of"));

    [Fact]
    public void A_column_of_another_number_of_values_than_its_group_has_rows() => MustBe(Whole(Page(_two, 2), 3, values: 2), DamageKind.CountsDiffer, ("列“n”", "该列有 2 个值，行组却有 3 行"), ("column 'n'", "the column has 2 values, its row group 3 rows"));

    [Fact]
    public void Pages_of_fewer_values_than_rows() =>
        MustBe(Whole(Page(_two, 2), 3), DamageKind.CountsDiffer, ("列“n”，第 3 行附近，文件第 4 字节起的页", "该列只有 2 个值，行组却有 3 行"), ("column 'n', near row 3, in the page at byte 4", "the column has 2 values, its row group 3 rows"));

    [Fact]
    public void A_page_of_fewer_values_than_it_says() => MustBe(Whole(Page(_two, 3), 3), DamageKind.CountsDiffer, ("列“n”，第 1 行附近，文件第 4 字节起的页", "值比它声明的少"), ("column 'n', near row 1, in the page at byte 4", "fewer values than it says"));

    [Fact]
    public void A_page_that_reaches_beyond_its_column()
    {
        var page = Page(_two, 2);
        MustBe(Whole(page, 2, length: page.Length - 3), DamageKind.WrongPlace, ("列“n”，第 1 行附近，文件第 4 字节起的页", "该页长 8 字节，而该列只剩 5 字节"), ("column 'n', near row 1, in the page at byte 4", "a page of 8 bytes where 5 are left of the column"));
    }

    [Fact]
    public void Values_in_an_encoding_that_is_not_known() => MustBe(Whole(Page(_two, 2, encoding: 77), 2), DamageKind.UnknownEncoding, ("列“n”，第 1 行附近", "值的编码 #77"), ("column 'n', near row 1", "values in encoding #77"));

    [Fact]
    public void An_entry_that_the_dictionary_does_not_have() =>
        MustBe(Whole([.. Dictionary(_two, 2), .. Page([8, 3, 1, 99], 2, DictionaryIndices)], 2, dictionary: true), DamageKind.NoSuchEntry, ("列“n”，第 1 行附近", "第 99 项（从 0 起），字典只有 2 项"), ("column 'n', near row 1", "entry 99 (from 0) of a dictionary of 2"));

    [Fact]
    public void Numbers_of_entries_without_a_dictionary() => MustBe(Whole(Page([1, 3, 2], 2, DictionaryIndices), 2), DamageKind.PartMissing, ("列“n”，第 1 行附近", "没有字典"), ("column 'n', near row 1", "does not have"));

    [Fact]
    public void A_dictionary_of_more_entries_than_it_has_room_for() =>
        MustBe(Whole([.. Dictionary(_two, 5), .. Page([1, 3, 2], 2, DictionaryIndices)], 2, dictionary: true), DamageKind.CountsDiffer, ("列“n”，第 1 行附近，文件第 4 字节起的页", "声明 5 项，只容得下 2 项"), ("column 'n', near row 1, in the page at byte 4", "5 entries that has room for 2"));

    [Theory]
    [InlineData(Snappy, "snappy")]
    [InlineData(Zstd, "zstd")]
    public void A_page_that_does_not_unpack(int codec, string name) =>
        MustBe(Whole(Page([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 2), 2, codec), DamageKind.NotUnpacked, ("列“n”，第 1 行附近，文件第 4 字节起的页", name + " 压缩的数据页"), ("column 'n', near row 1, in the page at byte 4", "a page packed with " + name));

    private static void MustBe(byte[] bytes, DamageKind kind, (string, string) zh, (string, string) en)
    {
        using var file = new TableFile("a.parquet", bytes);
        file.MustBeDamaged("damaged_file", kind, zh, en);
    }

    // Thrift's compact protocol: a byte for each field (distance to the one before, type), whole numbers in zigzag. The numbers of types and fields are those of parquet.thrift.
    private static byte[] Page(byte[] values, int count, int encoding = Plain) =>
        [0x15, .. Number(0), 0x15, .. Number(values.Length), 0x15, .. Number(values.Length), 0x2C, 0x15, .. Number(count), 0x15, .. Number(encoding), 0x15, .. Number(3), 0x15, .. Number(3), 0, 0, .. values];

    private static byte[] Dictionary(byte[] values, int count) =>
        [0x15, .. Number(2), 0x15, .. Number(values.Length), 0x15, .. Number(values.Length), 0x4C, 0x15, .. Number(count), 0x15, .. Number(Plain), 0, 0, .. values];

    private static byte[] Whole(byte[] pages, int rows, int codec = 0, int? values = null, long at = 4, int? length = null, bool dictionary = false)
    {
        byte[] schema = [0x48, 4, .. "root"u8, 0x15, .. Number(1), 0, 0x15, .. Number(1), 0x25, .. Number(0), 0x18, 1, .. "n"u8, 0];
        byte[] places = dictionary ? [0x26, .. Number(at + 1), 0x26, .. Number(at)] : [0x26, .. Number(at)];
        byte[] column = [0x3C, 0x45, .. Number(codec), 0x16, .. Number(values ?? rows), 0x26, .. Number(length ?? pages.Length), .. places, 0, 0];
        return File(pages, [0x15, .. Number(1), 0x19, 0x2C, .. schema, 0x16, .. Number(rows), 0x19, 0x1C, 0x19, 0x1C, .. column, 0x26, .. Number(rows), 0, 0]);
    }

    private static byte[] File(byte[] pages, byte[] footer)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, footer.Length);
        return [.. "PAR1"u8, .. pages, .. footer, .. size, .. "PAR1"u8];
    }

    private static byte[] Number(long value)
    {
        var bytes = new List<byte>();
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            bytes.Add((byte)(zigzag | 0x80));
        }

        return [.. bytes, (byte)zigzag];
    }
}

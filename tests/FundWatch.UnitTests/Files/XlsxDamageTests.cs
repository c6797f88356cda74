using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FundWatch.Data.Files;
using FundWatch.Testing;

namespace FundWatch.UnitTests.Files;

/// <summary>Workbooks with one thing broken: what it is, and where, is said in both languages.</summary>
public sealed class XlsxDamageTests
{
    private const string Sheet = "xl/worksheets/sheet1.xml";
    private static readonly byte[] _whole = XlsxFile.Make(Enumerable.Range(0, 400).Select(i => new[] { $"单位{i}", $"{i}.5", "2025-03-02" }));

    [Theory]
    [InlineData("<row r=\"7\"><c r=\"B7\" t=\"s\"><v>999</v></c></row>", DamageKind.NoSuchEntry, "B7 附近", "第 999 条共享文本（从 0 起），xl/sharedStrings.xml 中只有 1 条", "near B7", "shared text 999 (from 0), of which xl/sharedStrings.xml has 1")]
    [InlineData("<row r=\"7\"><c r=\"AB7\" t=\"s\"><v> x </v></c></row>", DamageKind.WrongStructure, "AB7 附近", "应为数字，实为“x”", "near AB7", "'x' found")]
    [InlineData("<row r=\"7\"><c t=\"str\"><v>1</v></c><c t=\"str\"><v>&undefined;</v></c></row>", DamageKind.BrokenXml, "B7 附近", "&undefined;", "near B7", "&undefined;")]
    [InlineData("<row r=\"7\"><c r=\"C7\" t=\"str\"><v>&#x110000;</v></c></row>", DamageKind.BrokenXml, "C7 附近", "不存在的字符 &#x110000;", "near C7", "does not exist, &#x110000;")]
    [InlineData("<row r=\"7\"><c r=\"C7\"><v>1", DamageKind.BrokenXml, "C7 附近", "在一个单元格中途结束（xl/worksheets/sheet1.xml 第 ??? 字节附近）", "near C7", "it ends within a cell (near byte ??? of xl/worksheets/sheet1.xml)")]
    [InlineData("<row r=\"7\"><c r=\"C7\"><v>1</v></c>", DamageKind.BrokenXml, "C7 附近", "在一行中途结束（xl/worksheets/sheet1.xml 第 ??? 字节附近）", "near C7", "it ends within a row (near byte ??? of xl/worksheets/sheet1.xml)")]
    [InlineData("<row r=\"7\"><c r=\"C7\"><v>1</v></c></row><row r=\"8\" x=\">", DamageKind.BrokenXml, "C7 附近", "在一个标签、注释或元素中途结束", "near C7", "it ends within a tag")]
    internal void A_sheet(string rows, DamageKind kind, string placeZh, string foundZh, string placeEn, string foundEn)
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(rows, sharedStrings: "<si><t>一</t></si>"));
        file.MustBeDamaged("damaged_file", kind, ("工作表“数据”，" + placeZh, foundZh), ("sheet '数据', " + placeEn, foundEn));
    }

    [Fact]
    public void A_text_of_more_than_eight_megabytes()
    {
        var text = Convert.ToHexString(Bytes(5_000_000));
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw($"<row r=\"7\"><c r=\"C7\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"));
        file.MustBeDamaged("damaged_file", DamageKind.TooLarge, ("工作表“数据”，C7 附近", "超过 8 MB"), ("sheet '数据', near C7", "more than 8 MB"));
    }

    [Fact]
    public void A_sheet_that_is_listed_and_not_there()
    {
        using var file = new TableFile("a.xlsx", Without(_whole, Sheet));
        file.MustBeDamaged("no_such_sheet", DamageKind.PartMissing, ("工作表“数据”", Sheet), ("sheet '数据'", Sheet));
    }

    [Fact]
    public void Shared_texts_that_are_not_there()
    {
        using var file = new TableFile("a.xlsx", Without(XlsxFile.MakeRaw("<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c></row>"), "xl/sharedStrings.xml"));
        file.MustBeDamaged("damaged_file", DamageKind.PartMissing, ("工作表“数据”，A3 附近", "没有 xl/sharedStrings.xml"), ("sheet '数据', near A3", "it has no xl/sharedStrings.xml"));
    }

    [Fact]
    public void A_list_of_sheets_that_breaks_off_or_is_empty()
    {
        using var broken = new TableFile("a.xlsx", XlsxFile.With(_whole, "xl/workbook.xml", "<workbook><sheets><sheet name=\"a"u8.ToArray()));
        broken.MustBeDamaged("damaged_file", DamageKind.BrokenXml, ("", "（xl/workbook.xml 第 ?? 字节附近）"), ("", "(near byte ?? of xl/workbook.xml)"));
        using var empty = new TableFile("a.xlsx", XlsxFile.With(_whole, "xl/workbook.xml", "<workbook><sheets/></workbook>"u8.ToArray()));
        empty.MustBeDamaged("damaged_file", DamageKind.PartMissing, ("", "没有工作表"), ("", "has no sheets"));
    }

    [Fact]
    public void A_file_that_was_cut_short()
    {
        using var file = new TableFile("a.xlsx", _whole[..(_whole.Length / 2)]);
        file.MustBeDamaged("truncated_archive", DamageKind.CutShort, ("", $"文件共 {_whole.Length / 2:N0} 字节"), ("", $"it has {_whole.Length / 2:N0} bytes"));
    }

    [Fact]
    public void A_part_that_does_not_begin_as_one_does()
    {
        var (bytes, header) = ((byte[])_whole.Clone(), HeaderOf(_whole, Sheet));
        bytes[header] = (byte)'X';
        using var file = new TableFile("a.xlsx", bytes);
        file.MustBeDamaged("truncated_archive", DamageKind.WrongMark, (Sheet, $"第 {header:N0} 字节处应为 50 4B 03 04，实为 58 4B 03 04"), (Sheet, $"byte {header:N0} of the archive should begin 50 4B 03 04, and has 58 4B 03 04"));
    }

    [Fact]
    public void A_part_that_does_not_unpack()
    {
        var bytes = (byte[])_whole.Clone();
        bytes.AsSpan(HeaderOf(bytes, Sheet) + 30 + Sheet.Length + 20, 400).Fill(0xFF);
        using var file = new TableFile("a.xlsx", bytes);
        file.MustBeDamaged("truncated_archive", DamageKind.NotUnpacked, (Sheet, ""), (Sheet, ""));
    }

    [Fact]
    public void A_part_whose_bytes_were_changed()
    {
        var (bytes, entry) = ((byte[])_whole.Clone(), EntryOf(_whole, Sheet));
        bytes[entry + 16] ^= 1;
        using var file = new TableFile("a.xlsx", bytes);
        file.MustBeDamaged("truncated_archive", DamageKind.WrongChecksum, (Sheet, $"应为 {BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entry + 16)):X8}"), (Sheet, $"should be {BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entry + 16)):X8}"));
    }

    [Fact]
    public void A_directory_that_is_damaged()
    {
        var (bytes, entry) = ((byte[])_whole.Clone(), EntryOf(_whole, Sheet));
        bytes[entry + 1] = 0;
        using var file = new TableFile("a.xlsx", bytes);
        file.MustBeDamaged("truncated_archive", DamageKind.WrongMark, ("", $"第 {entry:N0} 字节处的目录条目应以 50 4B 01 02 开头，实为 50 00 01 02"), ("", $"at byte {entry:N0} should begin with 50 4B 01 02, and begins with 50 00 01 02"));
    }

    private static byte[] Without(byte[] workbook, string part)
    {
        using var memory = new MemoryStream();
        memory.Write(workbook);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)!.Delete();
        }

        return memory.ToArray();
    }

    // Where the name stands for the last time, in the directory, and for the first, in front of the part.
    private static int EntryOf(byte[] workbook, string part) => workbook.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(part)) - 46;

    private static int HeaderOf(byte[] workbook, string part) => workbook.AsSpan().IndexOf(Encoding.ASCII.GetBytes(part)) - 30;

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}

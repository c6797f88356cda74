using System.IO.Compression;
using System.Text;
using FundWatch.Testing;
using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Workbooks with one far cell, entities, texts that are not there, errors for values, parts missing or enormous.</summary>
internal static class WorkbookFiles
{
    private const string Xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    public static IEnumerable<HostileFile> All()
    {
        yield return Sheet("far-cell", "x1", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", null, null);
        yield return Sheet("far-column", "x2", "<row r=\"12\"><c r=\"ZZZZZZ12\"><v>1</v></c></row>", null, null);
        yield return Sheet("far-row-number", "x3", "<row r=\"99999999999\"><c r=\"A1\"><v>1</v></c></row>", null, null);
        yield return Sheet("negative-row-number", "x4", "<row r=\"-5\"><c r=\"A1\"><v>1</v></c></row>", null, null);
        yield return Sheet("no-references", "x5", "<row>" + string.Concat(Cells("x5", 90).Select(c => $"<c t=\"inlineStr\"><is><t>{c}</t></is></c>")) + "</row>", Rows + 1, 0);
        yield return Sheet("columns-backwards", "x6", "<row r=\"12\">" + string.Concat(Cells("x6", 90).Select((c, i) => XlsxFile.Text(i, 12, c)).Reverse()) + "</row>", null, null);
        yield return Sheet("cell-twice", "x7", Row("x7", 12).Replace("</row>", XlsxFile.Text(4, 12, "7") + "</row>"), null, null);
        yield return Sheet("rows-backwards", "x8", Row("x8", 14, 91) + Row("x8", 12, 90), Rows + 2, 0);
        yield return Sheet("shared-text-out-of-range", "x9", Row("x9", 12, 90, "<c r=\"E12\" t=\"s\"><v>5000</v></c>"), null, null);
        yield return Sheet("shared-text-negative", "x10", Row("x10", 12, 90, "<c r=\"E12\" t=\"s\"><v>-1</v></c>"), null, null);
        yield return Sheet("shared-text-no-number", "x11", Row("x11", 12, 90, "<c r=\"E12\" t=\"s\"><v>x</v></c>"), null, null);
        yield return Sheet("formula-error", "x12", Row("x12", 12, 90, "<c r=\"E12\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"), Rows, 1, "excel_error");
        yield return Sheet("formula-without-value", "x13", Row("x13", 12, 90, "<c r=\"E12\"><f>SUM(A1)</f></c>"), Rows, 1, "formula_without_value");
        yield return Sheet("formula-without-value-not-required", "x13b", Row("x13b", 12, 90, "<c r=\"G12\"><f>A1</f><v/></c>", 6), Rows, 1, "formula_without_value");
        yield return Sheet("hidden-row", "x13c", Row("x13c", 12).Replace("<row ", "<row hidden=\"1\" "), Rows + 1, 0);
        yield return Sheet("totals-and-signatures", "x13d", $"<row r=\"12\">{XlsxFile.Text(0, 12, "合计")}<c r=\"E12\"><f>SUM(E2:E11)</f></c></row><row r=\"14\">{XlsxFile.Text(0, 14, "制表人：张三")}{XlsxFile.Text(5, 14, "审核人：李四")}</row>", Rows, 0);
        yield return Sheet("another-table-below", "x13e", $"<row r=\"13\">{string.Concat(new[] { "单位代码", "单位名称", "行政区划代码", "上级单位代码" }.Select((h, i) => XlsxFile.Text(i, 13, h)))}</row>" + Row("x13e", 14, 90), Rows, 2, "other_table");
        yield return Sheet("unknown-cell-type", "x14", Row("x14", 12, 90, "<c r=\"E12\" t=\"zzz\"><v>5</v></c>"), null, null);
        yield return Sheet("style-out-of-range", "x15", Row("x15", 12, 90, "<c r=\"E12\" s=\"9999\"><v>5</v></c>"), Rows + 1, 0);
        yield return Sheet("style-negative", "x16", Row("x16", 12, 90, "<c r=\"E12\" s=\"-3\"><v>5</v></c>"), Rows + 1, 0);
        yield return Sheet("number-1e308", "x17", Row("x17", 12, 90, "<c r=\"E12\"><v>1E+308</v></c>"), Rows, 1, "too_large");
        yield return Sheet("number-nan", "x18", Row("x18", 12, 90, "<c r=\"E12\"><v>NaN</v></c>"), null, null);
        yield return Sheet("number-negative-zero", "x19", Row("x19", 12, 90, "<c r=\"E12\"><v>-0</v></c>"), Rows + 1, 0);
        yield return Sheet("date-serial-negative", "x20", Row("x20", 12, 90, "<c r=\"D12\" s=\"1\"><v>-5</v></c>", 3), Rows, 1, "bad_timestamp");
        yield return Sheet("date-serial-huge", "x21", Row("x21", 12, 90, "<c r=\"D12\" s=\"1\"><v>1E+300</v></c>", 3), Rows, 1);
        yield return Sheet("date-serial-60", "x22", Row("x22", 12, 90, "<c r=\"D12\" s=\"1\"><v>60</v></c>", 3), null, null);
        yield return Sheet("xml-character-references", "x23", Row("x23", 12, 90, "<c r=\"G12\" t=\"inlineStr\"><is><t>&#65;&#x1F600;&#0;&#xD800;</t></is></c>", 6), null, null);
        yield return Sheet("xml-unknown-entity", "x24", Row("x24", 12, 90, "<c r=\"G12\" t=\"inlineStr\"><is><t>&evil;</t></is></c>", 6), null, null);
        yield return Sheet("xml-open-element", "x25", "<row r=\"12\"><c r=\"A12\"><v>1", null, null);
        yield return Sheet("xml-wrong-nesting", "x26", "<row r=\"12\"><c r=\"A12\"></row></c>", null, null);
        yield return Sheet("xml-deep", "x27", string.Concat(Enumerable.Repeat("<x>", 20_000)), null, null);
        yield return Sheet("text-of-ten-megabytes", "x28", Row("x28", 12, 90, $"<c r=\"G12\" t=\"inlineStr\"><is><t>{new string('x', 10 * 1024 * 1024)}</t></is></c>", 6), 0, 0, "damaged_file"); // a cell of a workbook holds 32,767 characters
        yield return Sheet("a-hundred-thousand-empty-rows", "x29", string.Concat(Enumerable.Range(12, 100_000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"/></row>")), Rows, 0);
        yield return Sheet("three-thousand-columns", "x30", "<row r=\"12\">" + string.Concat(Enumerable.Range(0, 3_000).Select(_ => "<c><v>1</v></c>")) + "</row>", null, null);
        yield return Bytes("calendar-1904.xlsx", XlsxFile.MakeRaw(Body("x31", Row("x31", 12, 90, "<c r=\"D12\" s=\"1\"><v>44256</v></c>", 3)), is1904: true), Rows + 1, 0);
        yield return Bytes("merged-title.xlsx", XlsxFile.MakeRaw("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>食堂支付明细</t></is></c></row>" + Body("x32", "", 3)), Rows, 0);
        yield return Bytes("entity-doctype.xlsx", Parts(("xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet xmlns=\"m\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>")), 0, 0);
        yield return Bytes("entity-in-workbook.xlsx", Parts(("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:9/\">]><workbook>&e;</workbook>")), 0, 0);
        yield return Bytes("entity-laughs.xlsx", Parts(("xl/sharedStrings.xml", "<!DOCTYPE l [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range(0, 12).Select(i => $"<!ENTITY {(char)('b' + i)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">")) + "]><sst><si><t>&m;</t></si></sst>")), null, null);
        yield return Bytes("external-relation.xlsx", Parts(("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>")), null, null);
        yield return Bytes("relation-upwards.xlsx", Parts(("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Target=\"../../../../etc/passwd\"/></Relationships>")), null, null);
        yield return Bytes("relation-to-itself.xlsx", Parts(("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Target=\"workbook.xml\"/></Relationships>")), null, null);
        yield return Bytes("no-sheets.xlsx", Parts(("xl/workbook.xml", "<workbook><sheets/></workbook>")), 0, 0);
        yield return Bytes("hidden-sheet.xlsx", Parts(("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" state=\"veryHidden\"/></sheets></workbook>")), 0, 0);
        yield return Bytes("thirty-sheets.xlsx", Parts(("xl/workbook.xml", "<workbook><sheets>" + string.Concat(Enumerable.Range(0, 30).Select(i => $"<sheet name=\"s{i}\"/>")) + "</sheets></workbook>")), null, null);
        yield return Bytes("sheet-part-missing.xlsx", Without("xl/worksheets/sheet1.xml"), 0, 0);
        yield return Bytes("nul-in-sheet-name.xlsx", XlsxFile.MakeRaw(Body("x33", ""), sheetName: "数&#0;据"), null, null);
        yield return Bytes("workbook-part-missing.xlsx", Without("xl/workbook.xml"), 0, 0);
        yield return Bytes("styles-part-missing.xlsx", Without("xl/styles.xml"), Rows, 0);
        yield return Bytes("styles-garbage.xlsx", Parts(("xl/styles.xml", "<<<<not xml")), null, null);
        yield return Bytes("workbook-garbage.xlsx", Parts(("xl/workbook.xml", "\0\0\0\0")), 0, 0);
        yield return Bytes("sheet-empty.xlsx", Parts(("xl/worksheets/sheet1.xml", "")), 0, 0);
        yield return Bytes("sheet-utf16.xlsx", Bytes16(), null, null);
        yield return Bytes("bomb-sheet.xlsx", Bomb("xl/worksheets/sheet1.xml"), 0, 0, "archive_bomb");
        yield return Bytes("bomb-texts.xlsx", Bomb("xl/sharedStrings.xml"), 0, 0, "archive_bomb");
    }

    private static string Row(string key, int row, int i = 90, string? cell = null, int column = 4) =>
        $"<row r=\"{row}\">" + string.Concat(Cells(key, i).Select((c, n) => n == column && cell is not null ? cell : XlsxFile.Text(n, row, c))) + "</row>";

    private static string Body(string key, string more, int from = 1) =>
        $"<row r=\"{from}\">" + string.Concat(Headers.Select((h, n) => XlsxFile.Text(n, from, h))) + "</row>" + string.Concat(Enumerable.Range(0, Rows).Select(i => Row(key, from + 1 + i, i))) + more;

    private static HostileFile Sheet(string name, string key, string more, int? loaded, int? refused, params string[] codes) =>
        Bytes(name + ".xlsx", XlsxFile.MakeRaw(Body(key, more)), loaded, refused, codes);

    // A good workbook with some parts replaced.
    private static byte[] Parts(params (string Name, string Content)[] parts)
    {
        using var memory = new MemoryStream();
        memory.Write(XlsxFile.MakeRaw(Body("xp" + Math.Abs(parts[0].Content.Length), "")));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                zip.GetEntry(name)?.Delete();
                using var to = zip.CreateEntry(name).Open();
                to.Write(Encoding.UTF8.GetBytes(content.StartsWith('<') && !content.StartsWith("<<", StringComparison.Ordinal) ? Xml + content : content));
            }
        }

        return memory.ToArray();
    }

    private static byte[] Without(string part)
    {
        using var memory = new MemoryStream();
        memory.Write(XlsxFile.MakeRaw(Body("xw" + part.Length, "")));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)!.Delete();
        }

        return memory.ToArray();
    }

    private static byte[] Bytes16()
    {
        using var memory = new MemoryStream();
        memory.Write(XlsxFile.MakeRaw(""));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            using var to = zip.CreateEntry("xl/worksheets/sheet1.xml").Open();
            to.Write([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData>" + Body("x16w", "") + "</sheetData></worksheet>")]);
        }

        return memory.ToArray();
    }

    private static byte[] Bomb(string part)
    {
        using var memory = new MemoryStream();
        memory.Write(XlsxFile.MakeRaw(Body("xb", "")));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)!.Delete();
            using var to = zip.CreateEntry(part, CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 48; i++)
            {
                to.Write(zeros);
            }
        }

        return memory.ToArray();
    }
}

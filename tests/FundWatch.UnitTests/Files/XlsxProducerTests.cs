using System.Text;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Testing;

namespace FundWatch.UnitTests.Files;

/// <summary>The same cells as different programs write them.</summary>
public sealed class XlsxProducerTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void Excel_writes_spans_and_phonetic_properties() => Rows(
        "<row r=\"1\" spans=\"1:3\" s=\"1\" customFormat=\"1\" x14ac:dyDescent=\"0.2\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"/><c r=\"C1\" t=\"s\"><v>1</v></c></row>",
        "<si><t>单位</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si><si><t xml:space=\"preserve\"> 甲&amp;乙 </t><rPh sb=\"0\" eb=\"1\"><t>jia</t></rPh><phoneticPr fontId=\"1\"/></si>")
        .Should().Equal("单位|| 甲&乙 ");

    [Fact]
    public void Poi_writes_line_breaks_types_of_numbers_and_inline_texts() => Rows(
        "\n<row r=\"1\">\n<c r=\"A1\" t=\"inlineStr\"><is><t>单位</t></is></c><c r=\"B1\" t=\"n\"><v>12.0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a_x0041_ </t></is></c></row>\n")
        .Should().Equal("单位|12| aA ");

    [Fact]
    public void LibreOffice_writes_formulas_with_their_values_and_openpyxl_empty_ones() => Rows(
        "<row r=\"1\"><c r=\"A1\" s=\"0\" t=\"str\"><f aca=\"false\">A2&amp;\"x\"</f><v>值</v></c><c r=\"B1\" s=\"0\" t=\"n\"><f aca=\"false\">1+1</f><v>2</v></c><c r=\"C1\"><v></v></c><c r=\"D1\" t=\"n\"><v/></c><c r=\"E1\" t=\"b\"><v>true</v></c><c r=\"F1\"><v>7</v></c></row>")
        .Should().Equal("值|2|||TRUE|7");

    [Fact]
    public void Programs_on_the_open_xml_kit_write_a_prefix_before_every_name()
    {
        var sheet = $"<x:worksheet xmlns:x=\"{Main}\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c><x:c r=\"B1\" s=\"1\"><x:v>45718</x:v></x:c><x:c r=\"C1\" t=\"inlineStr\"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>";
        var texts = $"<x:sst xmlns:x=\"{Main}\"><x:si><x:t>文</x:t></x:si></x:sst>";
        using var file = new TableFile("a.xlsx", XlsxFile.With(XlsxFile.With(XlsxFile.MakeRaw(""), "xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes(sheet)), "xl/sharedStrings.xml", Encoding.UTF8.GetBytes(texts)));
        file.Read().Should().Equal("文|2025-03-02|甲");
    }

    [Fact]
    public void Strict_workbooks_write_dates_as_such_and_name_their_relations_otherwise()
    {
        var book = "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:rel=\"http://purl.oclc.org/ooxml/officeDocument/relationships\" conformance=\"strict\"><sheets><sheet sheetId=\"9\" name=\"一\" rel:id=\"b\"/></sheets></workbook>";
        var relations = "<Relationships><Relationship Id=\"a\" Target=\"theme/theme1.xml\"/><Relationship Id=\"b\" Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>";
        var bytes = XlsxFile.MakeRaw("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2025-03-02T00:00:00</v></c></row>");
        using var file = new TableFile("a.xlsx", XlsxFile.With(XlsxFile.With(bytes, "xl/workbook.xml", Encoding.UTF8.GetBytes(book)), "xl/_rels/workbook.xml.rels", Encoding.UTF8.GetBytes(relations)));
        file.Read("一").Should().Equal("2025-03-02T00:00:00");
    }

    [Fact]
    public void Xml_may_be_indented() => Rows(
        "\n  <row r=\"1\">\n    <c r=\"A1\" t=\"s\">\n      <v>0</v>\n    </c>\n    <c r=\"B1\">\r\n\t<v> 12 </v></c>\n <c r=\"C1\" t=\"inlineStr\">\n <is>\n <t>甲 乙</t>\n </is>\n </c>\n  </row>\n",
        "\n <si>\n  <t>文</t>\n </si>\n").Should().Equal("文|12|甲 乙");

    [Fact]
    public void Attributes_come_in_any_order_and_in_either_quote() => Rows(
        "<row r='1'><c t='s' r='B1'><v>0</v></c><c s = \"1\"\n r = 'A1' ><v>45718</v></c><c t=\"s\" s=\"0\" r=\"C1\"><v>0</v></c><c vm=\"1\" r=\"D1\" cm=\"2\" t=\"str\"><v>a&gt;b</v></c></row>",
        "<si><t>文</t></si>").Should().Equal("2025-03-02|文|文|a>b");

    [Fact]
    public void References_may_be_missing() => Rows(
        "<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>甲</t></is></c><c/><c><v>2</v></c></row><row><c r=\"C2\"><v>3</v></c><c><v>4</v></c></row>")
        .Should().Equal("1|甲||2", "||3|4");

    [Fact]
    public void Values_may_hold_cdata_comments_references_and_runs() => Rows(
        "<row r=\"1\"><c r=\"A1\"><v>1<!-- - -->2</v></c><c r=\"B1\" t=\"str\"><v><![CDATA[<甲&乙>]]></v></c><c r=\"C1\" t=\"s\"><v><![CDATA[0]]></v></c><c r=\"D1\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>一</t></r><r><t> 二</t></r><rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh></is></c><c r=\"E1\"><v>&#49;3</v></c><c r=\"F1\" t=\"str\"><v>&#x7532;&#20057;&quot;&apos;</v></c></row>",
        "<!-- first --><si><t>富<![CDATA[ & ]]>文</t></si>").Should().Equal("12|<甲&乙>|富 & 文|一 二|13|甲乙\"'");

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Parts_may_begin_with_a_byte_order_mark(string encoding)
    {
        var code = Encoding.GetEncoding(encoding);
        var sheet = $"<?xml version=\"1.0\" encoding=\"{encoding}\"?><worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>甲</v></c><c r=\"B1\"><v>5</v></c></row></sheetData></worksheet>";
        using var file = new TableFile("a.xlsx", XlsxFile.With(XlsxFile.MakeRaw(""), "xl/worksheets/sheet1.xml", [.. code.GetPreamble(), .. code.GetBytes(sheet)]));
        file.Read().Should().Equal("甲|5");
    }

    [Fact]
    public void A_cell_taken_in_one_go_means_what_it_means_token_by_token()
    {
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var rows = string.Concat(Enumerable.Range(0, 50).Select(r => $"<row>{string.Concat(Enumerable.Range(0, 12).Select(_ => Cell(random)))}</row>"));
            InProcess(rows).Should().Equal(InProcess(rows.Replace('"', '\'')), "single quotes are read token by token");
        }
    }

    [Fact]
    public void Cells_are_whole_wherever_a_block_of_the_file_ends()
    {
        var random = new Random(6);
        var sheet = string.Concat(Enumerable.Range(0, 6_000).Select(i => $"<row>{Cell(random)}{Cell(random)}<c t=\"str\"><v>{new string('长', random.Next(60))}</v></c><c r=\"CA1\"><v>{i}</v></c></row>"));
        var rows = InProcess(sheet);
        rows.Should().HaveCount(6_000).And.Equal(InProcess(sheet.Replace('"', '\'')));
        rows.Select(r => r.Split('|')[78].Split(' ')[0]).Should().Equal(Enumerable.Range(0, 6_000).Select(i => $"{i}"));
    }

    // Anything that can stand between <c and </c>, in the shape that is taken in one go or nearly so.
    private static string Cell(Random random)
    {
        var column = random.Next(4) == 0 ? $" r=\"{(char)('A' + random.Next(20))}{random.Next(1, 99)}\"" : random.Next(9) == 0 ? " r=\"AZ1\"" : "";
        var style = random.Next(3) == 0 ? $" s=\"{random.Next(8)}\"" : "";
        string[] numbers = ["1", "-2.50", "45718", "45718.75", "0.30000000000000004", "1.2345678901234568E+17", "1E-7", "", "0", "99999999999999999999", "2958466", "-0", "+5", ".5", "5.0000000000000001E-3"];
        string[] texts = ["甲", "a_b", "_x000D_", "&lt;&amp;", "a_x005F_x", " ", "", "&#20845;", "_x00", "plain", "a'b"];
        var (number, text) = (numbers[random.Next(numbers.Length)], texts[random.Next(texts.Length)]);
        return random.Next(10) switch
        {
            0 => $"<c{column}{style}/>",
            1 => $"<c{column}{style}></c>",
            2 => $"<c{column}{style} t=\"s\"><v>{random.Next(4)}</v></c>",
            3 => $"<c{column}{style} t=\"str\"><v>{text}</v></c>",
            4 => $"<c{column}{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>",
            5 => $"<c{column}{style} t=\"inlineStr\"><is><t>{text}</t></is></c>",
            6 => $"<c{column}{style} t=\"n\"><v>{number}</v></c>",
            7 => $"<c{column}{style} t=\"b\"><v>{random.Next(2)}</v></c>",
            8 => $"<c{column} t=\"e\"{style}><v>#N/A</v></c>",
            _ => $"<c{style}{column}><v>{number}</v></c>",
        };
    }

    private static List<string> Rows(string rows, string sharedStrings = "")
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(rows, sharedStrings: sharedStrings));
        return file.Read();
    }

    private static List<string> InProcess(string rows)
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(rows, sharedStrings: "<si><t>一</t></si><si><t>二&amp;_x0041_</t><phoneticPr fontId=\"1\"/></si><si/><si><r><t>三</t></r></si>"));
        using var reader = new XlsxReader(file.Path, file.Path, null);
        return TableFile.Lines(reader);
    }
}

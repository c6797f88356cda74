using System.Diagnostics;
using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Testing;

namespace FundWatch.UnitTests.Files;

public sealed class XlsxTests
{
    [Fact]
    public void Texts_numbers_dates_errors_and_escapes_are_read_as_they_are_shown()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(
            "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" s=\"1\"><v>45718.5</v></c><c r=\"C2\"><f>1/3</f><v>0.30000000000000004</v></c><c r=\"D2\" t=\"e\"><v>#N/A</v></c><c r=\"F2\" t=\"b\"><v>1</v></c></row>"
            + "<row r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><r><t xml:space=\"preserve\">甲 </t></r><r><t>&lt;乙&gt;&#20845;_x000D_</t></r></is></c><c r=\"A7\"><v>1.2345678901234568E+17</v></c></row>",
            sharedStrings: "<si><r><rPr><b/></rPr><t>富</t></r><r><t>文本</t></r><rPh sb=\"0\" eb=\"1\"><t>fu</t></rPh></si>"));
        file.Read().Should().Equal("富文本|2025-03-02 12:00:00|0.3|#N/A||TRUE !ExcelError", "1.23456789012346E+17|甲 <乙>六\r");
    }

    [Fact]
    public void A_whole_number_is_one_however_a_program_writes_it()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw("<row><c><v>1234.0</v></c><c><v>1234</v></c><c><v>1.2345678E7</v></c><c><v>-0.50</v></c><c><v>7.</v></c><c><v>0.0</v></c><c><v>100</v></c><c><v>10.05</v></c><c t=\"str\"><v>1234.0</v></c></row>"));
        file.Read().Should().Equal("1234|1234|12345678|-0.5|7|0|100|10.05|1234.0");
    }

    [Fact]
    public void A_share_is_read_as_the_percentage_that_the_sheet_shows()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(
            "<row><c s=\"4\"><v>0.45</v></c><c s=\"5\"><v>0.45500000000000002</v></c><c s=\"4\"><v>1</v></c><c s=\"5\"><v>5.0000000000000001E-3</v></c><c s=\"3\"><v>0.45</v></c><c s=\"4\" t=\"inlineStr\"><is><t>45</t></is></c></row>"));
        file.Read().Should().Equal("45%|45.5%|100%|0.5%|0.45|45");
    }

    [Theory]
    [InlineData("#,##0,", NumberLook.Scaled), InlineData("0.00,,\"百万\"", NumberLook.Scaled), InlineData("#,##0,.0_ ", NumberLook.Scaled), InlineData("0!.0,", NumberLook.Scaled), InlineData("0\\.0,\"万\"", NumberLook.Scaled)]
    [InlineData("#,##0.00;[Red]-#,##0,", NumberLook.Scaled), InlineData("#,##0, ", NumberLook.Scaled), InlineData("[>=10000]0!.0,\"万\";General", NumberLook.Scaled)]
    [InlineData("#,##0", NumberLook.Plain), InlineData("#,##0.00_);(#,##0.00)", NumberLook.Plain), InlineData("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", NumberLook.Plain)]
    [InlineData("0\",\"", NumberLook.Plain), InlineData("\"共,\"0", NumberLook.Plain), InlineData("General", NumberLook.Plain), InlineData("", NumberLook.Plain), InlineData("0.0%", NumberLook.Percent), InlineData("yyyy/m/d", NumberLook.Date)]
    internal void A_format_that_hides_digits_is_known(string code, NumberLook look) => CellStyles.Shows(code).Should().Be(look);

    [Theory]
    [InlineData("44256", "45718"), InlineData("44256.5", "45718.5"), InlineData("18538", "20000")]
    [InlineData("20251", "20251"), InlineData("18537", "18537"), InlineData("442567", "442567"), InlineData("4425", "4425"), InlineData("2025-03-02", "2025-03-02"), InlineData("44256元", "44256元"), InlineData("", ""), InlineData("99999", "99999")]
    public void A_serial_of_1904_is_moved_where_it_is_one(string cell, string moved)
    {
        var bytes = Encoding.UTF8.GetBytes(cell);
        Serial1904.Move(bytes);
        Encoding.UTF8.GetString(bytes).Should().Be(moved);
    }

    [Fact]
    public void One_cell_in_the_last_corner_costs_nothing_and_is_no_part_of_a_row()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new XlsxReader(file.Path, file.Path, null);
        reader.Read().Should().BeTrue();
        reader.Read().Should().BeTrue();
        reader.RowIssue.Should().Be(Core.Ingest.CellIssue.RowWidth);
        Encoding.UTF8.GetString(reader[reader.Count - 1]).Should().Be("XFD1048576: 1", "nothing of the row may get lost");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8 * 1024 * 1024);
    }

    [Fact]
    public void Cells_far_to_the_right_are_kept_with_their_places_and_blank_ones_are_none()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw($"<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"BZU1\" t=\"str\"><v>甲</v></c><c r=\"XFC1\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>3</v></c><c r=\"DKK2\" t=\"str\"><v> </v></c></row>"));
        file.Read().Should().Equal("1" + new string('|', 2_048) + "BZU1: 甲; XFC1: 2 !!RowWidth", "3");
    }

    [Theory]
    [InlineData("<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")]
    [InlineData("<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>")]
    public void Definitions_of_entities_are_refused(string dtd)
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeSheets([("数据", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&x;</v></c></row>")], prolog: dtd));
        file.Refusal().Code.Should().Be("unsafe_xml");
    }

    [Fact]
    public void Sheets_are_parts_and_hidden_names_are_none()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeSheets([("一月", "<row><c><v>1</v></c></row>"), ("空", ""), ("说明", "<row><c><v>3</v></c></row>")]));
        file.Probe().Parts().Select(p => p.Name).Should().Equal("一月", "空", "说明");
        file.Read("说明").Should().Equal("3");
        file.Refusal("二月").En.Should().Contain("一月, 空, 说明");
    }

    [Fact]
    public void A_formula_whose_result_was_not_saved_is_marked_and_one_that_gives_nothing_is_empty()
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><f>SUM(A1)</f></c><c r=\"C1\"><f>A1</f><v></v></c><c r=\"D1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"E1\"><f>A1</f><v>2</v></c></row>"));
        file.Read().Should().Equal("1||||2 !FormulaWithoutValue !FormulaWithoutValue");
    }

    [Fact]
    public void Hidden_sheets_are_listed_as_such()
    {
        var book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"rId1\"/><sheet name=\"b\" r:id=\"rId1\" state=\"hidden\"/><sheet name=\"c\" r:id=\"rId1\" state=\"veryHidden\"/></sheets></workbook>";
        using var file = new TableFile("a.xlsx", XlsxFile.With(XlsxFile.MakeRaw("<row><c><v>1</v></c></row>"), "xl/workbook.xml", System.Text.Encoding.UTF8.GetBytes(book)));
        file.Probe().Parts().Select(p => (p.Name, p.IsHidden)).Should().Equal(("a", false), ("b", true), ("c", true));
        var refused = FluentActions.Invoking(() => file.Probe().OpenRows("d")).Should().Throw<FileRefused>().Which;
        refused.Zh.Should().EndWith("现有：a, b（隐藏）, c（隐藏）。");
        refused.En.Should().EndWith("It has: a, b (hidden), c (hidden).");
        file.Read("b").Should().Equal("1");
    }

    [Fact]
    public void A_file_that_is_called_xlsx_and_is_something_else_is_called_what_it_is()
    {
        using var html = new TableFile("导出.xlsx", Encoding.UTF8.GetBytes("<html><table><tr><td>金额</td></tr></table></html>"));
        html.Refusal().En.Should().Contain("HTML");
        using var csv = new TableFile("导出.xlsx", Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        csv.Read().Should().Equal("a|b", "1|2");
    }

    [Fact]
    public void The_death_of_the_reading_process_is_a_refusal_with_words()
    {
        var rows = string.Concat(Enumerable.Range(1, 60_000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"><v>{i}</v></c><c r=\"B{i}\" t=\"str\"><v>单位名称很长很长很长很长很长很长</v></c></row>"));
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(rows));
        using var reader = new SheetProcessReader(file.Probe(), null);
        reader.Read().Should().BeTrue();
        Process.GetProcessById(reader.ProcessId).Kill();
        var act = () =>
        {
            while (reader.Read())
            {
            }
        };
        act.Should().Throw<FileRefused>().Which.Should().Match<FileRefused>(r => r.Code == "unreadable_spreadsheet" && r.Zh.Contains("另存为 CSV"));
    }

    [Fact]
    public void Texts_beyond_memory_come_back_from_the_file_as_they_were()
    {
        using var texts = new TextStore();
        var random = new Random(3);
        const int count = 90_000;
        for (var i = 0; i < count; i++)
        {
            texts.TryAdd(Encoding.UTF8.GetBytes(Text(i))).Should().BeTrue();
        }

        for (var i = 0; i < 30_000; i++)
        {
            var index = i < 100 ? i : i < 200 ? count - i + 99 : random.Next(count);
            Encoding.UTF8.GetString(texts[index]).Should().Be(Text(index));
        }

        static string Text(int i) => i % 1000 == 0 ? "" : $"{i}:{new string((char)('a' + i % 26), i % 7 * 300)}";
    }

    [Fact]
    public void Damaged_bytes_end_in_a_refusal_and_nothing_else()
    {
        var whole = XlsxFile.Make(Enumerable.Range(0, 20).Select(i => new[] { $"单位{i}", $"{i}.5", "2025-03-02" }));
        var random = new Random(11);
        for (var i = 0; i < 600; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadInProcess(bytes);
        }
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>999</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>x</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&undefined;</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&#x110000;</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1")]
    [InlineData("<row r=\"1\"><c r=\"A1\" a=\"x>")]
    public void Broken_xml_is_damage_that_is_said(string rows)
    {
        using var file = new TableFile("a.xlsx", XlsxFile.MakeRaw(rows));
        file.Refusal().Code.Should().Be("damaged_file");
    }

    private static void ReadInProcess(byte[] bytes)
    {
        using var file = new TableFile("a.xlsx", bytes);
        try
        {
            using var reader = new XlsxReader(file.Path, file.Path, null);
            while (reader.Read())
            {
            }
        }
        catch (FileRefused)
        {
            // which is what is asked of it
        }
    }
}

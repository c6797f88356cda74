using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Testing;

namespace FundWatch.UnitTests.Files;

public sealed class ShownNumberTests
{
    [Theory]
    // A unit of money behind the number, however it is written.
    [InlineData("0.0\"万元\"", "1.2", "1.2万元"), InlineData("0.0\\万\\元", "1.2", "1.2万元"), InlineData("0.0!万!元", "1.2", "1.2万元"), InlineData("0.0万元", "1.2", "1.2万元"), InlineData("0.0\"万\"", "1.2", "1.2万")]
    [InlineData("#,##0.00\" 亿元 \"", "3", "3亿元"), InlineData("0\"千元\"", "5", "5千元"), InlineData("General\"元整\"", "1200", "1200元"), InlineData("\"人民币\"0.00\"万元\"", "0.30000000000000004", "0.3万元")]
    [InlineData("0.00(万元)", "2", "2万元"), InlineData("[$¥-804]0.0\"万元\"", "1.2", "1.2万元"), InlineData("0.0\"万元\"_);[Red]\\(0.0\"万元\"\\)", "-1.2", "-1.2万元"), InlineData("0.0\"万元/亩\"", "1.2", "1.2万元")]
    [InlineData("[DBNum2][$-804]G/通用格式\"万元\"", "3", "3万元"), InlineData("0\"万元\";-0\"万元\";\"-\"", "0", "0"), InlineData("\"(万元)\"0.0", "1.2", "(万元)1.2"), InlineData("0\"万人\"", "3", "3万人"), InlineData("0\"000\"", "5", "5000")]
    [InlineData("[>=10]0.0\"亿元\";[<1]0.0\"元\";0.0\"万元\"", "12", "12亿元"), InlineData("[>=10]0.0\"亿元\";[<1]0.0\"元\";0.0\"万元\"", "0.5", "0.5元"), InlineData("[>=10]0.0\"亿元\";[<1]0.0\"元\";0.0\"万元\"", "2", "2万元")]
    [InlineData("0.00;0.00\"万元\"", "5", "5"), InlineData("0.00;0.00\"万元\"", "-5", "-5万元"), InlineData("0.00;0;\"零\"0\"万\"", "0", "0万")]
    // Yuan by name or sign changes nothing.
    [InlineData("￥#,##0.00", "100", "100"), InlineData("[$¥-804]#,##0.00", "100", "100"), InlineData("[$￥-804]#,##0.00", "100", "100"), InlineData("[$CNY] 0.00", "100", "100"), InlineData("[$-409]0.00", "100", "100"), InlineData("[$CN¥-804]0.00", "1", "1")]
    [InlineData("_ \"¥\"* #,##0.00_ ;_ \"¥\"* \\-#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ", "-100", "-100"), InlineData("_ \"¥\"* #,##0.00_ ;_ \"¥\"* \\-#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ", "0", "0"), InlineData("\"人民币\"0", "5", "5")]
    // Another currency.
    [InlineData("[$$-409]#,##0.00", "100", "$100"), InlineData("#,##0.00 [$€-1]", "100", "100 €"), InlineData("\"US$\"0", "100", "US$100"), InlineData("\"HKD\" 0", "100", "HKD100"), InlineData("[$USD] 0", "1", "USD1"), InlineData("$#,##0.00_);($#,##0.00)", "-1", "$-1")]
    [InlineData("0.00\"美元\"", "1", "1美元"), InlineData("0.00\"万美元\"", "1", "1万美元"), InlineData("[$¥-411]0", "1", "JPY1"), InlineData("[$￥-ja-JP]0", "1", "JPY1"), InlineData("[$Kč-405]0.00", "1", "Kč1"), InlineData("[$$-409]#,##0,", "12345", "$12345"), InlineData("[$zł]0", "1", "zł1")]
    // Keys.
    [InlineData("00000000", "900001", "00900001"), InlineData("00", "7", "07"), InlineData("0000", "12345", "12345"), InlineData("000000", "1.5", "1.5"), InlineData("00000", "-5", "-5"), InlineData("0000;;;@", "12", "0012"), InlineData("00000", "1.2E+3", "01200")]
    [InlineData("\"No.\"0", "5", "No.5"), InlineData("\"GS\"000", "5", "GS005"), InlineData("\"2024\"000", "5", "2024005"), InlineData("000-0000", "12", "000-0012"), InlineData("0000\"年\"00\"月\"", "202403", "2024年03月"), InlineData("\"桐财字\"0\"号\"", "5", "桐财字5号"), InlineData("000\"号\"", "5", "005号")]
    [InlineData("00000\"元\"", "5", "00005元"), InlineData("000!.00", "20502", "205.02"), InlineData("\"第\"00\"批\"", "3", "第03批")]
    // A sign that only the format has.
    [InlineData("[Red]-0.00", "1234.5", "-1234.5"), InlineData("(0.00)", "5", "(5)"), InlineData("0.00;-0.00", "5", "5")]
    // What says nothing about the number: as ever.
    [InlineData("0\"人\"", "3", "3"), InlineData("0.00\"kg\"", "3", "3"), InlineData("0\"千克\"", "3", "3"), InlineData("0.00\"元/公斤\"", "3", "3"), InlineData("0\"分\"", "85", "85"), InlineData("# ?/?", "1.5", "1.5"), InlineData("0.00E+00", "12345", "12345"), InlineData("\"约\"0", "3", "3")]
    [InlineData("@", "123456789012", "123456789012"), InlineData("General", "123456789012345", "123456789012345"), InlineData("00\"页\"", "3", "03"), InlineData("\"合计\"0.00", "3", "3"), InlineData("0\"万\"0000\"元\"", "12345", "12345元"), InlineData("\"Total \"0.00", "3", "3")]
    // Shown as less than it is, or as a share: the text behind it multiplies nothing.
    [InlineData("0.0,\"万\"", "12000", "12000"), InlineData("0!.0,\"万元\"", "12000", "12000"), InlineData("0!.0000\"万元\"", "12000", "12000"), InlineData("0\".\"0,\"万\"", "12000", "12000"), InlineData("0%", "0.12", "12%"), InlineData("yyyy\"年\"m\"月\"d\"日\"", "45352", "2024-03-01")]
    public void A_number_is_read_as_the_sheet_shows_it(string format, string stored, string read)
    {
        using var file = new TableFile("a.xlsx", Book(format, $"<row><c s=\"1\"><v>{stored}</v></c><c s=\"1\"><f>1*1</f><v>{stored}</v></c><c><v>7</v></c></row>"));
        Lines(file).Should().Equal([$"{read}|{read}|7"], "in one go and token by token alike");
    }

    [Theory]
    [InlineData("hh:mm:ss", "0.520833333333", "12:30:00"), InlineData("h:mm", "0", "00:00:00"), InlineData("h:mm AM/PM", "0.75", "18:00:00"), InlineData("上午/下午h\"时\"mm\"分\"", "0.25", "06:00:00"), InlineData("mm:ss.0", "0.0005", "00:00:43"), InlineData("[$-F400]h:mm:ss AM/PM", "0.5", "12:00:00"), InlineData("hh:mm", "0.999999", "00:00:00"), InlineData("h:mm[DBNum1][$-804]", "0.5", "12:00:00")]
    [InlineData("hh:mm", "45718.5", "2025-03-02 12:00:00"), InlineData("yyyy-mm-dd hh:mm", "45718.5", "2025-03-02 12:00:00"), InlineData("m\"月\"", "45718", "2025-03-02"), InlineData("mmm h:mm", "45718.5", "2025-03-02 12:00:00")]
    [InlineData("[h]:mm", "1.5", "36:00:00"), InlineData("[hh]:mm:ss;@", "0.125", "03:00:00"), InlineData("[mm]:ss", "0.125", "03:00:00"), InlineData("[h]:mm", "-0.5", "-12:00:00"), InlineData("[Red]0", "5", "5")]
    // Digits that no double has were written by a program that keeps them all; those that one has may be what Excel left of others.
    [InlineData("General", "1234567890123456789", "1234567890123456789"), InlineData("0", "-1234567890123456789", "-1234567890123456789"), InlineData("General", "1234567890123456768", "1.23456789012346E+18"), InlineData("General", "1234567890123450", "1.23456789012345E+15"), InlineData("0", "6222001234567891", "6222001234567891"), InlineData("General", "1.2345678901234568E+18", "1.23456789012346E+18")]
    [InlineData("0", "9007199254740991", "9007199254740991"), InlineData("0", "9558801234567892", "9.55880123456789E+15"), InlineData("0", "9558801234567893", "9558801234567893")]
    // With zeros behind the fewest digits that tell the double: of a card number of 17 digits, of one of 18, and of 19.
    [InlineData("0", "62220012345678900", "6.22200123456789E+16"), InlineData("0", "110105194912310020", "1.1010519491231E+17"), InlineData("0", "-123456789012345680", "-1.23456789012346E+17"), InlineData("0", "1234567890123456800", "1.23456789012346E+18")]
    public void A_time_is_no_day_and_digits_are_not_cut(string format, string stored, string read) => A_number_is_read_as_the_sheet_shows_it(format, stored, read);

    [Theory]
    [InlineData(18, "0.5", "12:00:00"), InlineData(46, "1.5", "36:00:00"), InlineData(33, "0.5", "12:00:00"), InlineData(14, "45718", "2025-03-02"), InlineData(34, "45718", "2025-03-02"), InlineData(22, "45718.5", "2025-03-02 12:00:00")]
    public void Times_are_known_by_the_number_of_their_format_too(int format, string stored, string read)
    {
        using var file = new TableFile("a.xlsx", XlsxFile.With(XlsxFile.MakeRaw($"<row><c s=\"1\"><v>{stored}</v></c></row>"), "xl/styles.xml",
            Encoding.UTF8.GetBytes($"<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"{format}\"/></cellXfs></styleSheet>")));
        Lines(file).Should().Equal(read);
    }

    [Theory]
    [InlineData("0!.0000\"万元\""), InlineData("0.0,\"万\""), InlineData("0\".\"00")]
    public void A_point_that_is_only_drawn_hides_digits(string format) => ShownNumber.Of(format).Look.Should().Be(NumberLook.Scaled);

    [Theory]
    [InlineData("[$$-409]#,##0.00", CellIssue.BadNumber), InlineData("#,##0.00 [$€-1]", CellIssue.BadNumber), InlineData("[$¥-411]0", CellIssue.BadNumber), InlineData("0.00\"美元\"", CellIssue.BadNumber), InlineData("[$Kč-405]0.00", CellIssue.BadNumber), InlineData("[$HK$-C04]0", CellIssue.BadNumber)]
    [InlineData("0.0\"万元\"", CellIssue.None), InlineData("0000000000", CellIssue.None), InlineData("0.0\"元整\"", CellIssue.None), InlineData("\"万元\"0", CellIssue.BadNumber)]
    public void Amounts_of_another_currency_are_refused_as_texts_are(string format, CellIssue issue)
    {
        using var file = new TableFile("a.xlsx", Book(format, "<row><c s=\"1\"><v>100</v></c></row>"));
        NumberCell.Parse(Encoding.UTF8.GetBytes(Lines(file).Single()), 2, 1, out _).Should().Be(issue);
    }

    [Theory]
    [InlineData("1.2万元", 10_000, 1, 1_200_000), InlineData("12000元", 10_000, 1, 1_200_000), InlineData("5元", 1, 2, 1_000), InlineData("伍元", 1, 2, 1_000), InlineData("1万元", 1, 2, 2_000_000), InlineData("1万2千元", 1, 2, 2_400_000)]
    public void A_unit_of_money_overrides_that_of_the_header_and_leaves_what_a_price_is_per(string cell, long factor, decimal times, long cents)
    {
        NumberCell.ParseTimes(Encoding.UTF8.GetBytes(cell), 2, factor, times, out var value).Should().Be(CellIssue.None);
        value.Should().Be(cents);
    }

    [Fact]
    public void Formats_of_any_bytes_break_nothing()
    {
        var random = new Random(5);
        const string signs = "0#?.,;\"[]\\!_*@$-¥万元%E+/>=<123 aG\uD83D\uDE00\uE000￥(";
        for (var i = 0; i < 20_000; i++)
        {
            var code = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => signs[random.Next(signs.Length)]));
            if (ShownNumber.Of(code).Number is { } shown)
            {
                var act = () => shown.Write("1234"u8, new byte[shown.Longest]);
                act.Should().NotThrow(code);
            }
        }
    }

    private static List<string> Lines(TableFile file)
    {
        using var reader = new XlsxReader(file.Path, file.Path, null);
        return TableFile.Lines(reader);
    }

    private static byte[] Book(string format, string rows) => XlsxFile.With(XlsxFile.MakeRaw(rows), "xl/styles.xml", Encoding.UTF8.GetBytes(
        $"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"{System.Security.SecurityElement.Escape(format)}\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"));
}

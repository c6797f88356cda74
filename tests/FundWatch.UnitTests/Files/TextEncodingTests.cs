using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.UnitTests.Files;

public sealed class TextEncodingTests
{
    private const string Table = "org_code,org_name,region_code\nA1,王大明一中食堂,330102\nA2,縣財政局,330102\n";

    private static readonly Encoding _big5 = CodePagesEncodingProvider.Instance.GetEncoding("big5")!;

    [Theory]
    [InlineData("A1,Bureau,330102\n", 3), InlineData("", 2)]
    public void Big5_read_as_gb18030_leaves_characters_of_private_use_which_are_counted(string more, long line)
    {
        var header = "org_code,org_name,region_code\n";
        using var file = new TableFile("a.csv", _big5.GetBytes(header + more + Table[header.Length..]));
        using var reader = file.Probe().OpenRows();
        TableFile.Lines(reader).Should().HaveCount(more.Length > 0 ? 4 : 3);
        reader.Encoding.Should().Be("gb18030");
        (reader.PrivateUse!.Count, reader.PrivateUse.FirstLine).Should().Match<(long Count, long Line)>(f => f.Count >= 3 && f.Line == line);
    }

    [Fact]
    public void Gb18030_has_none()
    {
        using var file = new TableFile("a.csv", TextEncoding.Gb18030.GetBytes(Table + "A3,𠮷野家縣局㐀〔2025〕，：；“”①Ⅷ㎡€,330102\n"));
        using var reader = file.Probe().OpenRows();
        TableFile.Lines(reader).Should().HaveCount(4);
        reader.PrivateUse!.Count.Should().Be(0);
    }

    [Fact]
    public void Of_utf8_nothing_is_counted()
    {
        using var file = new TableFile("a.csv", Encoding.UTF8.GetBytes(Table + "A3,\uE000,330102\n"));
        using var reader = file.Probe().OpenRows();
        reader.PrivateUse.Should().BeNull();
    }

    [Theory]
    [InlineData("單位代碼,單位名稱,行政區劃代碼\nA1,縣財政局,330102\n", "unknown_encoding", "可能是 Big5", "may be Big5")]
    [InlineData("い厩,金肂\n1,2\n", "unknown_layout", "--suggest-mapping", "--suggest-mapping")]
    public void A_header_in_big5_is_called_so(string text, string code, string zh, string en)
    {
        using var file = new TableFile("a.csv", (code == "unknown_layout" ? Encoding.UTF8 : _big5).GetBytes(text));
        using var reader = file.Probe().OpenRows();
        var recognise = () => HeaderRecognition.Recognise(reader, null, file.Path);
        recognise.Should().Throw<FileRefused>().Which.Should().Match<FileRefused>(e => e.Code == code && e.Zh.Contains(zh) && e.En.Contains(en));
    }

    [Theory]
    [InlineData("org_code,org_name,region_code\nA1,县财政局,330102\n", "utf-16")]
    [InlineData("org_code,org_name,region_code\nA1,县财政局,330102\n", "utf-16BE")]
    [InlineData("单位代码\t单位名称\t行政区划代码\r\n甲\t县财政局一\t杭州市上城区\r\n乙\t某某街道办事处（本级）\t杭州市上城区\r\n", "utf-16")]
    [InlineData("单位代码\t单位名称\t行政区划代码\r\n甲\t县财政局一\t杭州市上城区\r\n乙\t某某街道办事处（本级）\t杭州市上城区\r\n", "utf-16BE")]
    public void Utf16_without_its_mark_is_called_by_its_name(string text, string encoding)
    {
        using var file = new TableFile("a.csv", Encoding.GetEncoding(encoding).GetBytes(text));
        file.Refusal().Should().Match<FileRefused>(e => e.Code == "unsupported_format" && e.Zh.Contains("没有字节序标记（BOM）的 UTF-16 文本") && e.Zh.Contains("请另存为 UTF-8") && e.En.Contains("UTF-16 text without a byte order mark") && e.En.Contains("Save it as UTF-8"));
    }

    [Fact]
    public void Numbers_of_two_bytes_are_no_utf16()
    {
        using var file = new TableFile("a.bin", [.. Enumerable.Range(0, 4_000).SelectMany(i => new[] { (byte)i, (byte)(i % 13) })]);
        file.Refusal().En.Should().Contain("a binary file of an unknown kind");
    }
}

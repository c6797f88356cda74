using System.Text;
using CsCheck;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

public sealed class WrittenDialectTests
{
    [Theory]
    [InlineData("a|@|b|@|c\n1|@||@|3|@4\n", "|@|", "a b c / 1  3|@4")]
    [InlineData("a||b||c\n1|2||\"x||||3\n", "||", "a b c / 1|2 \"x  3")] // signs that need no quotes have none
    [InlineData("a，b，c\n1，\"2，5\"，3\n", "，", "a b c / 1 2，5 3")]
    [InlineData("a、b\n\"说\"\"一、二\"\"\"、2\n", "、", "a b / 说\"一、二\" 2")]
    [InlineData("a:b\n1:2\n", ":", "a b / 1 2")]
    [InlineData("a  b\tc\n 1   2　3  \n4 5 6", " ", "a b c / 1 2 3 / 4 5 6")]
    [InlineData("a  b\n\"1 2\"   3\n", " ", "a b / 1 2 3")]
    [InlineData("a::b\r\n1::2\r\n", "::", "a b / 1 2")]
    [InlineData("a@@b\n1\u001f2@@3\n", "@@", "a b / 1 2 3")] // cells are shown with a blank between: the byte that stands for the delimiter parts nothing
    public void A_delimiter_of_any_signs_parts_the_cells(string text, string delimiter, string expected) => Read(text, new WrittenDialect(delimiter, null)).Should().Be(expected);

    [Theory]
    [InlineData("a;b\n'1;2';3\n", ";", "'", "a b / 1;2 3")]
    [InlineData("a;b\n'it''s';3\n", ";", "'", "a b / it's 3")]
    [InlineData("a;b\n\"1;2\n", ";", "", "a b / \"1 2")]
    [InlineData("a|@|b\n\"1|@|2\"|@|3\n", "|@|", "\"", "a b / 1|@|2 3")]
    public void A_mapping_may_name_the_quote(string text, string delimiter, string quote, string expected) => Read(text, new WrittenDialect(delimiter, quote)).Should().Be(expected);

    [Fact]
    public void Signs_across_the_ends_of_blocks_are_found() =>
        Gen.Int[1, 200].Select(Gen.Int[1, 7]).Sample((cells, block) =>
        {
            var text = string.Join("|@|", Enumerable.Range(0, cells)) + "\n" + string.Join("|@|", Enumerable.Repeat("|", cells)) + "\n";
            return Read(text, new WrittenDialect("|@|", null), block) == string.Join(' ', Enumerable.Range(0, cells)) + " / " + string.Join(' ', Enumerable.Repeat("|", cells));
        }, iter: 300);

    [Theory]
    [InlineData("单号|@|金额|@|日期\n1|@|2|@|3\n", "|@|")]
    [InlineData("单号||金额||日期\n1||2||3\n4||||5\n", "||")]
    [InlineData("单号，金额，日期\n1，2，3\n", "，")]
    [InlineData("单号：金额：日期\n1：2：3\n", "：")]
    [InlineData("单号  金额    日期\n1  2    3\n", " ")]
    [InlineData("单号,金额,日期\n1,2,3\n", null)]
    [InlineData("单号;金额;日期\n1;2,5;12:30\n", null)]
    [InlineData("单号,时间,事由\n1,12:30,去、回\n2,12:31,a||b\n", null)]
    [InlineData("单号\n1\n", null)]
    public void A_rare_delimiter_is_guessed_for_a_draft(string text, string? delimiter) => RareDelimiters.Find(Encoding.UTF8.GetBytes(text))?.Delimiter.Should().Be(delimiter);

    [Theory]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    [InlineData('\u0085')]
    [InlineData('\r')]
    public void A_text_without_line_feeds_may_end_its_lines_otherwise(char end)
    {
        using var file = new TableFile("a.csv", Encoding.UTF8.GetBytes($"a,b{end}1,\"2{end}3\"{end}4,5{end}"));
        file.Read().Should().Equal("a|b", $"1|2{end}3", "4|5");
    }

    [Fact]
    public void In_a_text_with_line_feeds_such_signs_are_part_of_their_cells()
    {
        using var file = new TableFile("a.csv", "a,b\n1,2\u20283\n"u8.ToArray());
        file.Read().Should().Equal("a|b", "1|2\u20283");
    }

    private static string Read(string text, WrittenDialect dialect, int block = 1000)
    {
        using var reader = new DelimitedReader(dialect.Over(new Blocks(Encoding.UTF8.GetBytes(text), block)), dialect.For(Encoding.UTF8.GetBytes(text)), bufferSize: 64);
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))));
        }

        return string.Join(" / ", rows);
    }

    private sealed class Blocks(byte[] bytes, int block) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, block));
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, block)]);
    }
}

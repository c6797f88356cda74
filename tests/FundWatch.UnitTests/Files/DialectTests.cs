using System.Text;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

public sealed class DialectTests
{
    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a;b;c\n1,5;2,5;3,5\n", ';')]
    [InlineData("a\u0001b\u0001c\n1\u00012\u00013\n", '\u0001')]
    [InlineData("a~b~c\n1~2,5~3\n2~3,5~4\n", '~')]
    [InlineData("a#b#c\n1#2#3\n", '#')]
    [InlineData("a!b!c\n1!2!3\n", '!')]
    [InlineData("单位,楼号\n甲,3#楼4#门5#室\n乙,4#楼4#门5#室\n", ',')]
    [InlineData("单位,楼号,金额\n甲,3#楼,1\n乙,4#楼,2\n", ',')]
    [InlineData("a\nb$c\n", ',')]
    public void The_sign_that_splits_most_lines_alike_is_the_separator(string text, char expected) =>
        ((char)Dialect.Detect(Encoding.UTF8.GetBytes(text)).Delimiter).Should().Be(expected);
}

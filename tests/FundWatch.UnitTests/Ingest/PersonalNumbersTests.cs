using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class PersonalNumbersTests
{
    [Theory]
    [InlineData("330106198001011235", true)]
    [InlineData("33010619750808106X", true)]
    [InlineData("44011320141005001X", true)]  // a child's, with the right check character
    [InlineData("330106198001011230", true)]  // one digit wrong
    [InlineData("33010619800101123", true)]   // the last place lost
    [InlineData("330106202503020018", true)]  // a serial number that has the right check character by chance
    [InlineData("330106202503020011", false)] // and one that has not: nobody's number
    [InlineData("33010620250302001", false)]
    [InlineData("330106600101123", true)]     // of the old form
    [InlineData("330106600101125", false)]    // as well the number of a business licence
    [InlineData("440301103097413", false)]    // a business licence
    [InlineData("933156198001011233", true)]  // a foreigner's
    [InlineData("933156198001011230", false)] // the damaged code of a firm
    [InlineData("91350211M00013FA1N", false)]
    [InlineData("121200004013590816", false)]
    [InlineData("113301061980010118", false)] // 11 of public bodies, not of Beijing
    [InlineData("12345678-9", false)]
    public void A_code_is_a_persons_or_is_not(string code, bool isPersons) => PersonalNumbers.IsResident(Encoding.ASCII.GetBytes(code)).Should().Be(isPersons);

    [Theory]
    [InlineData("330106195001011063", true)]  // right by both standards
    [InlineData("330106198001011235", true)]
    [InlineData("121200004013590816", false)]
    [InlineData("91310115591693856A", false)]
    [InlineData("933156198001011233", false)] // where it is a firm's code too, it is the firm's
    public void Of_a_code_that_is_right_by_both_standards_the_person_comes_first(string code, bool isPersons) =>
        PersonalNumbers.IsRatherResident(Encoding.ASCII.GetBytes(code)).Should().Be(isPersons);

    [Theory]
    [InlineData("330106198001011235", "330106198001011235")]
    [InlineData("退张三330106198001011235押金", "330106198001011235")]
    [InlineData("身份证 33010619750808106x，手机", "33010619750808106x")]
    [InlineData("ID33010619750808106X", "33010619750808106X")]
    [InlineData("发票 25430000000000000001 张三 330106198001011235", "330106198001011235")]
    [InlineData("卡号6217001234567893转账", "6217001234567893")]
    [InlineData("62220212000123456 79", "")]
    [InlineData("6222021200012345679", "6222021200012345679")]
    [InlineData("6222021200012345678", "")]        // the check digit is wrong
    [InlineData("6201022025030212", "")]           // a serial number of Lanzhou
    [InlineData("33010619750808106XL", "")]
    [InlineData("1330106198001011235", "")]
    [InlineData("330106198001011230", "")]         // in a text only what is certain
    [InlineData("330106600101123", "")]
    [InlineData("业务招待", "")]
    public void A_number_is_found_in_a_text(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = PersonalNumbers.FindInText(bytes, out var start);
        Encoding.UTF8.GetString(bytes.AsSpan(length == 0 ? 0 : start, length)).Should().Be(expected);
        (length == 0 || PersonalNumbers.MayHold(bytes)).Should().BeTrue();
    }

    [Fact]
    public void A_number_is_found_wherever_it_stands()
    {
        for (var before = 0; before < 40; before++)
        {
            for (var after = 0; after < 20; after++)
            {
                var text = Encoding.UTF8.GetBytes(new string('a', before) + "330106198001011235" + new string('-', after));
                PersonalNumbers.FindInText(text, out var start).Should().Be(18);
                start.Should().Be(before);
                PersonalNumbers.MayHold(text).Should().BeTrue();
            }
        }
    }

    [Theory]
    [InlineData("330106198001011235", 18)]
    [InlineData("SQ-33010619750808106X-1", 18)]
    [InlineData("330106202503020018", 0)] // in a column of serial numbers, one in eleven has the right check character
    [InlineData("6217001234567893", 0)]
    public void In_an_identifier_only_those_born_before_2010_are_found(string text, int length) => PersonalNumbers.FindInIdentifier(Encoding.ASCII.GetBytes(text), out _).Should().Be(length);

    [Theory]
    [InlineData("“330106198001011235”", "“****1235”")]
    [InlineData("330106198001011230 5元", "****1230 5元")]       // a wrong check character hides nobody
    [InlineData("３３０１０６１９８００１０１１２３５", "****1235")]
    [InlineData("330106 19800101 123X", "****123X")]
    [InlineData("330106600101123", "****1123")]
    [InlineData("6217 0012 3456 7893", "****7893")]
    [InlineData("33010619800101123", "****1123")]
    [InlineData("３330106198001011235", "３****1235")]
    [InlineData("330106198001011235X", "****1235X")]
    [InlineData("25430000000000000001", "25430000000000000001")]
    [InlineData("91350211M00013FA1N 12345", "91350211M00013FA1N 12345")]
    public void What_people_see_hides_what_may_be_a_persons(string text, string shown) => PersonalNumbers.Mask(text).Should().Be(shown);

    [Fact]
    public void Whatever_stands_around_a_number_what_people_see_holds_none()
    {
        var random = new Random(19491001);
        string[] numbers = ["330106198001011235", "33010619750808106X", "33010619750808106x", "6217001234567893", "6222021200012345679", "330106202503020018"];
        string[] around = ["", " ", "-", "x", "X", "5", "０", "９", "中", "a", ".", "，", "123456", "\n", "\uFFFD"];
        for (var i = 0; i < 100_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => around[random.Next(around.Length)] + numbers[random.Next(numbers.Length)] + around[random.Next(around.Length)]));
            var shown = PersonalNumbers.Mask(text);
            PersonalNumbers.FindInText(Encoding.UTF8.GetBytes(shown), out _).Should().Be(0, "'{0}' is shown as '{1}'", text, shown);
        }
    }

    [Fact]
    public void A_reason_never_shows_a_persons_number_whatever_the_column()
    {
        var (zh, en) = CellIssues.Describe(CellIssue.TooLarge, "金额", "330106198001011235");
        (zh + en).Should().NotContain("19800101").And.Contain("****1235");
        CellIssues.Describe(CellIssue.BadJson, "", new string('x', 70) + "330106198001011235").English.Should().NotContain("19800101", "not even where the words are cut").And.NotContain("3301061980");
    }
}

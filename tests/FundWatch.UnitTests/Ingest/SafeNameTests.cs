using System.Text;
using FundWatch.Data.Ingest.Sent;

namespace FundWatch.UnitTests.Ingest;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("2025年3月.xlsx", "2025年3月.xlsx")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\wang\\支付.csv", "支付.csv")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("a/", "file")]
    [InlineData("a\0b\nc.csv", "abc.csv")]
    [InlineData("\u202Egpj.csv", "gpj.csv")]
    [InlineData("~$open.xlsx", "open.xlsx")]
    public void A_name_is_a_file_in_one_folder_and_nothing_else(string? given, string expected) => SafeName.Of(given).Should().Be(expected);

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_ending()
    {
        var name = SafeName.Of(new string('款', 500) + "𠀀.csv");
        Encoding.UTF8.GetByteCount(name).Should().BeLessThanOrEqualTo(180);
        name.Should().StartWith("款").And.EndWith(".csv");
    }
}

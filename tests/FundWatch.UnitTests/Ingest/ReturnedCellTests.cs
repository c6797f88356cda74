using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.UnitTests.Ingest;

public sealed class ReturnedCellTests
{
    [Theory]
    [InlineData("6222020200112233445", "6.22202E+18")]
    [InlineData("6222020200112233445", "6222020200112230000")]
    [InlineData("330106199001011234", "3.30106E+17")]
    [InlineData("青屏骏锋䶮公司", "青屏骏锋?公司")]
    [InlineData("张𠮷", "张??")]
    [InlineData("张𠮷", "张?")]
    [InlineData("坏�了", "坏?了")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData(" 5 ", "5")]
    [InlineData("甲\u0001乙", "甲乙")]
    [InlineData("000123", "123")]
    [InlineData("000", "0")]
    [InlineData("0330106199001011234", "3.30106E+17")]
    public void What_a_spreadsheet_did_to_a_cell_is_no_correction(string was, string value) => ReturnedCell.IsAsItWas(was, value).Should().BeTrue();

    [Theory]
    [InlineData("6222020200112233445", "6222020200112233446")]
    [InlineData("6222020200112233445", "6.22203E+18")]
    [InlineData("6222020200112233445", "6.22202E+17")]
    [InlineData("1.2.3", "1.23")]
    [InlineData("123", "000123")]
    [InlineData("000123", "124")]
    [InlineData("0", "")]
    [InlineData("何?", "何人")]
    [InlineData("甲", "乙")]
    [InlineData("甲乙", "甲")]
    [InlineData("甲", "")]
    [InlineData("", "甲")]
    [InlineData("甲公司", "?公司了")]
    public void What_a_person_changed_is_one(string was, string value) => ReturnedCell.IsAsItWas(was, value).Should().BeFalse();

    [Fact]
    public void A_text_longer_than_a_workbooks_cell_is_kept_whole() => ReturnedCell.IsAsItWas(new string('长', 40_000), new string('长', 32_767)).Should().BeTrue();
}

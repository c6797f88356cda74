using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("91152201078377449P", true)]
    [InlineData("91152201078377449Q", false)]
    [InlineData("9111000060003IOZSV", false)]
    [InlineData("12345", false)]
    public void The_check_character_decides(string code, bool isValid) => CreditCode.IsValid(Encoding.ASCII.GetBytes(code)).Should().Be(isValid);

    [Theory]
    [InlineData("44011320141005001x", true)]
    [InlineData("110102199101010078", true)]
    [InlineData("36042619910102009X", false)]
    [InlineData("T60426199101010078", false)]
    [InlineData("110102199102300078", false)]
    public void A_resident_number_has_a_birthday_and_a_check_character(string number, bool isValid) =>
        ResidentId.IsValid(Encoding.ASCII.GetBytes(number)).Should().Be(isValid);

    [SkippableFact]
    public void Every_identifier_of_the_reference_list_is_judged_as_listed()
    {
        var path = ReferenceData.Find("identifiers/identifiers.csv");
        Skip.If(path is null, "reference data not present (../shared/data/identifiers)");
        var rows = File.ReadAllLines(path!).Skip(1).Select(line => line.Split(',')).ToList();
        rows.Should().HaveCountGreaterThan(100);
        foreach (var row in rows)
        {
            var value = Encoding.UTF8.GetBytes(row[1]);
            // The list's own column says whether the checksum alone holds. One resident number names a county that did not exist in its year:
            // that takes the division codes of that year, which are not kept here.
            var expected = row[^2] == "True";
            (row[0] == "USCC" ? CreditCode.IsValid(value) : ResidentId.IsValid(value)).Should().Be(expected, $"{row[1]} is listed as {row[2]} ({row[3]})");
        }
    }
}

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

    [Theory]
    [InlineData("110111198012010078", ResidentIdVerdict.CountyYoungerThanHolder)] // the district was made in 1986
    [InlineData("44011320141005001x", ResidentIdVerdict.Valid)]
    [InlineData("T60426199101010078", ResidentIdVerdict.BadForm)]
    [InlineData("990102199101010078", ResidentIdVerdict.BadProvince)]
    [InlineData("110102199102300078", ResidentIdVerdict.BadBirthday)]
    [InlineData("36042619910102009X", ResidentIdVerdict.BadCheck)]
    [InlineData("110102910101007", ResidentIdVerdict.Valid)]
    [InlineData("110102911301007", ResidentIdVerdict.BadBirthday)]
    [InlineData("11010291010100X", ResidentIdVerdict.BadForm)]
    public void What_is_wrong_with_a_resident_number_is_said(string number, ResidentIdVerdict verdict) => ResidentId.Judge(Encoding.ASCII.GetBytes(number)).Should().Be(verdict);

    [Fact]
    public void The_old_form_of_a_resident_number_becomes_the_new_one()
    {
        var modern = new byte[18];
        ResidentId.TryModernise("110102910101007"u8, modern).Should().BeTrue();
        Encoding.ASCII.GetString(modern).Should().Be("110102199101010078");
        ResidentId.TryModernise("622200991399123"u8, modern).Should().BeFalse("an account is no person");
    }

    [Theory]
    [InlineData("3.30106E+17", true)]
    [InlineData("3.30106e+17", true)]
    [InlineData("3.30106E17", true)]
    [InlineData("1E+05", true)]
    [InlineData("12E5", false)]
    [InlineData("91330E10", false)]
    [InlineData("1.5E3", false)]
    public void A_long_number_that_Excel_shortened_is_known_by_its_form(string cell, bool isDamaged) => ExcelDamage.IsScientific(Encoding.ASCII.GetBytes(cell)).Should().Be(isDamaged);

    [Theory]
    [InlineData("330106198001010000", true)]
    [InlineData("330106198001011001", false)]
    [InlineData("25430000000000000000", true)]
    [InlineData("25430000000000000001", false)]
    [InlineData("6222000011110000", false)]
    public void Fifteen_digits_and_zeros_are_what_Excel_keeps(string cell, bool isDamaged) => ExcelDamage.HasLostDigits(Encoding.ASCII.GetBytes(cell)).Should().Be(isDamaged);

    // A few facts of each kind; the whole list is used where it lies beside the repository.
    [Theory]
    [InlineData("USCC", "121200004013590816", "valid")]
    [InlineData("USCC", "91310115591693856A", "valid")]
    [InlineData("USCC", "91350211M00013FA1N", "invalid")]
    [InlineData("USCC", "12345", "invalid")]
    [InlineData("RIC", "44011320141005001x", "valid")]
    [InlineData("RIC", "110111198012010078", "invalid")]
    [InlineData("RIC", "36042619910102009X", "invalid")]
    public void A_known_identifier_is_judged_as_it_should_be(string kind, string value, string expected) => Verdict(kind, value).Should().Be(expected);

    [SkippableFact]
    public void Every_identifier_of_the_reference_list_is_judged_as_listed()
    {
        var path = ReferenceData.Find("identifiers/identifiers.csv");
        Skip.If(path is null, "reference data not present (../shared/data/identifiers)");
        var rows = File.ReadAllLines(path!).Skip(1).Select(line => line.Split(',')).ToList();
        rows.Should().HaveCountGreaterThan(100);
        foreach (var row in rows)
        {
            // "format-only": its list tests no more than the form, and all the rest is right as well.
            Verdict(row[0], row[1]).Should().Be(row[2] == "format-only" ? "valid" : row[2], $"{row[1]} is listed so ({row[3]})");
            var checksum = Encoding.UTF8.GetBytes(row[1]);
            (row[0] == "USCC" ? CreditCode.IsValid(checksum) : ResidentId.IsValid(checksum)).Should().Be(row[^2] == "True", $"the check character of {row[1]}");
        }
    }

    private static string Verdict(string kind, string value) =>
        (kind == "USCC" ? CreditCode.IsValid(Encoding.UTF8.GetBytes(value)) : ResidentId.Judge(Encoding.UTF8.GetBytes(value)) == ResidentIdVerdict.Valid) ? "valid" : "invalid";
}

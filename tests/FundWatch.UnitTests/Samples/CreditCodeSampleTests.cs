namespace FundWatch.UnitTests.Samples;

[Collection("planted prefecture")]
public sealed class CreditCodeSampleTests(PlantedPrefecture prefecture)
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Theory]
    [InlineData("organisation", "org_code")]
    [InlineData("company", "company_code")]
    [InlineData("reception", "org_code")]
    [InlineData("reception", "guest_org_code")]
    [InlineData("bid", "bidder_code")]
    [InlineData("meal_purchase", "supplier_code")]
    public void Every_credit_code_has_its_right_check_digit(string stream, string column)
    {
        prefecture.Rows(stream).Where(r => r.Has(column)).Select(r => r[column]).Distinct().Should().OnlyContain(code => IsValid(code)).And.NotBeEmpty();
    }

    [Fact]
    public void No_two_subjects_share_a_code()
    {
        prefecture.Rows("organisation").Select(r => r["org_code"]).Concat(prefecture.Rows("company").Select(r => r["company_code"])).Should().OnlyHaveUniqueItems();
    }

    // GB 32100-2015, 5.1: written out once more, apart from the generator.
    private static bool IsValid(string code)
    {
        int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var sum = weights.Select((weight, i) => weight * Alphabet.IndexOf(code[i])).Sum();
        return code.Length == 18 && Alphabet[(31 - (sum % 31)) % 31] == code[17];
    }
}

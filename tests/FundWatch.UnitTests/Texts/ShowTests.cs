using System.Globalization;
using FundWatch.Host.Texts;

namespace FundWatch.UnitTests.Texts;

public sealed class ShowTests
{
    [Theory]
    [InlineData(1234567.5, "¥1,234,567.50")]
    [InlineData(1000, "¥1,000")]
    [InlineData(0, "¥0")]
    public void Money_has_separators_and_fen_only_where_there_are_any(double yuan, string expected) => Show.Money((decimal)yuan).Should().Be(expected);

    [Theory]
    [InlineData("zh-CN", 9999, "¥9,999")]
    [InlineData("zh-CN", 123456, "¥12.3万")]
    [InlineData("zh-CN", 250000000, "¥2.5亿")]
    [InlineData("en", 123456, "¥123k")]
    [InlineData("en", 2500000, "¥2.5m")]
    public void Short_money_follows_the_language(string culture, decimal yuan, string expected) => In(culture, () => Show.ShortMoney(yuan)).Should().Be(expected);

    [Fact]
    public void Times_are_those_of_Shanghai() =>
        Show.TimeToTheSecond(new DateTimeOffset(2026, 6, 30, 18, 5, 9, TimeSpan.Zero)).Should().Be("2026-07-01 02:05:09");

    [Theory]
    [InlineData("zh-CN", 0.256, "share", "25.6%")]
    [InlineData("zh-CN", 6, "persons", "6 人")]
    [InlineData("en", 6, "persons", "6 persons")]
    [InlineData("zh-CN", 110, "yuan", "¥110")]
    [InlineData("zh-CN", 3, "furlongs", "3 furlongs")]
    public void A_figure_has_its_unit(string culture, decimal value, string unit, string expected) => In(culture, () => Show.WithUnit(value, unit)).Should().Be(expected);

    [Theory]
    [InlineData(1000, 35.5, "¥1,000.00", "¥35.50")]
    [InlineData(1000, 35, "¥1,000", "¥35")]
    [InlineData(1000, 35.001, "¥1,000", "¥35")]
    public void Amounts_below_each_other_have_the_same_decimals(double one, double other, string first, string second)
    {
        decimal[] amounts = [(decimal)one, (decimal)other];
        var fen = Show.HaveFen([.. amounts]);
        amounts.Select(a => Show.Money(a, null, fen)).Should().Equal(first, second);
        amounts.Select(a => Show.WithUnit(a, "yuan", null, fen)).Should().Equal(first, second);
    }

    [Fact]
    public void Nothing_is_a_dash() => new[] { Show.Money(null), Show.Date(null), Show.Time(null), Show.WithUnit(null, "yuan") }.Should().AllBe("—");

    private static string In(string culture, Func<string> show)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return show();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}

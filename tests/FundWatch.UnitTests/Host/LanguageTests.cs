using FundWatch.Host.Cli;

namespace FundWatch.UnitTests.Host;

public class LanguageTests
{
    [Theory]
    [InlineData(new[] { "leads", "--lang", "en" }, "zh_CN.UTF-8", "en")]
    [InlineData(new[] { "leads", "--lang=zh" }, "en_US.UTF-8", "zh")]
    [InlineData(new[] { "leads" }, null, "zh")]
    [InlineData(new[] { "leads" }, "C.UTF-8", "zh")]
    [InlineData(new[] { "leads" }, "POSIX", "zh")]
    [InlineData(new[] { "leads" }, "zh_CN.GB18030", "zh")]
    [InlineData(new[] { "leads" }, "en_GB.UTF-8", "en")]
    [InlineData(new[] { "leads" }, "de_DE", "en")]
    public void The_option_decides_then_the_locale_and_a_bare_machine_speaks_Chinese(string[] args, string? locale, string language) =>
        Language.Decide(args, name => name == "LANG" ? locale : null).Should().Be(language);

    [Fact]
    public void LC_ALL_outranks_LANG() =>
        Language.Decide([], name => name switch { "LC_ALL" => "en_US.UTF-8", "LANG" => "zh_CN.UTF-8", _ => null }).Should().Be("en");

    [Fact]
    public void A_setting_in_the_environment_outranks_the_locale() =>
        Language.Decide([], name => name switch { "FUNDWATCH__Lang" => "en", "LANG" => "zh_CN.UTF-8", _ => null }).Should().Be("en");
}

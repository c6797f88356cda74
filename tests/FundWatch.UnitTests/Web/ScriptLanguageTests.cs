using FundWatch.Host.Texts;
using FundWatch.Host.Web;

namespace FundWatch.UnitTests.Web;

public sealed class ScriptLanguageTests
{
    [Theory]
    [InlineData("en", Words.English)]
    [InlineData("en-US,en;q=0.9", Words.English)]
    [InlineData("zh-Hans-CN", Words.Chinese)]
    [InlineData("zh, en;q=0.5", Words.Chinese)]
    [InlineData("en;q=0.2, zh-TW;q=0.8", Words.Chinese)]
    [InlineData("fr, en;q=0.5", Words.English)]
    [InlineData("en;q=0, zh", Words.Chinese)]
    [InlineData("*", Words.Chinese)]
    [InlineData("fr", null)]
    [InlineData("", null)]
    [InlineData(";;;=", null)]
    public void The_wish_that_is_liked_best_among_ours_decides(string header, string? expected) => ScriptLanguage.Of([header]).Should().Be(expected);
}

using FundWatch.Host.Texts;
using FundWatch.Host.Web;
using Microsoft.AspNetCore.Http;

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

    [Theory]
    [InlineData("/api/v1/leads", "*/*", Words.English)]
    [InlineData("/openapi/v1.json", "application/json", Words.English)]
    [InlineData("/leads", "*/*", null)]
    [InlineData("/api/v1/leads/export", "text/html,application/xhtml+xml,*/*;q=0.8", null)]
    public async Task A_page_and_its_links_do_not_follow_what_the_browser_says_of_itself(string path, string accept, string? expected)
    {
        var context = new DefaultHttpContext { Request = { Path = path, Headers = { Accept = accept, AcceptLanguage = "en-US,en;q=0.9" } } };
        (await new ScriptLanguage().DetermineProviderCultureResult(context))?.Cultures[0].Value.Should().Be(expected);
        ((await new ScriptLanguage().DetermineProviderCultureResult(context)) is null).Should().Be(expected is null);
    }
}

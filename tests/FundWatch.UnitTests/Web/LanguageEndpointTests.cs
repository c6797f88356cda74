using FundWatch.Host.Web;

namespace FundWatch.UnitTests.Web;

public sealed class LanguageEndpointTests
{
    [Theory]
    [InlineData("/leads?stream=reception", "/leads?stream=reception")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("leads", "/")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("/leads\r\nSet-Cookie: a=b", "/")]
    public void A_way_back_stays_on_this_server(string? back, string expected) => LanguageEndpoint.LocalPath(back).Should().Be(expected);
}

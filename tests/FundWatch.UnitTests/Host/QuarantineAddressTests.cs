using FundWatch.Host.Pages.Quarantine;

namespace FundWatch.UnitTests.Host;

public sealed class QuarantineAddressTests
{
    [Theory]
    [InlineData("batch", "abc")]
    [InlineData("batch", "-1")]
    [InlineData("batch", "99999999999999999999")]
    [InlineData("since", "99")]
    [InlineData("since", "2025-13-01")]
    [InlineData("since", "0001-01-01")]
    [InlineData("since", "1899-12-31")]
    [InlineData("since", "9999-12-31")]
    [InlineData("after", "x")]
    [InlineData("row", "x")]
    [InlineData("state", "closed")]
    public void A_filter_that_cannot_be_read_is_no_filter_for_all_rows(string name, string value)
    {
        var address = QuarantineAddress.Of(new Dictionary<string, string?> { [name] = value, ["stream"] = "bid" });
        address.Wrong.Should().Equal($"{name}={value}");
        address.Invoking(a => a.ToFilter()).Should().Throw<InvalidOperationException>();
        address.Query().Should().Be($"?{string.Join('&', new[] { "stream=bid", $"{name}={value}" })}", "whoever mends it sees what they wrote");
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("code")]
    [InlineData("column")]
    [InlineData("file")]
    public void A_text_that_the_store_cannot_hold_is_no_filter(string name)
    {
        var address = QuarantineAddress.Of(new Dictionary<string, string?> { [name] = "a\0b" });
        address.Wrong.Should().Equal($"{name}=a%00b");
        address.Query().Should().Be($"?{name}=a%00b");
    }

    [Fact]
    public void One_that_can_be_read_says_what_it_always_said()
    {
        var address = QuarantineAddress.Of(new Dictionary<string, string?> { ["batch"] = " 12 ", ["since"] = "2025-03-02", ["after"] = "7", ["row"] = "8", ["state"] = "settled", ["code"] = "" });
        address.Wrong.Should().BeEmpty();
        address.Shown.Should().Be(8);
        address.ToFilter().Should().BeEquivalentTo(new { Batch = 12L, Since = new DateTimeOffset(2025, 3, 2, 0, 0, 0, TimeSpan.FromHours(8)), After = 7L, IsSettled = true, Code = (string?)null }, o => o.ExcludingMissingMembers());
        QuarantineAddress.Of(new Dictionary<string, string?> { ["since"] = "1900-01-01" }).Invoking(a => a.ToFilter()).Should().NotThrow();
        QuarantineAddress.Of(new Dictionary<string, string?> { ["state"] = "open" }).Should().Be(new QuarantineAddress());
    }
}

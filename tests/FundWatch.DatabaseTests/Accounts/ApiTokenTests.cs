using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using FundWatch.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FundWatch.DatabaseTests.Accounts;

public sealed class ApiTokenTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private ApiTokenStore Tokens => new(database.Store, _clock);

    private AccountStore Accounts => new(database.Store, new TrailStore(database.Store, _clock), _clock);

    [Fact]
    public async Task A_token_is_its_accounts_until_it_is_revoked_and_both_are_in_the_trail()
    {
        await Accounts.AddAsync("li", "李", Role.DataStaff, "x", "test");
        var (token, text) = (await Tokens.CreateAsync("li", "财政接口", 90, "cli:root"))!.Value;

        (await Tokens.OwnerAsync(text)).Should().Be(("li", Role.DataStaff));
        (await Tokens.ListAsync("li")).Single().LastUsedAt.Should().NotBeNull();
        (await Tokens.RevokeAsync(token.Id, "cli:root")).Should().NotBeNull();
        (await Tokens.RevokeAsync(token.Id, "cli:root")).Should().BeNull("it is revoked already");
        (await Tokens.OwnerAsync(text)).Should().BeNull();
        (await new TrailStore(database.Store, _clock).OfOfficeAsync()).Select(e => (e.Event, e.Actor)).Should().Contain([("token_created", "cli:root"), ("token_revoked", "cli:root")]);
    }

    [Fact]
    public async Task Its_text_is_nowhere_in_the_store()
    {
        await Accounts.AddAsync("zhao", "赵", Role.DataStaff, "x", "test");
        var (_, text) = (await Tokens.CreateAsync("zhao", "x", 1, "test"))!.Value;
        await using var command = database.Owner.CreateCommand("select string_agg(t::text, '') || (select string_agg(e::text, '') from review.trail e) from review.api_token t");
        (await command.ExecuteScalarAsync()).Should().BeOfType<string>().Which.Should().NotContain(text).And.NotContain(text[4..]);
        text.Should().StartWith("fwt_").And.HaveLength(68);
    }

    [Fact]
    public async Task It_expires_and_it_follows_its_account()
    {
        await Accounts.AddAsync("sun", "孙", Role.Auditor, "x", "test");
        var (_, text) = (await Tokens.CreateAsync("sun", "x", 1, "test"))!.Value;
        await Accounts.SetDisabledAsync("sun", true, "test");
        (await Tokens.OwnerAsync(text)).Should().BeNull("the account is disabled");
        await Accounts.SetDisabledAsync("sun", false, "test");
        (await Tokens.OwnerAsync(text)).Should().NotBeNull();
        _clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        (await Tokens.OwnerAsync(text)).Should().BeNull("it has expired");
        (await Tokens.OwnerAsync("fwt_0")).Should().BeNull();
        (await Tokens.CreateAsync("nobody", "x", 1, "test")).Should().BeNull();
    }
}

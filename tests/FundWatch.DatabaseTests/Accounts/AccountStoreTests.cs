using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using FundWatch.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FundWatch.DatabaseTests.Accounts;

public sealed class AccountStoreTests : IClassFixture<TestDatabase>
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 4, 1, 0, 0, TimeSpan.Zero));
    private readonly AccountStore _accounts;
    private readonly TrailStore _trail;

    public AccountStoreTests(TestDatabase database)
    {
        _trail = new TrailStore(database.Store, _clock);
        _accounts = new AccountStore(database.Store, _trail, _clock);
    }

    [Fact]
    public async Task The_right_password_signs_in_and_leaves_an_event()
    {
        await AddAsync("wang");
        (await _accounts.TrySignInAsync("wang", "right")).Account!.Login.Should().Be("wang");
        (await EventsAsync("wang")).Should().StartWith(["sign_in"]);
    }

    [Fact]
    public async Task A_login_that_is_taken_is_not_given_away()
    {
        await AddAsync("li");
        (await _accounts.AddAsync("li", "李", Role.SystemAdmin, "other", "test")).Should().BeNull();
        (await _accounts.TrySignInAsync("li", "other")).Account.Should().BeNull();
    }

    [Fact]
    public async Task An_unknown_login_a_wrong_password_and_a_disabled_account_look_the_same()
    {
        await AddAsync("zhao");
        await AddAsync("qian");
        await _accounts.SetDisabledAsync("qian", true, "test");
        foreach (var (login, password) in new[] { ("nobody", "right"), ("zhao", "wrong"), ("qian", "right") })
        {
            (await _accounts.TrySignInAsync(login, password)).Should().Be(new SignInAttempt(null, null));
        }
    }

    [Fact]
    public async Task A_login_that_nobody_has_closes_as_an_account_does()
    {
        await AddAsync("wei");
        await AddAsync("chu");
        await _accounts.SetDisabledAsync("chu", true, "test");
        for (var i = 0; i < 3 * SignInPolicy.FreeFailures; i++)
        {
            var known = await _accounts.TrySignInAsync("wei", "wrong");
            (await _accounts.TrySignInAsync("nobody-at-all", "wrong")).Should().Be(known);
            (await _accounts.TrySignInAsync("chu", "right")).Should().Be(known);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        (await _accounts.TrySignInAsync("wei", "wrong")).LockedUntil.Should().NotBeNull();
    }

    [Fact]
    public async Task Five_wrong_passwords_close_the_account_even_to_the_right_one_until_the_time_has_passed()
    {
        await AddAsync("sun");
        for (var i = 1; i < SignInPolicy.FreeFailures; i++)
        {
            (await _accounts.TrySignInAsync("sun", "wrong")).LockedUntil.Should().BeNull();
        }

        (await _accounts.TrySignInAsync("sun", "wrong")).LockedUntil.Should().Be(_clock.GetUtcNow().AddMinutes(1));
        (await _accounts.TrySignInAsync("sun", "right")).Account.Should().BeNull();
        (await EventsAsync("sun")).Should().Contain("sign_in_locked");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await _accounts.TrySignInAsync("sun", "right")).Account.Should().NotBeNull();
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_are_counted_each()
    {
        await AddAsync("zhou");
        var attempts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _accounts.TrySignInAsync("zhou", "wrong")));
        attempts.Should().OnlyContain(a => a.Account == null);
        (await _accounts.TrySignInAsync("zhou", "right")).LockedUntil.Should().NotBeNull();
    }

    [Fact]
    public async Task A_new_password_opens_a_closed_account_and_voids_its_sessions()
    {
        var before = await AddAsync("wu");
        for (var i = 0; i < SignInPolicy.FreeFailures; i++)
        {
            await _accounts.TrySignInAsync("wu", "wrong");
        }

        var after = await _accounts.SetPasswordAsync("wu", "fresh", "test");
        after!.Stamp.Should().NotBe(before.Stamp);
        (await _accounts.TrySignInAsync("wu", "fresh")).Account.Should().NotBeNull();
    }

    [Fact]
    public async Task A_session_ends_when_its_account_is_disabled()
    {
        var sessions = new CookieSessions(_accounts, _clock);
        var principal = (await AddAsync("zheng")).ToPrincipal();
        (await sessions.StandsAsync(principal)).Should().BeTrue();
        await _accounts.SetDisabledAsync("zheng", true, "test");
        _clock.Advance(SignInPolicy.Recheck + TimeSpan.FromSeconds(1));
        (await sessions.StandsAsync(principal)).Should().BeFalse();
    }

    [Fact]
    public async Task Without_an_actor_nothing_is_changed()
    {
        var add = () => _accounts.AddAsync("feng", "冯", Role.Auditor, "right", " ");
        await add.Should().ThrowAsync<ArgumentException>();
        (await _accounts.FindAsync("feng")).Should().BeNull();
    }

    private async Task<Account> AddAsync(string login) => (await _accounts.AddAsync(login, login, Role.Auditor, "right", "test"))!;

    private async Task<IEnumerable<string>> EventsAsync(string actor) => (await _trail.OfOfficeAsync()).Where(e => e.Actor == actor).Select(e => e.Event);
}

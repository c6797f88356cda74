using FundWatch.Host.Accounts;

namespace FundWatch.UnitTests.Accounts;

public sealed class UnknownLoginsTests
{
    private static readonly DateTimeOffset _now = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_oldest_is_forgotten_where_there_are_too_many_to_keep()
    {
        var logins = new UnknownLogins();
        for (var i = 1; i < SignInPolicy.FreeFailures; i++)
        {
            logins.Attempt("first", _now).Should().BeNull();
        }

        logins.Attempt("first", _now).Should().Be(_now.AddMinutes(1));
        for (var i = 0; i < UnknownLogins.Most - 1; i++)
        {
            logins.Attempt($"other {i}", _now);
        }

        logins.Attempt("first", _now).Should().NotBeNull("it is the oldest and there is room yet");
        logins.Attempt("one more", _now);
        logins.Attempt("first", _now).Should().BeNull();
    }
}

using FundWatch.Host.Accounts;

namespace FundWatch.UnitTests.Accounts;

public sealed class PasswordsTests
{
    [Fact]
    public void A_password_matches_its_own_hash_only()
    {
        var hash = Passwords.Hash("one");
        Passwords.Matches(hash, "one").Should().BeTrue();
        Passwords.Matches(hash, "One").Should().BeFalse();
    }

    [Fact]
    public void The_same_password_never_has_the_same_hash() => Passwords.Hash("one").Should().NotBe(Passwords.Hash("one"));

    [Fact]
    public void New_passwords_are_long_and_differ()
    {
        var some = Enumerable.Range(0, 50).Select(_ => Passwords.New()).ToList();
        some.Should().OnlyHaveUniqueItems().And.OnlyContain(p => p.Length == 19);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(8, 8)]
    [InlineData(10, 30)]
    [InlineData(1000, 30)]
    public void Each_further_failure_closes_the_account_for_twice_as_long(int failures, int minutes) =>
        SignInPolicy.LockAfter(failures).Should().Be(TimeSpan.FromMinutes(minutes));
}

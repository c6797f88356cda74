using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Accounts;

public sealed class DemoAccountsTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("fundwatch-demo-");
    private readonly AccountStore _accounts = new(database.Store, new TrailStore(database.Store, TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task One_account_per_role_whose_passwords_are_random_remembered_and_private()
    {
        var first = await _accounts.EnsureDemoAccountsAsync(_keys.FullName);
        first.Select(a => a.Role).Should().BeEquivalentTo(Role.All);
        first.Select(a => a.Password).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        (await _accounts.TrySignInAsync(first[0].Login, first[0].Password!)).Account.Should().NotBeNull();

        var again = await _accounts.EnsureDemoAccountsAsync(_keys.FullName);
        again.Should().Equal(first);

        var file = Path.Combine(_keys.FullName, DemoAccounts.FileName);
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        // A person has taken the account over: the remembered password is no longer true, and is not shown.
        await _accounts.SetPasswordAsync(first[0].Login, "mine now", "test");
        (await _accounts.EnsureDemoAccountsAsync(_keys.FullName))[0].Password.Should().BeNull();
        (await _accounts.TrySignInAsync(first[0].Login, "mine now")).Account.Should().NotBeNull();
    }

    public void Dispose() => _keys.Delete(recursive: true);
}

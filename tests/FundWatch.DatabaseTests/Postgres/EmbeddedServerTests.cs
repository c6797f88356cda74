using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Postgres;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Postgres;

public sealed class EmbeddedServerTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"fundwatch-server-{Guid.NewGuid():N}"[..36]);

    private string PidFile => Path.Combine(_directory, "server", "cluster", "postmaster.pid");
    private int ServerPid => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_server_stops_with_its_last_user_and_not_before()
    {
        var first = await OpenAsync();
        var second = await OpenAsync();

        await first.DisposeAsync();
        (await AnswersAsync(second)).Should().BeTrue("another is still using it");

        await second.DisposeAsync();
        File.Exists(PidFile).Should().BeFalse();
    }

    [Fact]
    public async Task A_second_start_finds_the_data_and_applies_no_migration_twice()
    {
        await using (var first = await OpenAsync())
        {
            first.Migrated.Applied.Should().NotBeEmpty();
            await using var command = first.App.CreateCommand("insert into ingest.source (name) values ('kept')");
            await command.ExecuteNonQueryAsync();
        }

        await using var again = await OpenAsync();
        again.Migrated.Applied.Should().BeEmpty();
        await using var count = again.App.CreateCommand("select count(*) from ingest.source where name = 'kept'");
        (await count.ExecuteScalarAsync()).Should().Be(1L);
    }

    [Fact]
    public async Task Two_first_starts_at_once_make_one_store()
    {
        var stores = await Task.WhenAll(OpenAsync(), OpenAsync());
        try
        {
            // Whoever lost the race for the database itself is told so by its name, or by the catalogue's index.
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FundWatchDatabase.MakeAsync(stores[0].Owner, "twin", default)));
            await FundWatchDatabase.MakeAsync(stores[1].Owner, "twin", default);
            (await AnswersAsync(stores[0]) && await AnswersAsync(stores[1])).Should().BeTrue();
        }
        finally
        {
            await stores[0].DisposeAsync();
            await stores[1].DisposeAsync();
        }
    }

    [Fact]
    public async Task After_kill_minus_9_of_the_server_the_next_start_mends_it()
    {
        var first = await OpenAsync();
        await using (var command = first.App.CreateCommand("insert into ingest.source (name) values ('committed before the kill')"))
        {
            await command.ExecuteNonQueryAsync();
        }

        using (var server = Process.GetProcessById(ServerPid))
        {
            server.Kill();
            await server.WaitForExitAsync(); // on a busy machine it still answers for a moment
        }

        await using var next = await OpenAsync();
        await using var count = next.App.CreateCommand("select count(*) from ingest.source where name = 'committed before the kill'");
        (await count.ExecuteScalarAsync()).Should().Be(1L);
        await first.DisposeAsync();
        (await AnswersAsync(next)).Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_was_killed_under_its_user_is_started_again_and_new_connections_are_made()
    {
        await using var store = await OpenAsync();
        (await AnswersAsync(store)).Should().BeTrue();
        using (var server = Process.GetProcessById(ServerPid))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        (await store.AnswersAsync(default)).Should().BeFalse();
        await store.RestartServerAsync(default);

        (await store.AnswersAsync(default)).Should().BeTrue();
        await using var command = store.App.CreateCommand("select 1");
        (await command.ExecuteScalarAsync()).Should().Be(1, "no connection of the killed server is left in the pool");
    }

    [Fact]
    public async Task Another_key_is_refused_and_says_what_to_do()
    {
        await (await OpenAsync()).DisposeAsync();
        var key = Path.Combine(_directory, "keys", "master.key");
        var kept = await File.ReadAllTextAsync(key);
        await File.WriteAllTextAsync(key, Convert.ToBase64String(new byte[32]));
        try
        {
            var open = () => OpenAsync();
            (await open.Should().ThrowAsync<FundWatchSetupException>()).Which.En.Should().Contain("keys/master.key");
        }
        finally
        {
            await File.WriteAllTextAsync(key, kept);
        }

        await using var mended = await OpenAsync();
        (await AnswersAsync(mended)).Should().BeTrue();
    }

    [Fact]
    public async Task A_store_newer_than_the_program_is_refused()
    {
        await using (var store = await OpenAsync())
        {
            await using var command = store.Owner.CreateCommand("insert into public.fundwatch_migration (version, name) values (9999, '9999_from_the_future')");
            await command.ExecuteNonQueryAsync();
        }

        var open = () => OpenAsync();
        (await open.Should().ThrowAsync<FundWatchSetupException>()).Which.En.Should().Contain("9999").And.Contain("Upgrade");
        File.Exists(PidFile).Should().BeFalse("a refused start leaves no server behind");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_said_so()
    {
        var open = () => FundWatchDatabase.OpenAsync(new DatabaseOptions(_directory, "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2"), TimeProvider.System, default);
        (await open.Should().ThrowAsync<FundWatchSetupException>()).Which.En.Should().Contain("--connection");
    }

    [Fact]
    public void A_data_directory_that_cannot_be_written_is_said_so()
    {
        var file = Path.Combine(Path.GetTempPath(), $"fundwatch-file-{Guid.NewGuid():N}");
        File.WriteAllText(file, "not a folder");
        try
        {
            var open = () => DataDirectory.Open(Path.Combine(file, "data"));
            open.Should().Throw<FundWatchSetupException>().Which.En.Should().Contain("--data-dir");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("/proc/no-home", "/proc/no-home/.local/share/fundwatch")]
    [InlineData("no-home", "HOME")]
    public async Task Where_there_is_no_home_the_data_does_not_lie_below_the_current_folder(string home, string named)
    {
        var (code, _, error) = await Host.Program.RunAsync(["migrate"], new Dictionary<string, string?> { ["HOME"] = home, ["XDG_DATA_HOME"] = null });

        code.Should().Be(1, error);
        error.Should().Contain(named).And.Contain("--data-dir");
    }

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private Task<FundWatchDatabase> OpenAsync() => FundWatchDatabase.OpenAsync(new DatabaseOptions(_directory), TimeProvider.System, default);

    private static async Task<bool> AnswersAsync(FundWatchDatabase store)
    {
        NpgsqlConnection.ClearPool(store.App.CreateConnection());
        await using var command = store.App.CreateCommand("select 1");
        return await command.ExecuteScalarAsync() is 1;
    }
}

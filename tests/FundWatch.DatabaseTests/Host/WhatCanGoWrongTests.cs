using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Host;

/// <summary>The world misbehaves; the program says in one line what to do and ends with the promised code.</summary>
public sealed class WhatCanGoWrongTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-host-").FullName;

    [Fact]
    public async Task A_database_that_is_down_is_named_with_the_option_to_check()
    {
        var (code, output, error) = await Program.RunAsync("migrate", "--json", "--data-dir", _folder, "--connection", "Host=127.0.0.1;Port=1;Database=x;Username=y");

        code.Should().Be(1);
        output.Should().BeEmpty();
        error.Should().Contain("cannot be reached").And.Contain("--connection").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("postgresql://someone:secret@127.0.0.1/x?a=b")]
    [InlineData("Port=many;Host=127.0.0.1;Database=x")]
    [InlineData("Host=127.0.0.1")]
    public async Task What_is_no_connection_string_is_answered_with_an_example(string connection)
    {
        var (code, _, error) = await Program.RunAsync("migrate", "--data-dir", _folder, "--connection", connection);

        code.Should().Be(1);
        error.Should().Contain("connection string").And.Contain("Host=").And.NotContain("secret").And.NotContain("Run again with --verbose");
    }

    [Theory]
    [InlineData("wrong", "refused the login")]
    [InlineData(null, "asks for a password")]
    public async Task A_wrong_or_missing_password_is_called_that(string? password, string said)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = password }.ConnectionString;

        var (code, _, error) = await Program.RunAsync("migrate", "--data-dir", database.Store.Directory.Root, "--connection", connection);

        code.Should().Be(1);
        error.Should().Contain(said).And.Contain("--connection");
    }

    [Fact]
    public async Task A_refused_file_in_the_inbox_ends_the_run_with_3()
    {
        var inbox = Path.Combine(database.Store.Directory.Inbox, "broken.csv");
        await File.WriteAllTextAsync(inbox, "nothing,known\n1,2\n");
        File.SetLastWriteTimeUtc(inbox, DateTime.UtcNow.AddHours(-1));

        var (code, output, error) = await Program.RunAsync("run", "scan-inbox", "--json", "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString);

        code.Should().Be(3, error);
        JsonDocument.Parse(output).RootElement.GetProperty("counts").GetProperty("files_refused").GetInt64().Should().Be(1);
    }

    [Theory]
    [InlineData("", 84, null)]
    [InlineData(";Maximum Pool Size=5", 15, true)] // of each of three pools
    [InlineData(";MaxPoolSize=1000", 3_000, false)]
    public async Task The_doctor_holds_what_the_pools_may_take_against_what_the_server_gives(string pool, int most, bool? enough)
    {
        var given = (int)(await database.Owner.CreateCommand("select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int").ExecuteScalarAsync())!;

        var (_, output, _) = await Program.RunAsync(["doctor", "--json", "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString + pool]);

        var check = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "connections");
        check.GetProperty("ok").GetBoolean().Should().Be(enough ?? given > most);
        check.GetProperty("detail").GetString().Should().Contain($"{given}, ").And.MatchRegex($"takes (up to )?{most}\\b");
    }

    [Fact]
    public async Task A_draft_of_a_rule_is_named_by_the_doctor()
    {
        string[] store = ["--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString];
        (await Program.RunAsync(["rules", "new", "OWN-001", "--local", .. store])).ExitCode.Should().Be(0);
        try
        {
            var (code, output, _) = await Program.RunAsync(["doctor", "--json", .. store]);

            code.Should().Be(1);
            var rules = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "rules");
            rules.GetProperty("ok").GetBoolean().Should().BeFalse();
            rules.GetProperty("detail").GetString().Should().Contain("OWN-001.sql:3");
        }
        finally
        {
            Directory.Delete(Path.Combine(database.Store.Directory.Rules, "OWN"), recursive: true);
        }
    }

    [Fact]
    public async Task A_model_of_an_older_feature_file_is_named_by_the_doctor()
    {
        await database.Owner.CreateCommand("""
            insert into model.version (feature_set, name, detector, version, alias, manifest, bytes, sha256, trained_by)
            values ('canteen', 'canteen/ensemble', 'ensemble', 1, 'champion', '{"feature_set": "canteen", "feature_set_version": 1, "feature_set_sha256": "00"}', '', '', 'trainer')
            """).ExecuteNonQueryAsync();
        try
        {
            var (code, output, _) = await Program.RunAsync(["doctor", "--json", "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString]);

            code.Should().Be(1);
            var models = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "models");
            models.GetProperty("ok").GetBoolean().Should().BeFalse();
            models.GetProperty("detail").GetString().Should().Contain("canteen/ensemble@1 was trained on version 1 of canteen, which is now version").And.Contain("Train again");
        }
        finally
        {
            await database.Owner.CreateCommand("delete from model.version where name = 'canteen/ensemble'").ExecuteNonQueryAsync();
        }
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--json", "--format", "csv")]
    [InlineData("--json", "--output", "-")]
    public async Task An_export_with_json_is_one_object_on_standard_output(params string[] options)
    {
        var (code, output, error) = await Program.RunAsync(["leads", "export", .. options, "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString]);

        code.Should().Be(0, error);
        JsonDocument.Parse(output).RootElement.TryGetProperty("leads", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_option_to_change_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (code, _, error) = await Program.RunAsync("demo", "--port", $"{port}", "--data-dir", _folder);

        code.Should().Be(1);
        error.Should().Contain($"Port {port} is in use").And.Contain("--port");
        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty("it says so before any long work");
    }

    [Fact]
    public async Task A_store_newer_than_the_program_is_refused_and_left_alone()
    {
        await ExecuteAsync("insert into public.fundwatch_migration (version, name) values (9999, '9999_from_the_future')");
        try
        {
            var (code, _, error) = await Program.RunAsync("migrate", "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString);

            code.Should().Be(1);
            error.Should().Contain("9999").And.Contain("Upgrade FundWatch");
        }
        finally
        {
            await ExecuteAsync("delete from public.fundwatch_migration where version = 9999");
        }
    }

    [Theory]
    [InlineData("run", "no-such-job")]
    [InlineData("serve", "--urls", "nonsense")]
    [InlineData("work", "--workers", "0")]
    [InlineData("demo", "--port", "99999")]
    public async Task Wrong_usage_ends_with_2(params string[] args) =>
        (await Program.RunAsync([.. args, "--data-dir", _folder])).ExitCode.Should().Be(2);

    [Fact]
    public async Task A_misspelt_setting_is_refused_with_the_name_of_its_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "fundwatch.json"), """{ "Url": "http://127.0.0.1:1" }""");

        var (code, _, error) = await Program.RunAsync("migrate", "--data-dir", _folder);

        code.Should().Be(1);
        error.Should().Contain("fundwatch.json").And.Contain("Url");
    }

    [Fact]
    public async Task A_second_process_works_beside_a_running_one_and_the_last_to_leave_stops_the_server()
    {
        using var worker = Program.Start("work", "--data-dir", _folder);
        (await worker.StandardError.ReadLineAsync()).Should().Contain("running");

        var (code, output, error) = await Program.RunAsync("run", "remind", "--json", "--data-dir", _folder);
        code.Should().Be(0, error);
        JsonDocument.Parse(output).RootElement.GetProperty("status").GetString().Should().Be("done");
        worker.HasExited.Should().BeFalse();
        File.Exists(Postmaster).Should().BeTrue("the worker still uses the server");

        // Not SIGINT: a shell that started the tests in the background has made its children deaf to it.
        using (var stop = Process.Start("kill", ["-TERM", $"{worker.Id}"]))
        {
            await stop.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await worker.WaitForExitAsync(patience.Token);
        worker.ExitCode.Should().Be(0);
        File.Exists(Postmaster).Should().BeFalse("being stopped, it stops everything it started");
    }

    [Fact]
    public async Task A_verb_that_is_stopped_ends_with_130_and_one_object_that_says_so()
    {
        using var verb = Program.Start("ingest", "--from-query", "select pg_sleep(120)::text as id", "--from-connection", database.ConnectionString, "--key", "id", "--json",
            "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString);
        var (output, error) = (verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        await using var command = database.Owner.CreateCommand("select count(*) from pg_stat_activity where query like '%pg_sleep(120)%' and state = 'active' and pid <> pg_backend_pid()");
        await Eventually.HappensAsync(async () => (long)(await command.ExecuteScalarAsync())! > 0);
        using (var stop = Process.Start("kill", ["-TERM", $"{verb.Id}"]))
        {
            await stop.WaitForExitAsync();
        }

        await verb.WaitForExitAsync();
        verb.ExitCode.Should().Be(130, await error);
        JsonDocument.Parse(await output).RootElement.GetProperty("stopped").GetBoolean().Should().BeTrue();
        (await error).Should().Contain("Run the same command again");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Postmaster => Path.Combine(_folder, "server", "cluster", "postmaster.pid");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.IO.Compression;
using System.Text.Json;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Host;

/// <summary>What a person at a terminal reads about files taken in.</summary>
public sealed class IngestTextTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private const string Header = "use_id,application_id,used_on,amount";

    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-text-").FullName;

    [Fact]
    public async Task Columns_that_were_not_used_are_named()
    {
        var path = Write("unused.csv", $"{Header},经办人,收款方户名\nU1,A1,2025-03-01,100,王,甲\n");

        var (_, _, tried) = await RunAsync("ingest", path, "--dry-run");
        tried.Should().Contain("not used").And.Contain("经办人, 收款方户名");
        var (_, _, taken) = await RunAsync("ingest", path);
        taken.Should().Contain("经办人, 收款方户名");
        var (_, shown, _) = await RunAsync("batches", "show", $"{await BatchAsync("unused.csv")}");
        shown.Should().Contain("经办人, 收款方户名");
    }

    [Fact]
    public async Task A_batch_whose_amounts_are_not_in_yuan_says_in_what_they_are()
    {
        var mapping = Write("hk.json", """{"stream": "fund_use", "currency": "HKD", "columns": {"use_id": {"from": "use_id"}, "application_id": {"from": "application_id"}, "used_on": {"from": "used_on"}, "amount": {"from": "amount"}}}""");
        await RunAsync("ingest", Write("hk-uses.csv", $"{Header}\nHK1,A1,2025-03-01,100\n"), "--source", "hk", "--mapping", mapping);
        await RunAsync("ingest", Write("cny-uses.csv", $"{Header}\nCN1,A1,2025-03-01,100\n"));
        var hk = await BatchAsync("hk-uses.csv");

        (await RunAsync("batches", "show", $"{hk}")).Out.Should().Contain("source hk, amounts in HKD, done");
        (await RunAsync("batches", "report", $"{hk}", "--format", "html")).Out.Should().Contain("金额以 HKD 计").And.Contain("amounts in HKD");
        (await RunAsync("batches", "show", $"{await BatchAsync("cny-uses.csv")}")).Out.Should().NotContain("amounts in");

        await using var older = database.Store.Owner.CreateCommand("update ingest.batch set currency = null");
        await older.ExecuteNonQueryAsync();
        (await RunAsync("batches", "show", $"{hk}")).Out.Should().Contain("amounts in HKD", "batches from before they kept it are named by the refusal of a file in another currency too");
    }

    [Fact]
    public async Task A_withdrawn_batch_is_not_said_to_be_in_what_its_source_delivers_now()
    {
        await RunAsync("ingest", Write("was-cny.csv", $"{Header}\nW1,A1,2025-03-01,100\n"), "--source", "changed");
        var withdrawn = await BatchAsync("was-cny.csv");
        (await RunAsync("batches", "withdraw", $"{withdrawn}", "--reason", "wrong file")).ExitCode.Should().Be(0);
        await using var older = database.Store.Owner.CreateCommand("update ingest.batch set currency = null");
        await older.ExecuteNonQueryAsync();
        var mapping = Write("now-hk.json", """{"stream": "fund_use", "currency": "HKD", "columns": {"use_id": {"from": "use_id"}, "application_id": {"from": "application_id"}, "used_on": {"from": "used_on"}, "amount": {"from": "amount"}}}""");
        (await RunAsync("ingest", Write("now-hk.csv", $"{Header}\nW2,A1,2025-03-01,100\n"), "--source", "changed", "--mapping", mapping)).ExitCode.Should().Be(0);

        (await RunAsync("batches", "show", $"{await BatchAsync("now-hk.csv")}")).Out.Should().Contain("source changed, amounts in HKD");
        (await RunAsync("batches", "show", $"{withdrawn}")).Out.Should().Contain("source changed, withdrawn");
    }

    [Fact]
    public async Task What_lies_in_a_zip_is_named_with_it()
    {
        var path = Path.Combine(_folder, "march.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var member = new StreamWriter(zip.CreateEntry("county/part.csv").Open());
            member.Write($"{Header}\nZ1,A1,2025-03-01,100\n");
        }

        (await RunAsync("ingest", path)).Out.Should().Contain("march.zip/county/part.csv");
    }

    [Fact]
    public async Task Rows_that_were_given_up_are_told_from_those_that_stand()
    {
        var path = Write("given-up.csv", $"{Header}\nG1,A1,2025-03-01,100\nG2,A1,2025-03-01,\nG3,A1,2025-03-01,\n");
        await RunAsync("ingest", path);
        await using (var first = database.Store.Owner.CreateCommand("select min(rejected_id) from ingest.rejected_row where file_name = 'given-up.csv'"))
        {
            (await RunAsync("quarantine", "discard", $"{await first.ExecuteScalarAsync()}", "--reason", "trial")).ExitCode.Should().Be(0);
        }

        var (_, _, error) = await RunAsync("ingest", path);
        error.Should().Contain("given-up.csv: of those unchanged, 1 was refused before and given up");
        using var json = JsonDocument.Parse((await RunAsync("ingest", path, "--json")).Out);
        var file = json.RootElement.GetProperty("files")[0];
        (file.GetProperty("unchanged").GetInt64(), file.GetProperty("quarantined").GetInt64(), file.GetProperty("discarded").GetInt64()).Should().Be((2, 1, 1));
    }

    [Fact]
    public async Task Where_nothing_was_given_up_nothing_is_said_to_have_been()
    {
        var (code, output, error) = await RunAsync("quarantine", "discard", "999999", "--reason", "trial");
        code.Should().Be(1);
        output.Should().Contain("No row to give up").And.NotContain("given up");
        error.Should().Contain("999999");
    }

    [Fact]
    public async Task A_dry_run_shows_the_rows_that_it_would_refuse_and_its_report()
    {
        var bad = string.Concat(Enumerable.Range(1, 24).Select(i => $"T{i},A1,2025-13-{i:00},100\n"));
        var path = Write("tried.csv", $"{Header}\nT0,A1,2025-03-01,100\nT0,A1,2025-03-01,200\n{bad}T99,A1,2025-03-01,\n");

        var (code, output, error) = await RunAsync("ingest", path, "--dry-run", "--report");
        code.Should().Be(3);
        error.Should().Contain("26 rows would go into quarantine, the first 20 of them").And.NotContain("quarantine list");
        output.Should().Contain("tried.csv:3").And.Contain("T0").And.Contain("tried.csv:4").And.Contain("2025-13-01").And.NotContain("tried.csv:23")
            .And.Contain("the other 6 rows: no date (bad_date) 5; required and empty (missing_value) 1").And.Contain("min · median · max");

        using var json = JsonDocument.Parse((await RunAsync("ingest", path, "--dry-run", "--json")).Out);
        var file = json.RootElement.GetProperty("files")[0];
        var first = file.GetProperty("refused_rows")[0];
        file.GetProperty("refused_rows").GetArrayLength().Should().Be(20);
        (first.GetProperty("file").GetString(), first.GetProperty("line").GetInt64(), first.GetProperty("column").GetString(), first.GetProperty("code").GetString()).Should().Be(("tried.csv", 3, "use_id", "duplicate_key"));
        first.GetProperty("message").GetString().Should().Contain("T0");
        file.GetProperty("refused_codes").GetProperty("bad_date").GetInt64().Should().Be(24);
        (await RunAsync("quarantine", "list", "--file", "tried.csv")).Out.Should().Contain("No row in quarantine matches");
    }

    [Fact]
    public async Task A_batch_names_the_archive_that_its_file_lay_in()
    {
        var path = Path.Combine(_folder, "april.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var member = new StreamWriter(zip.CreateEntry("county/april-part.csv").Open());
            member.Write($"{Header}\nY1,A1,2025-03-01,100\n");
        }

        await RunAsync("ingest", path);
        (await RunAsync("batches", "list")).Out.Should().Contain("april.zip!county/april-part.csv");
        using var json = JsonDocument.Parse((await RunAsync("batches", "list", "--json")).Out);
        var batch = json.RootElement.GetProperty("batches").EnumerateArray().First(b => b.GetProperty("file_name").GetString() == "april-part.csv");
        batch.GetProperty("archive").GetString().Should().Be("april.zip");
    }

    [Fact]
    public async Task A_mended_file_says_how_many_refused_rows_it_settles_and_a_late_sheet_which_it_did_not_replace()
    {
        const string bad = "M1,A1,2025-03-01,\nM2,A1,2025-03-01,\n";
        var path = Write("mended.csv", $"{Header}\n{bad}");
        await RunAsync("ingest", path);
        var sheet = Path.Combine(_folder, "sheet.csv");
        await RunAsync("quarantine", "export", "--file", "mended.csv", "--output", sheet);
        Write("mended.csv", $"{Header}\n{bad.Replace(",\n", ",5\n")}");

        var (_, _, error) = await RunAsync("ingest", path);
        error.Should().Contain("mended.csv: 2 rows that were refused before came in with this file and are no longer waiting");
        (await RunAsync("batches", "show", $"{await BatchAsync("mended.csv", last: true)}")).Out.Should().Contain("it took in 2 rows that had been refused before");
        (await RunAsync("quarantine", "list", "--file", "mended.csv")).Out.Should().Contain("No row in quarantine matches");
        using var settled = JsonDocument.Parse((await RunAsync("quarantine", "list", "--file", "mended.csv", "--settled", "--json")).Out);
        var rows = settled.RootElement.GetProperty("rows");
        rows.GetArrayLength().Should().Be(2);
        rows[0].GetProperty("status").GetString().Should().Be("settled");
        (await RunAsync("quarantine", "show", $"{rows[0].GetProperty("id").GetInt64()}")).Out.Should().Contain($"settled: batch {rows[0].GetProperty("settled_in").GetInt64()} has loaded its key since");

        using var shown = JsonDocument.Parse((await RunAsync("quarantine", "show", $"{rows[0].GetProperty("id").GetInt64()}", "--json")).Out);
        var row = shown.RootElement.GetProperty("rows")[0];
        (row.GetProperty("status").GetString(), row.GetProperty("raw").GetString(), row.GetProperty("cells")[0].GetProperty("value").GetString()).Should().Be(("settled", "M1,A1,2025-03-01,", "M1"), "show is of any row, open or not");
        var (usage, _, why) = await RunAsync("quarantine", "retry", sheet, "--mapping", "gla-payments");
        usage.Should().Be(2);
        why.Should().Contain("neither --mapping nor a choice of rows");

        File.WriteAllText(sheet, File.ReadAllText(sheet).Replace("2025-03-01,,", "2025-03-01,7,"));
        var (code, _, late) = await RunAsync("quarantine", "retry", sheet);
        code.Should().Be(3);
        late.Should().Contain("The key of 2 of them has been loaded by a later file").And.Contain("fundwatch quarantine retry --code loaded_since");
        (await RunAsync("quarantine", "retry", "--file", "mended.csv")).Error.Should().Contain("2 more have the key of another row").And.Contain("loaded_since (a later file has loaded the key)");
        (await RunAsync("quarantine", "retry", "--code", "loaded_since")).Out.Should().Contain("2 updated");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] args) =>
        Program.RunAsync([.. args, "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<long> BatchAsync(string file, bool last = false)
    {
        await using var find = database.Store.Owner.CreateCommand($"select {(last ? "max" : "min")}(batch_id) from ingest.batch where file_name = $1");
        find.Parameters.AddWithValue(file);
        return (long)(await find.ExecuteScalarAsync())!;
    }
}

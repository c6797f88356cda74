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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] args) =>
        Program.RunAsync([.. args, "--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<long> BatchAsync(string file)
    {
        await using var find = database.Store.Owner.CreateCommand("select batch_id from ingest.batch where file_name = $1");
        find.Parameters.AddWithValue(file);
        return (long)(await find.ExecuteScalarAsync())!;
    }
}

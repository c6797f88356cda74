using System.Text.Json;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Host;

/// <summary>Verbs as a person meets them: what they say and how they end.</summary>
public sealed class CommandTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-command-").FullName;

    private string[] Store => ["--data-dir", database.Store.Directory.Root, "--connection", database.ConnectionString];

    [Fact]
    public async Task After_an_ingest_names_without_a_code_have_been_looked_up()
    {
        await WriteAsync("organisation.csv", "单位代码,单位名称,行政区划代码\n114314021000001129,岚溪区卫生健康局,431402\n11431402100000227F,岚溪区教育局,431402\n");
        await WriteAsync("reception.csv", "单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额\nN1,11431402100000227F,岚溪区教育局,431402,2025-03-02,岚溪区　卫生健康局,431402,2,100,100\n");

        var (code, _, error) = await Program.RunAsync(["ingest", _folder, "--source", "names", "--json", .. Store]);
        code.Should().Be(0, error);

        var (_, listed, _) = await Program.RunAsync(["names", "list", "--json", .. Store]);
        JsonDocument.Parse(listed).RootElement.GetProperty("links").EnumerateArray()
            .Should().ContainSingle(l => l.GetProperty("source").GetString() == "names" && l.GetProperty("code").GetString() == "114314021000001129" && l.GetProperty("state").GetString() == "confirmed");
    }

    [Fact]
    public async Task A_folder_without_files_is_called_that_with_what_can_be_read()
    {
        var (code, output, error) = await Program.RunAsync(["ingest", _folder, .. Store]);

        code.Should().Be(0, error);
        output.Should().NotContain("total");
        error.Should().Contain($"No file was found in {_folder}").And.Contain("XLSX");
    }

    [Fact]
    public async Task A_row_that_is_not_open_is_not_said_to_be_given_up()
    {
        var (code, output, error) = await Program.RunAsync(["quarantine", "discard", "987654", "--reason", "test", "--json", .. Store]);

        code.Should().Be(1, output);
        error.Should().Contain("Not open in quarantine").And.Contain("987654");
        JsonDocument.Parse(output).RootElement.GetProperty("not_open")[0].GetInt64().Should().Be(987654);
    }

    [Fact]
    public async Task A_model_that_there_is_not_is_not_said_to_lack_an_earlier_champion()
    {
        var (code, _, error) = await Program.RunAsync(["models", "rollback", "nope", .. Store]);

        code.Should().Be(1);
        error.Should().Contain("There is no model \"nope\"");
    }

    [Fact]
    public async Task Look_alikes_are_no_answer_sheet()
    {
        const string Header = "scheme_kind,scheme_id,stream,natural_key,subject_kind,subject_code,note\n";
        var lookalikes = await WriteAsync("lookalikes.csv", Header + "remote_schools,remote_schools-001,meal_purchase,CG1,organisation,A,x\n");
        var other = await WriteAsync("other.csv", "a,b,c,d,e,f,g\n");

        (await Program.RunAsync(["evaluate", lookalikes, .. Store])).Should().Match<(int ExitCode, string, string Error)>(r => r.ExitCode == 1 && r.Error.Contains("truth.csv beside it"));
        (await Program.RunAsync(["evaluate", other, .. Store])).Should().Match<(int ExitCode, string, string Error)>(r => r.ExitCode == 1 && r.Error.Contains("not an answer sheet"));
        (await Program.RunAsync(["evaluate", await WriteAsync("truth.csv", Header), .. Store])).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Scoring_names_each_rule_and_all_five_states()
    {
        await WriteAsync("reception.csv", "单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额\nS1,11431402100000227F,岚溪区教育局,431402,2025-03-02,某某公司,431402,2,100,100\n");
        (await Program.RunAsync(["ingest", _folder, "--source", "score", .. Store])).ExitCode.Should().Be(0);

        var (_, output, error) = await Program.RunAsync(["score", .. Store]);

        output.Should().Contain("not applicable", error).And.Contain(" error ").And.Contain("REC-001  ");
        output.Split('\n').Single(line => line.Contains("REC-001 ", StringComparison.Ordinal)).Should().MatchRegex("REC-001 +[A-Z][a-z]+ [a-z]+");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=u;Password=p", "cannot be reached")]
    [InlineData(null, "no database 'no_such_thing'")]
    public async Task A_query_whose_database_is_not_there_has_done_nothing_and_ends_with_1(string? connection, string words)
    {
        connection ??= new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "no_such_thing" }.ConnectionString;
        var (code, _, error) = await Program.RunAsync(["ingest", "--from-query", "select 1 as id", "--from-connection", connection, "--key", "id", .. Store]);

        code.Should().Be(1, error);
        error.Should().Contain(words).And.Contain("--from-connection");
        error.Split("/query-").Should().HaveCountLessThan(3, "one query is named once");
    }

    [Fact]
    public async Task What_a_query_lacks_is_named_option_by_option()
    {
        (await Program.RunAsync("ingest", "--from-query", "select 1", "--from-connection", "Host=x")).Should().Match<(int ExitCode, string, string Error)>(r => r.ExitCode == 2 && r.Error.Contains("also needs --key."));
        (await Program.RunAsync("ingest", "--key", "id")).Should().Match<(int ExitCode, string, string Error)>(r => r.ExitCode == 2 && r.Error.Contains("also needs --from-query and --from-connection."));
        (await Program.RunAsync("ingest", "a.csv", "--from-query", "select 1")).Should().Match<(int ExitCode, string, string Error)>(r => r.ExitCode == 2 && r.Error.Contains("a.csv"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}

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

    [Fact]
    public async Task A_record_out_of_a_workbook_is_shown_with_its_sheet()
    {
        var rows = new[] { "单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额", "SH1,11431402100000227F,岚溪区教育局,431402,2025-03-02,邻县教育局,431402,2,100,100" };
        await File.WriteAllBytesAsync(Path.Combine(_folder, "book.xlsx"), XlsxFile.MakeSheets([("三月", string.Concat(rows.Select((r, i) => $"<row r=\"{i + 1}\">" + string.Concat(r.Split(',').Select((c, column) => XlsxFile.Text(column, i + 1, c))) + "</row>")))]));
        (await Program.RunAsync(["ingest", Path.Combine(_folder, "book.xlsx"), "--source", "book", .. Store])).ExitCode.Should().Be(0);

        var (code, output, error) = await Program.RunAsync(["records", "show", "reception:SH1", .. Store]);

        code.Should().Be(0, error);
        output.Should().Contain("book.xlsx!三月 line 2");
    }

    [Theory]
    [InlineData()]
    [InlineData("--json")]
    public async Task A_refused_row_that_there_is_not_ends_with_1(params string[] options)
    {
        var (code, _, error) = await Program.RunAsync(["quarantine", "show", "987654", .. options, .. Store]);

        code.Should().Be(1);
        error.Should().Contain("There is no refused row 987654").And.Contain("quarantine list");
    }

    [Theory]
    [InlineData()]
    [InlineData("--json")]
    public async Task Whoever_names_no_refused_row_to_show_is_asked_for_one(params string[] options)
    {
        var (code, output, error) = await Program.RunAsync(["quarantine", "show", .. options, .. Store]);

        code.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().Contain("ID");
    }

    [Fact]
    public async Task Who_saves_a_mapping_under_a_name_of_the_programs_is_told_that_it_hides_that_and_how_to_have_it_back()
    {
        var (_, body, _) = await Program.RunAsync(["mappings", "show", "gla-payments", .. Store]);
        var file = await WriteAsync("own.json", body);

        (await Program.RunAsync(["mappings", "save", "own-payments", file, .. Store])).Error.Should().NotContain("of the program");
        var (refused, _, why) = await Program.RunAsync(["mappings", "save", "gla-payments", file, .. Store]);
        (refused, why).Should().Match<(int Code, string Error)>(r => r.Code == 1 && r.Error.Contains("--replace"), "nobody takes the program's name by accident");
        var (code, _, error) = await Program.RunAsync(["mappings", "save", "gla-payments", file, "--replace", .. Store]);
        code.Should().Be(0, error);
        error.Should().Contain("A mapping of the program is called 'gla-payments' too").And.Contain("fundwatch mappings remove gla-payments");
        (await Program.RunAsync(["mappings", "remove", "gla-payments", .. Store])).ExitCode.Should().Be(0);
        (await Program.RunAsync(["mappings", "show", "gla-payments", .. Store])).Error.Should().Contain("A mapping of the program");
    }

    [Fact]
    public async Task A_rule_of_ones_own_takes_no_id_of_the_programs()
    {
        var (code, _, error) = await Program.RunAsync(["rules", "new", "REC-001", .. Store]);

        code.Should().Be(1, error);
        error.Should().Contain("REC-001 is a rule of the program");
        Directory.Exists(Path.Combine(database.Store.Directory.Rules, "REC")).Should().BeFalse();
        (await Program.RunAsync(["rules", "list", .. Store])).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("{\"Urlz\": \"http://127.0.0.1:1\"}", "Urlz in", "Known: DataDir, ConnectionStrings")]
    [InlineData("{\"Workers\": \"many\"}", "Workers in", "must be a whole number from 1 on, not 'many'")]
    [InlineData("{\"Workers\": 2,,}", "fundwatch.json is not valid JSON", "near line 1")]
    [InlineData("{\"ConnectionStrings\": \"Host=x\"}", "ConnectionStrings in", "An example: {")]
    public async Task Settings_that_cannot_be_read_are_one_point_of_the_examination_and_said_in_our_own_words(string json, params string[] said)
    {
        await WriteAsync("fundwatch.json", json);
        var (code, output, error) = await Program.RunAsync("doctor", "--json", "--data-dir", _folder);

        code.Should().Be(1, error);
        var checks = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c);
        checks["settings"].GetProperty("ok").GetBoolean().Should().BeFalse();
        checks["settings"].GetProperty("detail").GetString().Should().ContainAll(said).And.NotContain("ErrorOnUnknownConfiguration").And.NotContain("System.");
        checks["disk"].GetProperty("ok").GetBoolean().Should().BeTrue();
        checks["data_directory"].GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task The_disk_of_a_data_directory_that_cannot_be_made_is_looked_at_all_the_same()
    {
        var (_, output, _) = await Program.RunAsync("doctor", "--json", "--data-dir", Path.Combine(await WriteAsync("file.txt", "x"), "below"));

        var checks = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c);
        checks["data_directory"].GetProperty("ok").GetBoolean().Should().BeFalse();
        checks["disk"].GetProperty("detail").GetString().Should().NotContain("drive");
        checks["disk"].GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}

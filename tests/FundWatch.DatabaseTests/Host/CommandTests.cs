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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}

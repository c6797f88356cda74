using FundWatch.Core.Records;

namespace FundWatch.UnitTests.Samples;

public sealed class SmallSetTests
{
    private static readonly string _folder = Folder();

    public static TheoryData<string> Streams => [.. RecordStreams.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Each_stream_has_a_file_with_the_contracts_headers_and_few_rows(string stream)
    {
        var layout = RecordStreams.Get(stream);
        var lines = File.ReadAllLines(Path.Combine(_folder, layout.ChineseName + ".csv"));

        lines[0].Split(',').Should().Equal(layout.Columns.Select(c => c.ChineseHeader));
        lines.Should().HaveCountGreaterThan(1).And.HaveCountLessThan(22);
        lines.Skip(1).Should().OnlyContain(l => l.Split(',', StringSplitOptions.None).Length == layout.Columns.Count);
    }

    [Theory]
    [InlineData("REC-001")]
    [InlineData("PRO-001")]
    [InlineData("COL-001")]
    [InlineData("SUB-001")]
    [InlineData("SCH-003")]
    public void The_page_says_which_rule_should_speak(string rule) => File.ReadAllText(Path.Combine(_folder, "..", "README.md")).Should().Contain(rule);

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "data-samples", "small");
    }
}

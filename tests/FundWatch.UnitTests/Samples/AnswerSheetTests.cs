using FundWatch.Samples.Schemes;

namespace FundWatch.UnitTests.Samples;

[Collection("planted prefecture")]
public sealed class AnswerSheetTests(PlantedPrefecture planted)
{
    private static readonly string[] _columns = ["scheme_kind", "scheme_id", "stream", "natural_key", "subject_kind", "subject_code", "note"];

    [Fact]
    public void Every_kind_is_planted_several_times()
    {
        var kinds = StoryKind.All().Where(k => k.IsScheme).ToList();

        planted.Report.Schemes.Keys.Should().BeEquivalentTo(kinds.Select(k => k.Kind));
        planted.Report.Schemes.Values.Should().OnlyContain(n => n >= 4);
        planted.Report.Lookalikes.Keys.Should().BeEquivalentTo(StoryKind.All().Where(k => !k.IsScheme).Select(k => k.Kind));
    }

    [Theory]
    [InlineData("truth.csv")]
    [InlineData("lookalikes.csv")]
    public void Every_line_names_a_row_that_exists(string file)
    {
        var lines = Lines(file);

        foreach (var stream in lines.GroupBy(l => l[2]))
        {
            var keys = planted.Rows(stream.Key).Select(r => r.Key).ToHashSet();
            stream.Should().OnlyContain(l => keys.Contains(l[3]), stream.Key);
        }

        lines.Should().OnlyContain(l => l.Length == _columns.Length && l[5].Length > 0);
    }

    [Fact]
    public void Subjects_are_those_of_the_rows()
    {
        var projects = planted.Rows("project").Select(r => r.Key).ToHashSet();
        var applications = planted.Rows("subsidy").Select(r => r.Key).ToHashSet();
        var companies = planted.Rows("company").Select(r => r["company_code"]).ToHashSet();
        var organisations = planted.Rows("organisation").Select(r => r["org_code"])
            .Concat(planted.Rows("canteen_payment").Select(r => r["canteen_code"])).ToHashSet();

        Lines("truth.csv").Should().OnlyContain(l => l[4] == "project" ? projects.Contains(l[5])
            : l[4] == "application" ? applications.Contains(l[5])
            : l[4] == "company" ? companies.Contains(l[5])
            : organisations.Contains(l[5]));
    }

    [Fact]
    public void Planted_rows_are_few_and_fit_into_a_queue_of_leads()
    {
        var lines = Lines("truth.csv");

        // A reviewer's first five hundred leads have room for all of them, with room to spare.
        lines.Select(l => (l[0], l[5])).Distinct().Should().HaveCountLessThan(430);
        lines.GroupBy(l => l[1]).Select(g => g.Count()).Should().OnlyContain(n => n >= 1);
        lines.Select(l => l[3]).Distinct().Count().Should().BeLessThan((int)(planted.Report.EventRows / 10));
    }

    [Fact]
    public void Every_event_stream_has_planted_rows()
    {
        Lines("truth.csv").Select(l => l[2]).Distinct().Should().BeEquivalentTo(
            "reception", "canteen_payment", "subsidy", "fund_use", "project", "bid", "project_event", "meal_purchase");
    }

    private List<string[]> Lines(string file)
    {
        var lines = File.ReadLines(Path.Combine(planted.Root, file)).Select(l => l.Split(',')).ToList();
        lines[0].Should().Equal(_columns);
        return lines.Skip(1).ToList();
    }
}

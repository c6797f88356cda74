using FundWatch.Samples.Schemes;

namespace FundWatch.UnitTests.Samples;

/// <summary>What the answer sheet of a small prefecture says was planted is in its data.</summary>
public sealed class SmallPrefectureTests
{
    [Theory]
    [InlineData(1_000, 20260101)]
    [InlineData(20_000, 20260101)]
    [InlineData(20_000, 424242)]
    public void One_project_for_several_departments_has_several_departments(int rows, int seed)
    {
        using var small = new SampleFolder(rows, seed);

        var departments = small.Rows("subsidy").ToDictionary(r => r.Key, r => r["department_code"]);
        var stories = Planted(small).Where(l => l[0] == "same_project_several_departments").GroupBy(l => l[1]).ToList();
        stories.Should().NotBeEmpty().And.OnlyContain(story => story.Count() >= 2 && story.Select(l => departments[l[3]]).Distinct().Count() == story.Count());
    }

    [Theory]
    [InlineData(20_000, 20260101)]
    [InlineData(20_000, 424242)]
    public void Every_story_that_is_told_leaves_its_rows(int rows, int seed)
    {
        using var small = new SampleFolder(rows, seed);

        small.Report.Schemes.Should().BeEquivalentTo(StoryKind.All().Where(k => k.IsScheme).ToDictionary(k => k.Kind, k => Math.Max(1, (int)Math.Round(k.Count * Math.Sqrt(rows / 100_000.0)))));
    }

    [Fact]
    public void Food_for_people_who_are_not_there_is_not_bought_in_the_holidays()
    {
        using var small = new SampleFolder(20_000, 424242);

        var months = small.Rows("meal_purchase").ToDictionary(r => r.Key, r => (r.Date("purchased_on").Year, r.Date("purchased_on").Month));
        Planted(small).Where(l => l[0] == "purchases_without_diners").GroupBy(l => l[1])
            .Should().OnlyContain(story => story.Select(l => months[l[3]]).Distinct().Count() >= 2);
    }

    private static IEnumerable<string[]> Planted(SampleFolder folder) => File.ReadLines(Path.Combine(folder.Root, "truth.csv")).Skip(1).Select(l => l.Split(','));
}

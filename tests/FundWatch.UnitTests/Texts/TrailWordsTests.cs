using FundWatch.Core.Trail;
using FundWatch.Host.Pages.Leads;

namespace FundWatch.UnitTests.Texts;

public sealed class TrailWordsTests
{
    [Fact]
    public void What_an_event_carries_is_told_in_words_also_within_lists() =>
        TrailWords.Payload("""{"batch": 56, "files": [{"file": "a.csv", "batch": 56}], "removed": 6, "note": null}""").Should().Be("批次 56 · 文件 (文件 a.csv, 批次 56) · 移出行 6");

    [Theory]
    [InlineData("{\"filter\": {}, \"format\": \"csv\"}", "筛选 全部 · 格式 csv")]
    [InlineData("{\"filter\": {\"batch\": null}, \"format\": \"csv\"}", "筛选 全部 · 格式 csv")]
    [InlineData("{\"filter\": {\"batch\": 5}, \"format\": \"csv\"}", "筛选 (批次 5) · 格式 csv")]
    public void An_export_of_everything_says_so(string payload, string expected) => TrailWords.Payload(payload).Should().Be(expected);

    [Theory]
    [InlineData("system", "已撤回 / withdrawn", false, "已撤回")]
    [InlineData("system", "已撤回 / withdrawn", true, "withdrawn")]
    [InlineData("system", "已撤回", true, "已撤回")]
    [InlineData("wang", "甲 / 乙", false, "甲 / 乙")]
    public void The_programs_own_notes_are_shown_in_one_language_and_a_persons_as_written(string actor, string note, bool english, string expected) =>
        TrailEvents.Note(new TrailEvent(1, 1, 1, "evidence_gone", actor, DateTimeOffset.UnixEpoch, null, null, note, "{}", [], []), english).Should().Be(expected);
}

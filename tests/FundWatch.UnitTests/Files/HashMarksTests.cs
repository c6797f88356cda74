using FundWatch.Data.Files.Ocds;

namespace FundWatch.UnitTests.Files;

public sealed class HashMarksTests
{
    [Fact]
    public void What_was_added_is_known_and_hardly_anything_else_is()
    {
        var (marks, random) = (new HashMarks(), new Random(7));
        var hashes = Enumerable.Range(0, 250_000).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).ToList();
        hashes.Count(h => !marks.Add(h)).Should().BeLessThan(5);
        hashes.Should().OnlyContain(h => marks.MayHave(h));
        hashes.Take(1_000).Should().OnlyContain(h => !marks.Add(h));
        Enumerable.Range(0, 100_000).Count(_ => marks.MayHave((ulong)random.NextInt64(long.MinValue, long.MaxValue))).Should().BeLessThan(5);
    }
}

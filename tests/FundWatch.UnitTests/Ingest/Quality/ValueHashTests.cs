using System.Text;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class ValueHashTests
{
    [Fact]
    public void Values_that_differ_in_length_or_in_a_digit_are_told_apart()
    {
        var values = Enumerable.Range(0, 100_000).SelectMany(i => new[] { $"{i}", $"C{i}", $"食堂{i}", new string('0', i % 40 + 1) }).Distinct().ToList();
        values.Select(v => ValueHash.Of(Encoding.UTF8.GetBytes(v))).Distinct().Should().HaveCount(values.Count);
    }
}

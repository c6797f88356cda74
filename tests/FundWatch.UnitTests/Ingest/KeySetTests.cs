using FundWatch.Data.Ingest.Loading;

namespace FundWatch.UnitTests.Ingest;

public sealed class KeySetTests
{
    [Theory]
    [InlineData(0, 40_000)]
    [InlineData(900_000, 1_700_000)] // of the size that asks for large pages, and grows beyond it
    public void A_key_is_new_once(long expected, int keys)
    {
        var set = new KeySet(expected);
        var random = new Random(1);
        var hashes = Enumerable.Range(0, keys).Select(_ => (ulong)random.NextInt64() << 1 | 1).Distinct().ToArray();
        hashes.Count(set.Add).Should().Be(hashes.Length);
        hashes.Count(set.Add).Should().Be(0);
        hashes.Count(set.Contains).Should().Be(hashes.Length);
        hashes.Count(h => set.Contains(h + 1)).Should().Be(0);
        set.Clear();
        hashes.Count(set.Contains).Should().Be(0);
        set.Add(hashes[0]).Should().BeTrue();
    }
}

using System.Runtime.InteropServices;
using FundWatch.Data.Ingest.Loading.Known;

namespace FundWatch.UnitTests.Ingest.Loading;

public sealed class KnownOrderTests
{
    private static readonly ulong[] _file = [.. Enumerable.Range(1, 100_000).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];

    [Fact]
    public void Rows_in_their_order_are_found_and_changed_and_new_ones_are_not()
    {
        var order = Order();
        var found = _file.Select((hash, i) => order.Follows(i % 100 == 7 ? (ulong)i : hash)).ToList();
        found.Count(f => f).Should().Be(99_000);
        Enumerable.Range(0, 100_000).Where(i => !found[i]).Should().OnlyContain(i => i % 100 == 7);
        order.Follows(5).Should().BeFalse("the file has become longer");
        order.IsLost.Should().BeFalse();
    }

    [Fact]
    public void Behind_a_gap_the_order_is_found_again()
    {
        var order = Order();
        foreach (var hash in _file[..10_000])
        {
            order.Follows(hash);
        }

        _file[70_000..].Count(order.Follows).Should().BeInRange(29_990, 30_000);
        order.IsLost.Should().BeFalse();
    }

    [Fact]
    public void Rows_in_another_order_are_not_followed()
    {
        var order = Order();
        foreach (var hash in _file.Reverse())
        {
            order.Follows(hash);
        }

        order.IsLost.Should().BeTrue();
        order.TakeAll().SelectMany(b => b.Hashes.ToArray()).Should().Equal(_file, "nothing was dropped yet");
    }

    private static KnownOrder Order()
    {
        var order = new KnownOrder();
        foreach (var block in _file.Chunk(3_000))
        {
            order.Add(new KnownChunk(MemoryMarshal.AsBytes<ulong>(block), default), 1_000_000);
        }

        return order;
    }
}

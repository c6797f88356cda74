using System.Text;
using FundWatch.Data.Files.Parquet;
using Snappier;

namespace FundWatch.UnitTests.Files;

/// <summary>Our unpacking does what the library's does, and refuses what it refuses and a little more.</summary>
public sealed class SnappyBlockTests
{
    [Fact]
    public void What_the_library_packs_is_unpacked_to_the_last_byte()
    {
        var random = new Random(7);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = Bytes(random, random.Next(i < 2_900 ? 400 : 200_000));
            var to = new byte[bytes.Length];
            SnappyBlock.Decompress(Snappy.CompressToArray(bytes), to).Should().Be(bytes.Length);
            to.AsSpan().SequenceEqual(bytes).Should().BeTrue($"block {i} of {bytes.Length} bytes");
        }
    }

    [Fact]
    public void A_damaged_block_is_refused_or_unpacks_as_with_the_library_and_nothing_is_written_beside_it()
    {
        var random = new Random(20251127);
        var (refused, read, stricter) = (0, 0, 0);
        for (var i = 0; i < 40_000; i++)
        {
            var length = random.Next(1, 300);
            var packed = Snappy.CompressToArray(Bytes(random, length)).ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                switch (random.Next(4))
                {
                    case 0: packed.RemoveAt(random.Next(packed.Count)); break;
                    case 1: packed.Insert(random.Next(packed.Count), (byte)random.Next(256)); break;
                    default: packed[random.Next(packed.Count)] = (byte)random.Next(256); break;
                }

                if (packed.Count == 0)
                {
                    break;
                }
            }

            // Bytes around the target tell whether it was left.
            var room = new byte[length + 128];
            Array.Fill(room, (byte)0xA5);
            var expected = new byte[length];
            var ours = Unpack(() => SnappyBlock.Decompress(packed.ToArray(), room.AsSpan(64, length)));
            var theirs = Unpack(() => Snappy.Decompress(packed.ToArray(), expected));
            room.AsSpan(0, 64).IndexOfAnyExcept((byte)0xA5).Should().Be(-1);
            room.AsSpan(64 + length).IndexOfAnyExcept((byte)0xA5).Should().Be(-1);
            var what = Convert.ToHexString(packed.ToArray());
            if (ours != length && theirs == length)
            {
                // The library overlooks what follows the last byte that is needed, and an end that would write more.
                stricter++;
                continue;
            }

            (ours == length).Should().Be(theirs == length, what);
            if (ours == length)
            {
                room.AsSpan(64, length).SequenceEqual(expected).Should().BeTrue(what);
                read++;
            }
            else
            {
                refused++;
            }
        }

        refused.Should().BeGreaterThan(4_000);
        read.Should().BeGreaterThan(4_000);
        stricter.Should().BeLessThan(8_000);
    }

    [Theory]
    [InlineData("")] // no length
    [InlineData("8080808010")] // a length beyond 32 bits
    [InlineData("FFFFFFFFFF")]
    [InlineData("04")] // nothing but a length
    [InlineData("040C6162")] // a literal that breaks off
    [InlineData("04F0")] // its length breaks off
    [InlineData("04FCFFFFFFFF61626364")] // a literal of 4 GB
    [InlineData("0400610900")] // a copy from nowhere
    [InlineData("0400610905")] // a copy from before the beginning
    [InlineData("04006109")] // its place breaks off
    [InlineData("0400611D01")] // a copy beyond the end
    [InlineData("0400610B0100")]
    [InlineData("040061FFFFFFFFFF")]
    public void Each_kind_of_damage_is_refused(string packed)
    {
        var unpack = () => SnappyBlock.Decompress(Convert.FromHexString(packed), new byte[4]);
        unpack.Should().Throw<InvalidDataException>();
    }

    private static int Unpack(Func<int> unpack)
    {
        try
        {
            return unpack();
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            return -1;
        }
    }

    // Names, runs of few bytes and noise: literals and copies of every length and distance.
    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new List<byte>(length + 64);
        while (bytes.Count < length)
        {
            switch (random.Next(5))
            {
                case 0: bytes.AddRange(Encoding.UTF8.GetBytes($"{(char)('甲' + random.Next(5))}县第{random.Next(30)}中心小学")); break;
                case 1: bytes.AddRange(Enumerable.Repeat((byte)random.Next(3), random.Next(1, 90))); break;
                case 2: bytes.AddRange(Enumerable.Range(0, random.Next(1, 90)).Select(_ => (byte)random.Next(256))); break;
                case 3: bytes.AddRange(Enumerable.Range(0, random.Next(1, 90)).Select(j => (byte)(j % random.Next(1, 24)))); break;
                default: bytes.AddRange(bytes.Skip(random.Next(bytes.Count + 1)).Take(random.Next(200)).ToList()); break;
            }
        }

        return [.. bytes.Take(length)];
    }
}

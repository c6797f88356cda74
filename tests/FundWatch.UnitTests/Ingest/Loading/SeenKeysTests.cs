using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Loading.Repeats;

namespace FundWatch.UnitTests.Ingest.Loading;

public sealed class SeenKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1_000)]
    [InlineData(1)]
    public void It_says_the_same_however_few_keys_fit_into_memory(int capacity)
    {
        var random = new Random(11);
        // A third of the rows is refused or has no key; keys come back near and far.
        var rows = Enumerable.Range(0, 20_000).Select(_ => (Key: $"K{random.Next(9_000)}", State: random.Next(6))).ToList();
        var folder = new WorkFolder(_folder);
        using var seen = new SeenKeys(hash => RepeatsOnDisk.Make(folder, rows.Select(r => r.State == 0 ? 0 : hash.Of(Encoding.UTF8.GetBytes(r.Key)))), capacity);
        var expected = new HashSet<string>();

        foreach (var (key, state) in rows)
        {
            if (state < 2)
            {
                seen.Pass();
            }
            else
            {
                seen.Add(Encoding.UTF8.GetBytes(key)).Should().Be(expected.Add(key));
            }
        }

        expected.Should().HaveCountGreaterThan(6_000);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(5_000)]
    [InlineData(1)]
    public void Known_rows_repeat_the_key_of_a_strange_one_only_and_are_found_out_before_and_behind_it(int capacity)
    {
        var random = new Random(5);
        // Known rows have a key of their own each; strange ones have any.
        var rows = Enumerable.Range(0, 20_000).Select(i => random.Next(10) == 0 ? (Key: $"K{random.Next(20_000)}", IsKnown: false) : (Key: $"K{i}", IsKnown: true)).ToList();
        using var seen = new SeenKeys(hash => RepeatsOnDisk.Make(new WorkFolder(_folder), rows.Select(r => hash.Of(Encoding.UTF8.GetBytes(r.Key)))), capacity);
        var expected = new HashSet<string>();
        var repeats = 0;
        foreach (var (text, isKnown) in rows)
        {
            var (key, isFirst) = (Encoding.UTF8.GetBytes(text), expected.Add(text));
            repeats += isFirst ? 0 : 1;
            if (isKnown)
            {
                seen.AddKnown(key).Should().Be(isFirst, text);
                if (!isFirst)
                {
                    seen.Add(key).Should().BeFalse();
                }
            }
            else
            {
                seen.Add(key).Should().Be(isFirst, text);
                seen.IsStrange(key);
            }
        }

        repeats.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void Repeats_are_found_across_stretches_of_the_file_and_the_files_are_gone_afterwards()
    {
        const int rows = RepeatsOnDisk.RowsAtOnce + 10;
        using (var repeats = RepeatsOnDisk.Make(new WorkFolder(_folder), Enumerable.Range(0, rows).Select(i => i is 3 or 7 or rows - 1 ? 5UL << 56 | 1 : 0)))
        {
            repeats.Before(3).Should().Be(-1);
            repeats.Before(7).Should().Be(3);
            repeats.Before(8).Should().Be(-1);
            repeats.Before(rows - 1).Should().Be(7);
        }

        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty();
    }
}

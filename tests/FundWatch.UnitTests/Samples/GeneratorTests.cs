using System.Security.Cryptography;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Samples;
using FundWatch.Samples.Files;

namespace FundWatch.UnitTests.Samples;

public sealed class GeneratorTests
{
    [Fact]
    public void The_same_seed_and_options_give_the_same_bytes()
    {
        using var first = new SampleFolder(3_000, seed: 3);
        using var second = new SampleFolder(3_000, seed: 3);
        using var other = new SampleFolder(3_000, seed: 4);

        Hashes(first).Should().Equal(Hashes(second));
        Hashes(first).Should().NotEqual(Hashes(other));
    }

    [Fact]
    public void Every_stream_comes_with_every_column_of_the_contract()
    {
        using var folder = new SampleFolder();

        folder.Report.Files.Select(f => f.Stream).Distinct().Should().BeEquivalentTo(RecordStreams.All.Select(s => s.Name));
        foreach (var file in folder.Report.Files)
        {
            SampleReader.Header(folder.Root, file).Should().HaveCount(RecordStreams.Get(file.Stream).Columns.Count, file.Path);
        }

        foreach (var stream in RecordStreams.All)
        {
            var empty = stream.Columns.Where(c => folder.Rows(stream.Name).All(r => !r.Has(c.Name))).Select(c => c.Name);
            empty.Should().BeEmpty(stream.Name);
        }
    }

    [Fact]
    public void The_mess_of_real_exports_is_there()
    {
        using var folder = new SampleFolder();
        var styles = folder.Report.Files.Select(f => f.Style).ToList();

        styles.Select(s => s.Container).Distinct().Should().BeEquivalentTo(Enum.GetValues<Container>());
        styles.Select(s => s.Encoding).Distinct().Should().BeEquivalentTo(Enum.GetValues<TextEncoding>());
        styles.Select(s => s.Headers).Distinct().Should().BeEquivalentTo(Enum.GetValues<HeaderStyle>());
        styles.Select(s => s.Dates).Distinct().Should().BeEquivalentTo(Enum.GetValues<DateStyle>());
        styles.Select(s => s.Money).Distinct().Should().BeEquivalentTo(Enum.GetValues<MoneyStyle>());
        folder.Report.Broken.Should().HaveCountGreaterThan(5).And.HaveCountLessThan(20);
    }

    [Fact]
    public void One_row_comes_twice_and_no_other_key_does()
    {
        using var folder = new SampleFolder();
        foreach (var stream in RecordStreams.All.Where(s => !s.IsReference))
        {
            var twice = folder.Rows(stream.Name).GroupBy(r => r.Key).Where(g => g.Count() > 1).ToList();
            twice.Should().HaveCount(stream.Name == "reception" ? 1 : 0, stream.Name);
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(12_000)]
    [InlineData(50_000)]
    public void The_number_of_rows_follows_the_option(int rows)
    {
        using var folder = new SampleFolder(rows, clean: true);

        ((double)folder.Report.EventRows).Should().BeInRange(rows * 0.85, rows * 1.2);
    }

    [Fact]
    public void A_folder_that_holds_data_is_left_alone()
    {
        using var folder = new SampleFolder(1_000);

        var again = () => PrefectureGenerator.Write(new GeneratorOptions { Directory = folder.Root });

        again.Should().Throw<ProblemException>().WithMessage("*not empty*");
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(5_000, 0)]
    public void Options_out_of_range_are_refused(int rows, int counties)
    {
        var write = () => PrefectureGenerator.Write(new GeneratorOptions { Directory = Path.GetTempPath(), Rows = rows, Counties = counties });

        write.Should().Throw<UsageException>();
    }

    private static List<string> Hashes(SampleFolder folder) => Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{Path.GetRelativePath(folder.Root, path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")
        .ToList();
}

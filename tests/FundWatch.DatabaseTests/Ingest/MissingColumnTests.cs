using FundWatch.Core.Records;
using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class MissingColumnTests : IngestTest
{
    /// <summary>A reception file without its date once loaded as organisations and overwrote them.</summary>
    [Fact]
    public async Task A_file_that_lacks_a_required_column_is_refused_and_never_taken_for_another_stream()
    {
        foreach (var stream in RecordStreams.All.Where(s => s.Columns.Count(c => c.IsRequired) > 2))
        {
            foreach (var missing in stream.Columns.Where(c => c.IsRequired))
            {
                var header = string.Join(',', stream.Columns.Where(c => c != missing).Select(c => c.ChineseHeader));
                var report = await IngestAsync(Write($"{stream.Name}-{missing.Name}.csv", header + "\n" + string.Join(',', Enumerable.Repeat("1", stream.Columns.Count - 1)) + "\n"));
                report.Files.Should().ContainSingle($"{stream.Name} without {missing.Name}").Which.Status.Should().Be(FileReport.Failed);
            }
        }

        foreach (var stream in RecordStreams.All)
        {
            (await ScalarAsync<long>($"select count(*) from record.{stream.Name}")).Should().Be(0);
        }
    }
}

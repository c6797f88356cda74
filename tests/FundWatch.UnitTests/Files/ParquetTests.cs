using System.Text.Json.Serialization;
using Parquet;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace FundWatch.UnitTests.Files;

public sealed class ParquetTests
{
    private sealed class Row
    {
        [JsonPropertyName("单位名称")] public string? Name { get; set; }
        public int Count { get; set; }
        public long? Number { get; set; }
        public double Share { get; set; }
        [ParquetDecimal(18, 4)] public decimal? Amount { get; set; }
        public bool? IsPaid { get; set; }
        public DateOnly Day { get; set; }
        [ParquetTimestamp(ParquetTimestampResolution.Microseconds, true)] public DateTime Clock { get; set; }
        public string Kind { get; set; } = "";
    }

    private sealed class Nested
    {
        public string Id { get; set; } = "";
        public List<string> Guests { get; set; } = [];
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task Values_of_every_type_become_the_text_that_cells_are_read_from(CompressionMethod compression)
    {
        using var file = new TableFile("a.parquet", await WriteAsync(Rows(2), compression));
        file.Read().Should().Equal(
            "单位名称|Count|Number|Share|Amount|IsPaid|Day|Clock|Kind",
            "县财政局|-7|9007199254740993|0.1|1234.50|TRUE|2025-03-02|2025-03-02 12:30:05.25|来宾",
            "|8||1E+20|||2025-03-02|2025-03-02|");
    }

    [Fact]
    public async Task Rows_of_many_groups_and_pages_come_in_order()
    {
        using var file = new TableFile("a.parquet", await WriteAsync(Rows(5_000), CompressionMethod.Snappy, groupSize: 700));
        var lines = file.Read();
        lines.Should().HaveCount(5_001);
        lines[4_001].Should().Be(lines[1]);
    }

    [Fact]
    public async Task A_nested_column_is_named_with_what_to_do()
    {
        using var memory = new MemoryStream();
        await ParquetSerializer.SerializeAsync([new Nested { Id = "1", Guests = ["a"] }], memory);
        using var file = new TableFile("a.parquet", memory.ToArray());
        var refused = file.Refusal();
        refused.Code.Should().Be("nested_column");
        refused.Zh.Should().Contain("Guests").And.Contain("展开");
    }

    [Fact]
    public async Task A_cut_off_file_is_refused_before_any_row()
    {
        var whole = await WriteAsync(Rows(100), CompressionMethod.Snappy);
        using var file = new TableFile("a.parquet", whole[..(whole.Length / 2)]);
        file.Refusal().Code.Should().Be("damaged_file");
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task Damaged_bytes_end_in_a_refusal_and_nothing_else(CompressionMethod compression) =>
        TableFile.SurvivesDamage("a.parquet", await WriteAsync(Rows(60), compression), 400);

    private static async Task<byte[]> WriteAsync(IEnumerable<Row> rows, CompressionMethod compression, int groupSize = 100_000)
    {
        using var memory = new MemoryStream();
        await ParquetSerializer.SerializeAsync(rows, memory, new ParquetOptions { CompressionMethod = compression, RowGroupSize = groupSize });
        return memory.ToArray();
    }

    private static IEnumerable<Row> Rows(int count) => Enumerable.Range(0, count).Select(i => i % 2 == 0
        ? new Row
        {
            Name = "县财政局", Count = -7, Number = 9_007_199_254_740_993, Share = 0.1, Amount = 1234.5m, IsPaid = true, Day = new DateOnly(2025, 3, 2),
            Clock = new DateTime(2025, 3, 2, 4, 30, 5, 250, DateTimeKind.Utc), Kind = "来宾",
        }
        : new Row { Count = 8, Share = 1e20, Day = new DateOnly(2025, 3, 2), Clock = new DateTime(2025, 3, 1, 16, 0, 0, DateTimeKind.Utc) });
}

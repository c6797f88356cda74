using System.Diagnostics;
using System.Threading.Channels;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Benchmarks;

/// <summary>
/// Our reader and cells with nothing behind them but a table: recognised, validated and typed rows go by binary COPY over two connections into
/// public.typed, which has the contract's columns and gets its primary key at the end. No versions, hashes, quarantine, months or chunks to resume at.
/// </summary>
internal static class TypedLoad
{
    private const int BlockBytes = 8 * 1024 * 1024;

    private static readonly byte[] _header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static async Task<int> RunAsync(string dataDirectory, string connectionString, string path)
    {
        var started = Stopwatch.GetTimestamp();
        var keys = Keys.Open(DataDirectory.Open(dataDirectory));
        var file = Unhashed(path);
        Layout layout;
        using (var header = file.OpenRows())
        {
            layout = HeaderRecognition.Recognise(header, null, path);
        }

        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "Asia/Shanghai", CommandTimeout = 0 });
        var full = Channel.CreateBounded<PgBlock>(1);
        var free = Channel.CreateUnbounded<PgBlock>();
        for (var i = 0; i < 4; i++)
        {
            free.Writer.TryWrite(new PgBlock());
        }

        var copy = $"copy public.typed ({string.Join(", ", layout.Stream.Columns.Select(c => c.Name))}) from stdin (format binary)";
        var writers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await foreach (var rows in full.Reader.ReadAllAsync())
            {
                await using (var stream = await connection.BeginRawBinaryCopyAsync(copy))
                {
                    await stream.WriteAsync(_header);
                    await stream.WriteAsync(rows.Memory);
                    await stream.WriteAsync(new byte[] { 0xFF, 0xFF });
                }

                rows.Clear();
                free.Writer.TryWrite(rows);
            }
        })).ToArray();

        await ReadAsync(file, layout, keys, full.Writer, free.Reader);
        await Task.WhenAll(writers);
        await using var key = source.CreateCommand("set max_parallel_maintenance_workers = 1; set maintenance_work_mem = '64MB'; alter table public.typed add primary key (purchase_id, source_id, purchased_on)");
        await key.ExecuteNonQueryAsync();
        BenchStore.PrintSelf(started);
        return 0;
    }

    private static async Task ReadAsync(SourceFile file, Layout layout, Keys keys, ChannelWriter<PgBlock> full, ChannelReader<PgBlock> free)
    {
        using var cipher = new VaultCipher(keys);
        using var reader = file.OpenRows();
        var cells = new RowCells(layout, new Tokens(keys, cipher), checkUtf8: !reader.IsKnownValid);
        var persons = new List<VaultEntry>();
        reader.Read();
        var rows = await free.ReadAsync();
        while (reader.Read())
        {
            cells.Encode(reader, persons, more: 0, seen: null);
            if (cells.WholeIssue(reader).Issue != default || cells.Context.Refusals.Count > 0)
            {
                throw new InvalidOperationException($"Line {reader.LineNumber} of a file without mistakes was refused.");
            }

            rows.Row(cells.Row.Memory.Span);
            if (rows.Length > BlockBytes)
            {
                await full.WriteAsync(rows);
                rows = await free.ReadAsync();
            }
        }

        await full.WriteAsync(rows);
        full.Complete();
    }

    // The file's SHA-256 belongs to the batch, which this has not: texts are checked cell by cell instead of all at once with it.
    private static SourceFile Unhashed(string path)
    {
        Span<byte> start = stackalloc byte[4096];
        using var file = File.OpenRead(path);
        return new SourceFile(path, file.Length, FileFormats.Of(start[..file.Read(start)], path), Task.FromResult(new FileContents("", IsValidUtf8: false)));
    }
}

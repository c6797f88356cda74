using System.Buffers.Binary;
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
/// Our reader and encoder with nothing behind them but a table: recognised, validated and typed rows go by binary COPY over two connections into
/// public.typed, which has the contract's columns and gets its primary key at the end. No versions, quarantine, months, file hash or chunks to resume at. (The encoder still makes row hashes and
/// looks for repeated keys: there is no second one without.)
/// </summary>
internal static class TypedLoad
{
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
        var full = Channel.CreateBounded<Chunk>(1);
        var free = Channel.CreateUnbounded<Chunk>();
        for (var i = 0; i < 4; i++)
        {
            free.Writer.TryWrite(new Chunk());
        }

        var columns = layout.Stream.Columns.Count;
        var copy = $"copy public.typed ({string.Join(", ", layout.Stream.Columns.Select(c => c.Name))}) from stdin (format binary)";
        var writers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            await using var connection = await source.OpenConnectionAsync();
            var values = new PgBlock();
            await foreach (var chunk in full.Reader.ReadAllAsync())
            {
                await using (var stream = await connection.BeginRawBinaryCopyAsync(copy))
                {
                    await stream.WriteAsync(_header);
                    foreach (var rows in chunk.New.Values)
                    {
                        values.Clear();
                        TakeValues(rows, values, columns);
                        await stream.WriteAsync(values.Memory);
                    }

                    await stream.WriteAsync(new byte[] { 0xFF, 0xFF });
                }

                chunk.Clear();
                free.Writer.TryWrite(chunk);
            }
        })).ToArray();

        using (var cipher = new VaultCipher(keys))
        using (var reader = file.OpenRows())
        {
            var encoder = new RowEncoder(layout, new BatchStamp(1, 1), new Tokens(keys, cipher), cipher, storeIsEmpty: true, reader.IsKnownValid, TimeProvider.System);
            reader.Read();
            var chunk = await free.Reader.ReadAsync();
            while (reader.Read())
            {
                encoder.Encode(reader, chunk);
                if (chunk.IsFull)
                {
                    await full.Writer.WriteAsync(chunk);
                    chunk = await free.Reader.ReadAsync();
                }
            }

            await full.Writer.WriteAsync(chunk);
            full.Writer.Complete();
        }

        await Task.WhenAll(writers);
        await using var key = source.CreateCommand("set max_parallel_maintenance_workers = 2; alter table public.typed add primary key (purchase_id, source_id, purchased_on)");
        await key.ExecuteNonQueryAsync();
        BenchStore.PrintSelf(started);
        return 0;
    }

    // Rows without what the loader adds behind the contract's columns for versions and the trail.
    private static void TakeValues(PgBlock rows, PgBlock values, int columns)
    {
        var bytes = rows.Memory.Span;
        for (var at = 0; at < bytes.Length;)
        {
            var fields = BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);
            var (start, end) = (at += 2, at);
            for (var field = 0; field < fields; field++)
            {
                at += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[at..]));
                end = field < columns ? at : end;
            }

            values.FieldCount(columns);
            values.Raw(bytes[start..end]);
        }
    }

    // The file's SHA-256 belongs to the batch, which this has not: texts are checked cell by cell instead of all at once with it.
    private static SourceFile Unhashed(string path)
    {
        Span<byte> start = stackalloc byte[4096];
        using var file = File.OpenRead(path);
        return new SourceFile(path, file.Length, "", FileFormats.Of(start[..file.Read(start)], path), IsValidUtf8: false);
    }
}

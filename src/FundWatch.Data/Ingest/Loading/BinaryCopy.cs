using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Rows that are encoded already, sent as PostgreSQL's binary COPY takes them.</summary>
internal static class BinaryCopy
{
    private static readonly byte[] _header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] _trailer = [0xFF, 0xFF];

    public static async Task CopyAsync(this NpgsqlConnection connection, string copy, IReadOnlyCollection<PgBlock> blocks, CancellationToken ct)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync(copy, ct);
        await stream.WriteAsync(_header, ct);
        foreach (var block in blocks)
        {
            await stream.WriteAsync(block.Memory, ct);
        }

        await stream.WriteAsync(_trailer, ct);
    }
}

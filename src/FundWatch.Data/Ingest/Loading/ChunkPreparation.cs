using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Privacy;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// What a chunk's rows need before they are written, in short transactions of its own: the partitions of their months (making one locks the table for a
/// moment, not for the length of a chunk) and the vault's entries. An entry whose row is lost in a crash does no harm; the next run meets it again.
/// </summary>
/// <param name="first">Of a first load, whose months have tables of their own.</param>
internal sealed class ChunkPreparation(NpgsqlConnection connection, RecordStream stream, FirstLoad? first = null)
{
    private readonly HashSet<DateOnly> _months = [];

    public async Task PrepareAsync(Chunk chunk, CancellationToken ct)
    {
        if (first is not null)
        {
            await first.OpenAsync(connection, chunk, ct);
        }
        else if (stream.PartitionColumn is not null)
        {
            foreach (var month in chunk.Months.Where(_months.Add).Order())
            {
                await using var ensure = new NpgsqlCommand("select fw.ensure_month($1, $2)", connection) { CommandTimeout = 0 };
                ensure.Parameters.Add(new() { Value = stream.Name });
                ensure.Parameters.Add(new() { Value = month });
                await ensure.ExecuteNonQueryAsync(ct);
            }
        }

        if (chunk.Vault.Count > 0)
        {
            await WriteVaultAsync(chunk, ct);
        }
    }

    private async Task WriteVaultAsync(Chunk chunk, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var noWait = new NpgsqlCommand(RecordTable.CommitWithoutWaiting, connection))
        {
            await noWait.ExecuteNonQueryAsync(ct);
        }

        await VaultWriter.WriteAsync(connection, chunk.Vault, ct);
        await transaction.CommitAsync(ct);
    }
}

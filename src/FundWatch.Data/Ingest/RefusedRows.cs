using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest;

/// <summary>Why a row was refused, without its cells.</summary>
/// <param name="Column">Canonical name of the column, where one cell is to blame.</param>
public sealed record RefusedRowSummary(long RejectedId, long BatchId, string? Sheet, long Line, string? Column, string Code, string Zh, string En);

/// <summary>The refused rows of batches that nobody has dealt with yet.</summary>
public sealed class RefusedRows(FundWatchDatabase db)
{
    /// <summary>The first ones, in the order of the file.</summary>
    public async Task<IReadOnlyList<RefusedRowSummary>> FirstAsync(IReadOnlyList<long> batches, int limit, CancellationToken ct)
    {
        if (batches.Count == 0)
        {
            return [];
        }

        await using var command = db.App.CreateCommand("""
            select rejected_id, batch_id, sheet, line_no, column_name, code, message_zh, message_en from ingest.rejected_row
            where batch_id = any($1) and status = 'open' order by batch_id, line_no limit $2
            """);
        command.Parameters.Add(new() { Value = batches.ToArray() });
        command.Parameters.Add(new() { Value = limit });
        var rows = new List<RefusedRowSummary>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new RefusedRowSummary(reader.GetInt64(0), reader.GetInt64(1), reader.Text(2), reader.GetInt64(3), reader.Text(4), reader.GetString(5), reader.GetString(6), reader.GetString(7)));
        }

        return rows;
    }
}

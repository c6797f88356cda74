using System.IO.Hashing;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// The natural keys of refused rows, read from their raw cells by the layout of their own batch, as a retry reads them. Each row is read once and a hash of its
/// key kept beside it: no load decrypts what an earlier one has read. A key that is not beyond doubt has no hash.
/// </summary>
internal sealed class RefusedKeys(FundWatchDatabase db, NpgsqlConnection connection, string stream)
{
    private const int RowsAtOnce = 10_000;
    private const int RowsTogether = 100_000;

    private static readonly string _unknownField = CellIssues.Code(CellIssue.UnknownField);

    // Refused as a whole, yet under their own header and as wide as it: these keys say what they say. Of a record without its release the key is all there is.
    private static readonly string[] _soundAsRows = [CellIssues.Code(CellIssue.OtherMoneyUnit), CellIssues.Code(CellIssue.LoadedSince), CellIssues.Code(CellIssue.RecordWithoutRelease),
        OtherTables.SeveralCurrencies, _unknownField];

    private readonly HashSet<string> _keyColumns = [.. RecordStreams.Get(stream).Key.Select(k => k.Name)];

    /// <summary>The hash by which rows and refused rows of one source and stream meet.</summary>
    public static Guid Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(key, hash);
        return new Guid(hash, bigEndian: true);
    }

    /// <summary>Reads the keys of the source's open rows that nobody has read yet.</summary>
    public async Task ReadAsync(int source, CancellationToken ct)
    {
        var parts = await PartsAsync(source, ct);
        if (parts.Count == 0)
        {
            return;
        }

        using var cipher = new VaultCipher(db.Keys);
        var tokens = new Tokens(db.Keys, cipher); // of its own: a load must hear of a person when that person's row loads
        foreach (var (headers, layout, batches) in parts)
        {
            var cells = new RowCells(StoredLayout.Read(RecordStreams.Get(stream), headers, layout), tokens, checkUtf8: true);
            foreach (var keys in (await KeysAsync(batches, cells, cipher, ct)).Chunk(RowsAtOnce))
            {
                await using var keep = connection.Command("""
                    with taken as materialized (select rejected_id from ingest.rejected_row where rejected_id = any($1) order by rejected_id for update)
                    update ingest.rejected_row r set key_hash = k.hash, key_is_read = true
                    from unnest($1::bigint[], $2::uuid[]) k (id, hash) join taken t on t.rejected_id = k.id where r.rejected_id = k.id
                    """, keys.Select(k => k.Id).ToArray(), keys.Select(k => k.Hash).ToArray());
                await keep.ExecuteNonQueryAsync(ct);
            }
        }
    }

    // Batches of one layout are read together, as far as memory goes: a source that sends a hundred small files a day would else wait for hundreds of statements.
    private async Task<List<(string Headers, string Layout, List<long> Batches)>> PartsAsync(int source, CancellationToken ct)
    {
        await using var find = connection.Command("""
            select coalesce(b.headers::text, '[]'), b.layout::text, b.batch_id, b.quarantined::bigint from ingest.batch b
            where b.source_id = $1 and b.stream = $2 and b.quarantined > 0 and b.layout is not null
                and exists (select from ingest.rejected_row r where r.batch_id = b.batch_id and r.status = 'open' and not r.key_is_read)
            order by 1, 2, 3
            """, source, stream);
        var parts = new List<(string Headers, string Layout, List<long> Batches)>();
        var rows = 0L;
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (headers, layout, refused) = (reader.GetString(0), reader.GetString(1), reader.GetInt64(3));
            if (parts.Count == 0 || (parts[^1].Headers, parts[^1].Layout) != (headers, layout) || rows + refused > RowsTogether)
            {
                parts.Add((headers, layout, []));
                rows = 0;
            }

            parts[^1].Batches.Add(reader.GetInt64(2));
            rows += refused;
        }

        return parts;
    }

    // All of them in one pass, some 30 bytes a row: pages would go again and again over what the ones before have written.
    private async Task<IReadOnlyList<(long Id, Guid? Hash)>> KeysAsync(List<long> batches, RowCells cells, VaultCipher cipher, CancellationToken ct)
    {
        await using var command = connection.Command("""
            select rejected_id, line_no, code, column_name, issues::text, raw from ingest.rejected_row where batch_id = any($1) and status = 'open' and not key_is_read
            """, batches.ToArray());
        var keys = new List<(long, Guid?)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            keys.Add((reader.GetInt64(0), !IsBeyondDoubt(reader.GetString(2), reader.Text(3), reader.Text(4)) ? null
                : HashOf(cells, reader.GetInt64(1), Known(RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(5))), reader.GetString(2)))));
        }

        return keys;
    }

    // Not a row that was refused for its key, be it a cell of it or that another has it; nor one whose cells may stand under other headers than their own.
    private bool IsBeyondDoubt(string code, string? column, string? issues) =>
        (column is null ? _soundAsRows.Contains(code) : !_keyColumns.Contains(column)) && (issues is null || !CellReason.Read(issues).Any(r => _keyColumns.Contains(r.Column)));

    // The cells under headers: what an unknown field holds stands behind them.
    private static string[] Known(string[] row, string code) => code == _unknownField ? row[..^1] : row;

    private static Guid? HashOf(RowCells cells, long line, string[] row)
    {
        using var reader = new CorrectedRows([(line, row, CellIssue.None)]);
        if (!reader.Read() || cells.WholeIssue(reader).Issue != CellIssue.None)
        {
            return null;
        }

        var key = cells.KeyAlone(reader);
        return cells.Context.Refusals.Count == 0 ? Hash(key) : null;
    }
}

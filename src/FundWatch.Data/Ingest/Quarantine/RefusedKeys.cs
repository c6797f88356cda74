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
    private const int RowsAtOnce = 5_000;

    // Refused as a whole, yet under their own header and as wide as it: these keys say what they say.
    private static readonly string[] _soundAsRows = [CellIssues.Code(CellIssue.OtherMoneyUnit), CellIssues.Code(CellIssue.LoadedSince)];

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
        using var cipher = new VaultCipher(db.Keys);
        var tokens = new Lazy<Tokens>(() => new Tokens(db.Keys, cipher)); // of its own: a load must hear of a person when that person's row loads
        while (await PageAsync(source, cipher, tokens, ct) is { Count: > 0 } keys)
        {
            await using var keep = connection.Command("""
                update ingest.rejected_row r set key_hash = k.hash, key_is_read = true from unnest($1::bigint[], $2::uuid[]) k (id, hash) where r.rejected_id = k.id
                """, keys.Select(k => k.Id).ToArray(), keys.Select(k => k.Hash).ToArray());
            await keep.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<IReadOnlyList<(long Id, Guid? Hash)>> PageAsync(int source, VaultCipher cipher, Lazy<Tokens> tokens, CancellationToken ct)
    {
        await using var command = connection.Command($"""
            select r.rejected_id, r.batch_id, r.line_no, r.code, r.column_name, r.issues::text, r.raw, coalesce(b.headers::text, '[]'), b.layout::text
            from ingest.rejected_row r join ingest.batch b using (batch_id)
            where b.source_id = $1 and b.stream = $2 and b.quarantined > 0 and b.layout is not null and r.status = 'open' and not r.key_is_read
            order by r.batch_id, r.rejected_id limit {RowsAtOnce}
            """, source, stream);
        var keys = new List<(long, Guid?)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (batch, cells) = (0L, (RowCells?)null);
        while (await reader.ReadAsync(ct))
        {
            if (batch != reader.GetInt64(1))
            {
                (batch, cells) = (reader.GetInt64(1), null);
            }

            Guid? hash = null;
            if (IsBeyondDoubt(reader.GetString(3), reader.Text(4), reader.Text(5)))
            {
                cells ??= new RowCells(StoredLayout.Read(RecordStreams.Get(stream), reader.GetString(7), reader.GetString(8)), tokens.Value, checkUtf8: true);
                hash = HashOf(cells, reader.GetInt64(2), RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(6))));
            }

            keys.Add((reader.GetInt64(0), hash));
        }

        return keys;
    }

    // Not a row that was refused for its key, be it a cell of it or that another has it; nor one whose cells may stand under other headers than their own.
    private bool IsBeyondDoubt(string code, string? column, string? issues) =>
        (column is null ? _soundAsRows.Contains(code) : !_keyColumns.Contains(column)) && (issues is null || !CellReason.Read(issues).Any(r => _keyColumns.Contains(r.Column)));

    private static Guid? HashOf(RowCells cells, long line, string[] row)
    {
        using var reader = new CorrectedRows([(line, row)]);
        if (!reader.Read() || cells.WholeIssue(reader).Issue != CellIssue.None)
        {
            return null;
        }

        var key = cells.KeyAlone(reader);
        return cells.Context.Refusals.Count == 0 ? Hash(key) : null;
    }
}

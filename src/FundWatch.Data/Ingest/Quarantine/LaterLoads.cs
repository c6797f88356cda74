using System.IO.Hashing;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Finds which rows on their way out of quarantine would replace what a later load has brought: an old sheet must not overwrite newer rows in silence. A
/// correction is as late as the file whose rows it corrects, and rows of one file are never later than each other.
/// </summary>
internal sealed class LaterLoads(NpgsqlConnection connection, int source, Layout layout, Tokens tokens)
{
    /// <summary>The reason of rows that it keeps out.</summary>
    public static readonly string Code = CellIssues.Code(CellIssue.LoadedSince);

    private static readonly string _secondVersion = CellIssues.Code(CellIssue.DuplicateKey);

    private readonly byte[] _layout = Encoding.UTF8.GetBytes(layout.HeadersJson + StoredLayout.Write(layout));
    private readonly RowCells _cells = new(layout, tokens, checkUtf8: true);
    private readonly string _key = string.Join(", ", layout.Stream.Key.Select(k => k.Name));
    private readonly string _sameKey = SameRecord.Key(layout.Stream, "r", "k");

    /// <summary>
    /// By the place of the row; none for rows that cannot go in anyway, or say what the store says. And the places of rows whose key another row of their own file has brought, which
    /// nobody has decided to replace: as when the file was loaded, that is a second version of its key.
    /// </summary>
    public async Task<(IReadOnlyDictionary<int, LaterLoad> Since, IReadOnlySet<int> Repeated)> FindAsync(IReadOnlyList<OpenRow> rows, CancellationToken ct)
    {
        var (places, keys) = Keys(rows);
        var repeated = new HashSet<int>();
        var later = places.Where(p => rows[p].Settled is not null).ToDictionary(p => p, p => rows[p].Settled!);
        if (places.Count == 0)
        {
            return (later, repeated);
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var make = connection.Command($"create temp table returned_keys on commit drop as select 0 as place, row_hash, {_key} from record.{layout.Stream.Name} with no data"))
        {
            await make.ExecuteNonQueryAsync(ct);
        }

        await connection.CopyAsync("copy returned_keys from stdin (format binary)", [keys], ct);
        await using (var find = connection.Command($"""
            {RecordTable.LookUpByKey}; analyze returned_keys;
            select k.place, n.batch_id, n.file_name, r.recorded_from, o.batch_id, coalesce(o.resumed_at, o.started_at), r.row_hash = k.row_hash, r.row_hash
            from returned_keys k join record.{layout.Stream.Name} r on {_sameKey} and r.source_id = {source}
            join ingest.batch n on n.batch_id = r.batch_id join ingest.batch o on o.batch_id = coalesce(n.corrects, n.batch_id)
            """))
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                // Both moments: a row that a withdrawal has brought back is new in the store, but not later; and of a load that was carried on some rows are.
                var (place, at) = (reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(3));
                var row = rows[place];
                if (reader.GetBoolean(6))
                {
                    later.Remove(place);
                }
                else if (reader.GetInt64(4) != row.BatchId && at > row.RefusedAt && reader.GetFieldValue<DateTimeOffset>(5) > row.RefusedAt)
                {
                    later[place] = new LaterLoad(reader.GetInt64(1), reader.GetString(2), at) { Told = Told(reader.GetGuid(7)) };
                }
                else if (later.TryGetValue(place, out var load))
                {
                    later[place] = load with { Told = Told(reader.GetGuid(7)) };
                }
                else if (reader.GetInt64(4) == row.BatchId && row.Code != _secondVersion)
                {
                    repeated.Add(place);
                }
            }
        }

        await transaction.CommitAsync(ct);
        return (later, repeated);
    }

    // What a person is told of: this row of the store, against this reading of the refused one.
    private Guid Told(Guid rowHash)
    {
        var hash = new XxHash128();
        hash.Append(rowHash.ToByteArray());
        hash.Append(_layout);
        return new Guid(hash.GetCurrentHash(), bigEndian: true);
    }

    private (List<int> Places, PgBlock Block) Keys(IReadOnlyList<OpenRow> rows)
    {
        var (places, block) = (new List<int>(), new PgBlock());
        var (persons, hash) = (new List<VaultEntry>(), new byte[16]);
        using var reader = new CorrectedRows([.. rows.Select(r => (r.Line, r.Cells, r.WholeIssue))]);
        for (var place = 0; reader.Read(); place++)
        {
            if (_cells.IsSkipped(reader) || _cells.WholeIssue(reader).Issue != CellIssue.None)
            {
                continue;
            }

            persons.Clear();
            _cells.Encode(reader, persons, 0, seen: null);
            if (_cells.Context.Refusals.Count == 0)
            {
                places.Add(place);
                block.FieldCount(layout.Stream.Key.Count + 2);
                block.Int32(place);
                _cells.Hash(hash);
                block.Bytes(hash);
                block.Raw(_cells.Key());
            }
        }

        return (places, block);
    }
}

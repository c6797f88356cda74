using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// The open rows that earlier loads of a source and stream have refused, known by their keys: those whose key a load takes in, new, changed or unchanged, are
/// settled by it. A correction counts as late as the file whose rows it corrects.
/// </summary>
/// <remarks>Whoever changes many refused rows in one statement takes them in the order of their numbers first: a person may be giving the same ones up, who has no lock of the stream.</remarks>
internal sealed class EarlierRefusals
{
    // $1 is the load. One that was stopped and carried on met no more than what was refused before it began.
    private const string Waiting = """
        from ingest.batch n join ingest.batch o on o.batch_id = coalesce(n.corrects, n.batch_id)
        join ingest.batch b on b.source_id = o.source_id and b.stream = o.stream and b.batch_id <> o.batch_id and b.quarantined > 0
        join ingest.rejected_row r on r.batch_id = b.batch_id and r.status = 'open' and r.created_at < o.started_at
        where n.batch_id = $1
        """;

    /// <summary>Rows of a load whose keys can all be kept.</summary>
    public const int SmallLoad = Chunk.MaxRows;

    private readonly KeySet? _waiting; // null of a small load
    private readonly HashSet<Guid> _met = [];

    private EarlierRefusals(KeySet? waiting) => _waiting = waiting;

    /// <summary>Null where no row is open. To be called with the lock of the source and stream.</summary>
    /// <param name="isSmall">True where the load has so few rows that all of their keys can be kept and asked for at its end: quarantine may hold millions, which one sent record must not read.</param>
    public static async Task<EarlierRefusals?> OpenAsync(FundWatchDatabase db, NpgsqlConnection connection, long batch, CancellationToken ct, bool isSmall = false)
    {
        await using (var any = connection.Command($"select b.source_id, b.stream {Waiting} limit 1", batch))
        await using (var found = await any.ExecuteReaderAsync(ct))
        {
            if (!await found.ReadAsync(ct))
            {
                return null;
            }

            var (source, stream) = (found.GetInt32(0), found.GetString(1));
            await found.DisposeAsync();
            await new RefusedKeys(db, connection, stream).ReadAsync(source, ct);
        }

        if (isSmall)
        {
            return new EarlierRefusals(null);
        }

        var keys = new KeySet();
        await using var read = connection.Command($"select r.key_hash {Waiting} and r.key_hash is not null", batch);
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            keys.Add(Short(reader.GetGuid(0)));
        }

        return keys.Count > 0 ? new EarlierRefusals(keys) : null;
    }

    /// <summary>Takes the key of an accepted row.</summary>
    public void Meet(ReadOnlySpan<byte> key)
    {
        var hash = RefusedKeys.Hash(key);
        if (_waiting?.Contains(Short(hash)) != false)
        {
            _met.Add(hash);
        }
    }

    /// <summary>Takes the key of what an accepted row is a part of, as its field would be written: a record that was refused for want of its release is there once one of its lots is.</summary>
    public void MeetWhole(string key)
    {
        var text = Encoding.UTF8.GetBytes(key);
        var field = new byte[4 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(field, text.Length);
        text.CopyTo(field, 4);
        Meet(field);
    }

    /// <summary>Settles the rows whose keys were met; the rows, the batch's count of them and the event in the trail are one statement.</summary>
    public async Task SettleAsync(NpgsqlConnection connection, long batch, CancellationToken ct)
    {
        if (_met.Count == 0)
        {
            return;
        }

        await using var settle = connection.Command($"""
            with taken as materialized (
                select r.rejected_id {Waiting} and r.key_hash = any($2) order by r.rejected_id for update of r
            ), settled as (
                update ingest.rejected_row set status = 'settled', resolved_by = $3, resolved_at = clock_timestamp(), replayed_in = $1
                where status = 'open' and rejected_id in (select rejected_id from taken) returning rejected_id, batch_id
            ), told as (
                insert into review.trail (event, actor, at, payload)
                select 'quarantine_settled', $3, clock_timestamp(), jsonb_build_object('batch', $1, 'rows', count(*), 'batches', jsonb_agg(distinct batch_id),
                    'ids', (select jsonb_agg(rejected_id) from (select rejected_id from settled order by 1 limit 50) first))::text
                from settled having count(*) > 0
            )
            update ingest.batch set settled = settled + (select count(*) from settled) where batch_id = $1
            """, batch, _met.ToArray(), LeadLedger.Actor);
        await settle.ExecuteNonQueryAsync(ct);
    }

    // Of the hash what a set in memory needs, zero apart; the statement compares all of it.
    private static ulong Short(Guid hash) => MemoryMarshal.Cast<Guid, ulong>(MemoryMarshal.CreateReadOnlySpan(ref hash, 1))[1] | 1;
}

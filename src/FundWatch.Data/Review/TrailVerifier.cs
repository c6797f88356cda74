using System.Data;
using FundWatch.Core.Trail;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Review;

/// <summary>What verification found.</summary>
public sealed record TrailReport(long Events, int Leads, int Anchors, TrailBreak? FirstBreak)
{
    public bool Intact => FirstBreak is null;
}

/// <summary>Streams the whole trail of one moment through <see cref="TrailCheck"/>.</summary>
public sealed class TrailVerifier(FundWatchDatabase db)
{
    /// <param name="each">Sees every event on the way, for a copy.</param>
    public async Task<TrailReport> VerifyAsync(Func<TrailEvent, Task>? each = null, CancellationToken ct = default)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var check = new TrailCheck();
        var anchors = new Queue<Anchor>(await AnchorsAsync(connection, ct));
        var count = anchors.Count;
        await using (var command = new NpgsqlCommand(
            "select seq, lead_id, ordinal, event, actor, at, from_status, to_status, note, payload, prev_hash, hash from review.trail order by seq", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var e = TrailStore.Read(reader);
                while (anchors.TryPeek(out var anchor) && anchor.ThroughSeq < e.Seq)
                {
                    check.Take(anchors.Dequeue());
                }

                check.Take(e);
                if (each is not null)
                {
                    await each(e);
                }
            }
        }

        foreach (var anchor in anchors)
        {
            check.Take(anchor);
        }

        await LeadsAsync(connection, check, ct);
        return new TrailReport(check.Events, check.Leads, count, check.First);
    }

    private static async Task<List<Anchor>> AnchorsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select anchor_id, at, through_seq, events, chains, prev_hash, hash from review.anchor order by anchor_id", connection);
        var anchors = new List<Anchor>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            anchors.Add(new Anchor(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<byte[]>(6)));
        }

        return anchors;
    }

    private static async Task LeadsAsync(NpgsqlConnection connection, TrailCheck check, CancellationToken ct)
    {
        var leads = 0;
        await using var command = new NpgsqlCommand("select lead_id, version, status from review.lead order by lead_id", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            leads++;
            check.Take(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2));
        }

        check.TakeLeadCount(leads);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Core.Trail;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Review;

/// <summary>留痕: reads the trail and writes the office's own chain. A lead's events are written by the statements that change the lead.</summary>
public sealed class TrailStore(FundWatchDatabase db, TimeProvider clock)
{
    private const string Columns = "seq, lead_id, ordinal, event, actor, at, from_status, to_status, note, payload, prev_hash, hash";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Records something that is not about one lead: an export, an unmasking, a changed limit, a promoted model.</summary>
    /// <param name="actor">Login of who did it; without one nothing is recorded and the caller must not go on.</param>
    public async Task RecordAsync(string @event, string actor, string? note, object payload, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        await using var command = db.App.CreateCommand("insert into review.trail (event, actor, at, note, payload) values ($1, $2, $3, $4, $5)");
        command.Parameters.AddText(@event);
        command.Parameters.AddText(actor);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.AddText(note);
        command.Parameters.AddText(JsonSerializer.Serialize(payload, _json));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A lead's events, oldest first.</summary>
    public async Task<IReadOnlyList<TrailEvent>> OfLeadAsync(long leadId, CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand($"select {Columns} from review.trail where coalesce(lead_id, 0) = $1 order by ordinal");
        command.Parameters.Add(new() { Value = leadId });
        var events = new List<TrailEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            events.Add(Read(reader));
        }

        return events;
    }

    /// <summary>The office's own events, newest first.</summary>
    public async Task<IReadOnlyList<TrailEvent>> OfOfficeAsync(int limit = 200, CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand($"select {Columns} from review.trail where coalesce(lead_id, 0) = 0 order by ordinal desc limit $1");
        command.Parameters.Add(new() { Value = limit });
        var events = new List<TrailEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            events.Add(Read(reader));
        }

        return events;
    }

    /// <summary>Anchors the heads of all chains.</summary>
    /// <returns>The anchor's number, or null where nothing has happened since the last one.</returns>
    public async Task<long?> AnchorAsync(CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand("select review.anchor_trail($1)");
        command.Parameters.AddNullable<DateTimeOffset?>(clock.GetUtcNow(), NpgsqlDbType.TimestampTz);
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    internal static TrailEvent Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.Nullable<long>(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5),
        reader.Text(6), reader.Text(7), reader.Text(8), reader.GetString(9), reader.GetFieldValue<byte[]>(10), reader.GetFieldValue<byte[]>(11));
}

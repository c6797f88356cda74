using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Names;

/// <summary>Links of names: read, confirmed, undone. A decision and its entry in the trail are one statement.</summary>
public sealed class NameLinkStore(FundWatchDatabase db, TimeProvider clock)
{
    /// <summary>Links, those awaiting a decision first, then by how many rows they concern.</summary>
    /// <param name="state">proposed, confirmed, undone, or null for all.</param>
    public Task<IReadOnlyList<NameLink>> ListAsync(string? state, int? limit, CancellationToken ct) => ListAsync(new NameFilter(state, Limit: limit), ct);

    /// <summary>The same, of those that the filter lets through.</summary>
    public async Task<IReadOnlyList<NameLink>> ListAsync(NameFilter filter, CancellationToken ct)
    {
        if (filter.Search?.Contains('\0') == true)
        {
            return []; // no text of the store can hold U+0000, nor be asked for it
        }

        await using var command = db.App.CreateCommand("""
            select l.link_id, l.kind, s.name, l.written_name, l.region_code, l.code, l.registered_name, l.method, l.confidence, l.state, l.rows, l.made_at, l.decided_by, l.decided_at, l.note
            from ingest.name_link l join ingest.source s using (source_id)
            where ($1::text is null or l.state = $1) and ($3::text is null or strpos(l.written_name, $3) > 0 or strpos(l.registered_name, $3) > 0 or strpos(l.code, $3) > 0)
              and (not $5 or l.state <> 'undone' or l.decided_by is not null)
            order by l.state <> 'proposed', l.rows desc, l.link_id limit $2 offset $4
            """);
        command.Parameters.AddText(filter.State);
        command.Parameters.Add(new() { Value = (object?)filter.Limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddText(string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search.Trim());
        command.Parameters.Add(new() { Value = filter.Skip });
        command.Parameters.Add(new() { Value = filter.DecidedOnly });
        var links = new List<NameLink>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            links.Add(new NameLink(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Text(4), reader.GetString(5), reader.GetString(6), reader.GetString(7),
                reader.GetDecimal(8), reader.GetString(9), reader.GetInt64(10), reader.GetFieldValue<DateTimeOffset>(11), reader.Text(12), reader.Nullable<DateTimeOffset>(13), reader.Text(14)));
        }

        await using var connection = await db.App.OpenConnectionAsync(ct);
        var personal = await Personal.OfAsync(connection, links.SelectMany(l => new[] { l.WrittenName, l.RegisteredName, l.Code }), ct);
        return [.. links.Select(l => l with { WrittenName = personal.Mask(l.WrittenName), RegisteredName = personal.Mask(l.RegisteredName), Code = personal.Mask(l.Code) })];
    }

    /// <summary>How many links are proposed, confirmed and undone by a person; all three are in it.</summary>
    public async Task<IReadOnlyList<(string State, long Links)>> CountAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand(
            "select s.state, count(l.link_id) from unnest('{proposed,confirmed,undone}'::text[]) with ordinality s (state, place) left join ingest.name_link l on l.state = s.state and (l.state <> 'undone' or l.decided_by is not null) group by s.state, s.place order by s.place");
        var counts = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            counts.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return counts;
    }

    /// <summary>A person says that these are the same; returns the ids that changed.</summary>
    public Task<IReadOnlyList<long>> ConfirmAsync(IReadOnlyCollection<long> ids, string actor, string? note, CancellationToken ct) => DecideAsync("confirmed", "name_confirmed", ids, actor, note, ct);

    /// <summary>A person says that these are not the same, or no longer; they are not proposed again.</summary>
    public Task<IReadOnlyList<long>> UndoAsync(IReadOnlyCollection<long> ids, string actor, string? note, CancellationToken ct) => DecideAsync("undone", "name_undone", ids, actor, note, ct);

    private async Task<IReadOnlyList<long>> DecideAsync(string state, string @event, IReadOnlyCollection<long> ids, string actor, string? note, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        await using var command = db.App.CreateCommand("""
            with decided as (
                update ingest.name_link set state = $2, decided_by = $3, decided_at = $4, note = $5
                where link_id = any($1) and (state <> $2 or decided_by is null) returning *
            ), told as (
                insert into review.trail (event, actor, at, note, payload)
                select $6, $3, $4, $5, json_build_object('link_id', link_id, 'kind', kind, 'written_name', written_name, 'region_code', region_code, 'code', code,
                    'registered_name', registered_name, 'method', method, 'rows', rows)::text from decided order by link_id
            )
            select link_id from decided order by 1
            """);
        command.Parameters.Add(new() { Value = ids.ToArray() });
        command.Parameters.AddText(state);
        command.Parameters.AddText(actor);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.AddText(note);
        command.Parameters.AddText(@event);
        var changed = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            changed.Add(reader.GetInt64(0));
        }

        return changed;
    }
}

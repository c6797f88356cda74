using FundWatch.Core.Leads;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Queue;

/// <summary>Reads the review queue: ranked, filtered, page by page behind a key (never by offset).</summary>
public sealed class QueueStore(FundWatchDatabase database)
{
    public async Task<QueuePage> ListAsync(LeadFilter filter, QueueCursor? after, int size, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $"""
            select l.lead_id, l.stream, l.scheme, l.subject_kind, l.subject_code, l.subject_name, l.region_code, l.sector, l.risk_score, l.priority,
                   l.amount_at_stake, coalesce(p.reason_zh, split_part(l.reasons_zh, e'\n', 1)), coalesce(p.reason_en, split_part(l.reasons_en, e'\n', 1)),
                   cardinality(l.reason_codes), l.status, l.outcome, l.assignee, l.due_on, l.currency,
                   coalesce((select max((detail ->> 'severity')::int) from review.lead_part where lead_id = l.lead_id), 1), l.amounts
            from review.lead l
            left join review.lead_part p on p.lead_id = l.lead_id and p.ordinal =
                (select ordinal from review.lead_part where lead_id = l.lead_id order by contribution desc, ordinal limit 1)
            where {LeadMatch.Sql} and ($9::numeric is null or l.priority < $9 or (l.priority = $9 and l.lead_id > $10))
            order by l.priority desc, l.lead_id
            limit $11
            """);
        LeadMatch.Bind(command, filter);
        command.Parameters.Add(new() { Value = (object?)after?.Priority ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        command.Parameters.Add(new() { Value = (object?)after?.LeadId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(size + 1);
        var rows = new List<QueueRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(Read(reader));
        }

        if (rows.Count <= size)
        {
            return new QueuePage(rows, null);
        }

        rows.RemoveAt(size);
        return new QueuePage(rows, new QueueCursor(rows[^1].Priority, rows[^1].LeadId));
    }

    public async Task<QueueTotals> TotalsAsync(LeadFilter filter, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $"""
            with found as (
                select l.currency, count(*) as leads, sum(l.amount_at_stake) as amount from review.lead l where {LeadMatch.Sql} group by l.currency
            ), each as (
                select nullif(s.code, '{Currencies.Yuan}') as currency, s.amount
                from review.lead l, unnest(string_to_array(l.currency, '+'), l.amounts) s (code, amount) where l.amounts is not null and {LeadMatch.Sql}
            ), sums as (
                select currency, sum(leads) as leads, sum(amount) as amount
                from (select currency, leads, amount from found union all select currency, 0, amount from each) m group by currency
            )
            select coalesce(sum(leads), 0)::bigint, coalesce(sum(amount) filter (where currency is null), 0), (select count(*) from review.lead),
                   coalesce(array_agg(currency order by currency) filter (where length(currency) = 3), array[]::text[]),
                   coalesce(array_agg(amount order by currency) filter (where length(currency) = 3), array[]::numeric[])
            from sums
            """);
        LeadMatch.Bind(command, filter);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new QueueTotals(reader.GetInt64(0), reader.GetDecimal(1), reader.GetInt64(2),
            [.. reader.GetFieldValue<string[]>(3).Zip(reader.GetFieldValue<decimal[]>(4), (currency, amount) => new Stake(amount, currency))]);
    }

    /// <summary>What there is to choose from: distinct streams, schemes, statuses and regions, each with its number of leads.</summary>
    public async Task<IReadOnlyList<QueueFacet>> FacetsAsync(CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            """
            select case when grouping(stream) = 0 then 'stream' when grouping(scheme) = 0 then 'scheme' when grouping(status) = 0 then 'status' else 'region' end,
                   coalesce(stream, scheme, status, region_code, ''), count(*)
            from review.lead group by grouping sets ((stream), (scheme), (status), (region_code)) order by 1, 2
            """);
        var facets = new List<QueueFacet>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            facets.Add(new QueueFacet(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return facets.Where(f => f.Value.Length > 0).ToList();
    }

    /// <summary>The leads before and behind one, in the order of the same filtered queue.</summary>
    public async Task<(long? Previous, long? Next)> NeighboursAsync(LeadFilter filter, long leadId, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $"""
            with here as (select priority, lead_id from review.lead where lead_id = $9)
            select (select l.lead_id from review.lead l, here where {LeadMatch.Sql}
                      and (l.priority > here.priority or (l.priority = here.priority and l.lead_id < here.lead_id)) order by l.priority, l.lead_id desc limit 1),
                   (select l.lead_id from review.lead l, here where {LeadMatch.Sql}
                      and (l.priority < here.priority or (l.priority = here.priority and l.lead_id > here.lead_id)) order by l.priority desc, l.lead_id limit 1)
            """);
        LeadMatch.Bind(command, filter);
        command.Parameters.AddWithValue(leadId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }

    /// <summary>The subject's leads in other schemes, gravest first.</summary>
    public async Task<IReadOnlyList<RelatedLead>> RelatedAsync(long leadId, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            """
            select o.lead_id, o.scheme, o.risk_score, o.status
            from review.lead l join review.lead o on o.subject_code = l.subject_code and o.subject_kind = l.subject_kind and o.lead_id <> l.lead_id
            where l.lead_id = $1 order by o.risk_score desc, o.lead_id limit 20
            """);
        command.Parameters.AddWithValue(leadId);
        var related = new List<RelatedLead>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            related.Add(new RelatedLead(row.GetInt64(0), row.GetString(1), row.GetDecimal(2), row.GetString(3)));
        }

        return related;
    }

    // && finds the leads by the index of their evidence; only theirs is taken apart.
    internal const string SharingSql =
        """
        with mine as materialized (select evidence_keys as keys, subject_kind as kind, subject_code as code from review.lead where lead_id = $1),
        shared as (
            select o.lead_id, o.scheme, o.subject_name, o.risk_score, o.status, o.priority,
                   array(select unnest(o.evidence_keys) intersect select unnest(mine.keys)) as keys, o.subject_kind, o.subject_code, mine.kind, mine.code
            from mine join review.lead o on o.evidence_keys && mine.keys where o.lead_id <> $1)
        select lead_id, scheme, subject_name, risk_score, status, keys, subject_kind, subject_code, kind, code from shared order by cardinality(keys) desc, priority desc, lead_id limit $2
        """;

    // Of so many it is looked at whether the rows are the same, or only their numbers.
    private const int SharingSeen = 200;

    /// <summary>Leads that have evidence rows in common with one, most rows first: each company of a ring has a lead of its own.</summary>
    public async Task<IReadOnlyList<SharingLead>> SharingAsync(long leadId, int most = 5, CancellationToken ct = default)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(SharingSql, connection);
        command.Parameters.AddWithValue(leadId);
        command.Parameters.AddWithValue(SharingSeen);
        var others = new List<(SharingLead Lead, string[] Keys, string Kind, string Code)>();
        var (kind, code) = ("", "");
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                others.Add((new SharingLead(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetString(4), 0), row.GetFieldValue<string[]>(5), row.GetString(6), row.GetString(7)));
                (kind, code) = (row.GetString(8), row.GetString(9));
            }
        }

        var alike = await AlikeKeys.OfAsync(connection, kind, code, others.Where(o => (o.Kind, o.Code) != (kind, code)).SelectMany(o => o.Keys), ct);
        return [.. others.Select(o => o.Lead with { Rows = o.Keys.Count(key => alike.IsOneRow(key, o.Kind, o.Code)) }).Where(l => l.Rows > 0).OrderByDescending(l => l.Rows).Take(most)];
    }

    private static QueueRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Text(row, 6), Text(row, 7),
        row.GetDecimal(8), row.GetDecimal(9), row.GetDecimal(10), row.GetString(11), row.GetString(12), row.GetInt32(13),
        row.GetString(14), Text(row, 15), Text(row, 16), row.IsDBNull(17) ? null : row.GetFieldValue<DateOnly>(17), Text(row, 18), row.GetInt32(19),
        row.IsDBNull(20) ? null : row.GetFieldValue<decimal[]>(20));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

using FundWatch.Core.Records;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Leads;

/// <summary>A lead that new records have to do with.</summary>
/// <param name="Change"><c>new</c>, <c>updated</c> or <c>unchanged</c> by the judging that followed them.</param>
public sealed record TouchedLead(long LeadId, string Stream, string Scheme, string SubjectKind, string SubjectCode, string SubjectName, decimal RiskScore, string Status, string ReasonsZh, string ReasonsEn, string Change);

/// <summary>Finds the leads that a batch of records touches.</summary>
public sealed class TouchedLeads(FundWatchDatabase db)
{
    private const int Most = 200;

    /// <summary>Number of the latest event in the trail; 0 where there is none.</summary>
    public async Task<long> LastEventAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select coalesce(max(seq), 0) from review.trail");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Leads with a record of the batches among their evidence, and leads that scoring changed behind an event of the trail; by priority.</summary>
    /// <param name="after">From <see cref="LastEventAsync"/>, before the scoring.</param>
    public async Task<IReadOnlyList<TouchedLead>> OfAsync(RecordStream stream, IReadOnlyList<long> batches, long after, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand(Sql(stream));
        command.Parameters.Add(new() { Value = batches.ToArray() });
        command.Parameters.Add(new() { Value = await SinceAsync(batches, ct) });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = LeadLedger.Actor });
        var leads = new List<TouchedLead>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            leads.Add(new TouchedLead(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetDecimal(6), r.GetString(7), r.GetString(8), r.GetString(9), r.GetString(10)));
        }

        return leads;
    }

    /// <summary>Batches ($1), since when they were recorded ($2), an event of the trail ($3) and who scores ($4).</summary>
    // The leads are found by two ways that are joined afterwards: where either was enough in one condition, neither could go by an index, and each record posted passed over the evidence of all leads.
    internal static string Sql(RecordStream stream) => $"""
        with changed as materialized (
            select lead_id, case when bool_or(event = 'created') then 'new' else 'updated' end as change
            from review.trail where seq > $3 and lead_id is not null and actor = $4 group by lead_id),
        touched as (
            select lead_id from changed
            union select lead_id from review.lead where evidence_keys && coalesce((select array_agg(k) from ({KeysOf(stream)}) as k (k)), array[]::text[]))
        select l.lead_id, l.stream, l.scheme, l.subject_kind, l.subject_code, l.subject_name, l.risk_score, l.status, l.reasons_zh, l.reasons_en, coalesce(c.change, 'unchanged')
        from touched join review.lead l using (lead_id) left join changed c using (lead_id)
        order by l.priority desc, l.lead_id limit {Most}
        """;

    /// <summary>Evidence keys of the records of batches ($1) that were recorded since a moment ($2).</summary>
    internal static string KeysOf(RecordStream stream)
    {
        // Names come from the contract, never from the request. A key of several columns is written with '|' between them, as evidence keys are.
        var key = string.Join(" || '|' || ", stream.Key.Select(c => $"coalesce({c.Name}::text, '')"));
        return $"select '{stream.Name}:' || {key} from record.{stream.Name} where batch_id = any($1) and recorded_from >= $2";
    }

    // Records are found by when they were recorded: the store has no index of batches. Asked for first, so that the plan knows how little it will read.
    private async Task<DateTimeOffset> SinceAsync(IReadOnlyList<long> batches, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select min(started_at) from ingest.batch where batch_id = any($1)");
        command.Parameters.Add(new() { Value = batches.ToArray() });
        return await command.ExecuteScalarAsync(ct) is DateTime first ? new DateTimeOffset(first) - StoreClock.MostOff : DateTimeOffset.MaxValue;
    }
}
